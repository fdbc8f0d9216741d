"""What is known of a conversation when a message comes: what its runs ask, do, and have made."""
