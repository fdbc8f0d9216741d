"""The wishes of a message: one after the other, and what they have in common."""
