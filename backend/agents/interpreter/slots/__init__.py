"""Slot grammars: what a wish says of each value that its action takes."""
