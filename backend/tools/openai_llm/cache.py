"""Answers to prompts that were asked before, word for word; the oldest are forgotten first."""

from collections import OrderedDict
from typing import Generic, TypeVar

MOST_ANSWERS = 256

V = TypeVar("V")


class AnswerCache(Generic[V]):
    """At most ``size`` answers by the digest of their prompt; those used last are kept longest."""

    def __init__(self, size: int = MOST_ANSWERS) -> None:
        self._size = size
        self._answers: OrderedDict[str, V] = OrderedDict()

    def find(self, digest: str) -> V | None:
        """The answer to the prompt with that digest."""
        if digest in self._answers:
            self._answers.move_to_end(digest)
        return self._answers.get(digest)

    def keep(self, digest: str, answer: V) -> None:
        """Remember an answer."""
        self._answers[digest] = answer
        self._answers.move_to_end(digest)
        while len(self._answers) > self._size:
            self._answers.popitem(last=False)
