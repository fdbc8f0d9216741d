"""A message that was understood, and the reply to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.agents.interpreter import Reading, Step
from backend.domain.conversations.turns import Need, Suggestion
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.approval import Actor
from backend.domain.secrets import Secret
from backend.runs.conversation.known.session_log import SessionLog
from backend.runs.places import RunPlace


@dataclass(frozen=True, kw_only=True, slots=True)
class PendingWish:
    """An operation that waits for the values of the slots in ``missing``."""

    steps: tuple[Step, ...]
    missing: tuple[str, ...]

    def as_context(self) -> dict[str, object]:
        """What the interpreter must know to take a bare value for an answer."""
        return {"awaiting_slot": self.missing[0], "pending_action": self.steps[0].action}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """Who said what, and the place for a run that comes of it."""

    actor: Actor
    text: str
    """Without secrets."""
    reading: Reading
    place: RunPlace
    values: Mapping[str, Secret] = field(default_factory=dict[str, Secret])
    """The values of environment variables that stood in the message."""
    pending: PendingWish | None = None
    """What the assistant asked about just before."""
    known: SessionLog = field(default_factory=SessionLog)
    """What the conversation had come to when the message came."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What the assistant says, before it has its place in the log."""

    text: str
    graph_run_id: GraphRunId | None = None
    suggestions: tuple[Suggestion, ...] = ()
    needs: Need | None = None
    is_final: bool = False
    pending: PendingWish | None = None
    """What the text asks about."""
