"""An answer to a question, and where it comes from."""

from dataclasses import dataclass
from typing import Literal

Topic = Literal["plan", "verdict", "outcome", "memory", "general"]
"""Which agent answers: planner, compliance, validator, or the orchestrator for the last two."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """A text for people, in the little Markdown that the page and the command line share."""

    text: str
    topic: Topic
    references: tuple[str, ...] = ()
    """Ids of runs, deployments, approvals and memories that the text rests on."""
