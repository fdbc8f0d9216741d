"""The journal of applied steps, kept in the store and signed as a chain."""
