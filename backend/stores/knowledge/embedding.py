"""The embedding port: texts as dense vectors, where a model is configured."""

import math
from collections.abc import Sequence
from typing import Protocol

from backend.domain.errors import OperatorMustAct
from backend.stores.knowledge.store import DENSE_SIZE, Embedding


class Embedder(Protocol):
    """Turns sanitised texts into vectors of ``DENSE_SIZE`` numbers."""

    async def embed(self, texts: Sequence[str]) -> list[Embedding]:
        """One vector for each text, in order.

        Raises:
            OperatorMustAct: ``E_EMBEDDING_UNAVAILABLE``: words alone must do for now.
        """
        ...


def require_usable(vectors: Sequence[Sequence[float]], count: int) -> list[Embedding]:
    """The vectors, if they are what was asked for.

    Raises:
        OperatorMustAct: ``E_EMBEDDING_UNAVAILABLE``.
    """
    if len(vectors) != count or not all(is_usable(vector) for vector in vectors):
        raise no_embedding(f"the model did not give {count} vectors of {DENSE_SIZE} numbers")
    return [tuple(vector) for vector in vectors]


def is_usable(vector: Sequence[float]) -> bool:
    """Whether a vector has the right size, only finite numbers, and a direction."""
    return len(vector) == DENSE_SIZE and all(map(math.isfinite, vector)) and any(vector)


def no_embedding(reason: str) -> OperatorMustAct:
    """The error of an embedder; ``reason`` holds nothing secret."""
    return OperatorMustAct(
        "E_EMBEDDING_UNAVAILABLE",
        f"Texts cannot be embedded: {reason}.",
        "Memories are found by their words meanwhile. Check the language model's address and key.",
    )
