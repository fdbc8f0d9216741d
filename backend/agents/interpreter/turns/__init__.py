"""The conversation's view of a frame: what it can act on today."""
