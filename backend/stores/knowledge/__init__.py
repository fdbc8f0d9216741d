"""Memories that are found by meaning and by word: a Qdrant server's, or a folder's."""
