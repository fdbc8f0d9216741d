"""Conversations: turns, the frames of the socket, what events carry, and who answers for them."""
