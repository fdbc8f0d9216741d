"""The tool ``qdrant_vector``: memories of earlier runs, found by meaning and by word."""

from backend.tools.qdrant_vector.tool import CAPABILITIES, NAME, QdrantVector

__all__ = ["CAPABILITIES", "NAME", "QdrantVector"]
