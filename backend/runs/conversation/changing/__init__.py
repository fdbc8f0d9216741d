"""A change of a plan that waits: a new wish, with what was said before and what is said now."""
