"""The frames of ``/ws/agent``: what a page sends, and what it is sent. All are JSON texts.

A command of a client may carry a ``request_id``, which its answer (``accepted`` or ``refused``)
repeats.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from backend.domain.commands import (
    AnswerIntake,
    CancelRun,
    DecideApproval,
    SendMessage,
    StartRollback,
)
from backend.domain.events import Event
from backend.domain.identifiers import SessionId, Value

LARGEST_FRAME = 65_536
"""Bytes; a larger frame ends the connection."""

RequestId = Annotated[str, Field(min_length=1, max_length=64)]


class Subscribe(Value):
    """Send the events behind ``after_sequence``, then those to come.

    ``epoch`` is the one that the client's events are from; a log of another epoch is sent whole.
    """

    type: Literal["subscribe"] = "subscribe"
    request_id: RequestId | None = None
    after_sequence: int = Field(default=0, ge=0)
    epoch: str | None = Field(default=None, max_length=64)


class SendMessageFrame(SendMessage):
    """The command ``send_message`` on the socket."""

    request_id: RequestId | None = None


class AnswerIntakeFrame(AnswerIntake):
    """The command ``answer_intake`` on the socket."""

    request_id: RequestId | None = None


class DecideApprovalFrame(DecideApproval):
    """The command ``decide_approval`` on the socket."""

    request_id: RequestId | None = None


class CancelRunFrame(CancelRun):
    """The command ``cancel_run`` on the socket."""

    request_id: RequestId | None = None


class StartRollbackFrame(StartRollback):
    """The command ``start_rollback`` on the socket."""

    request_id: RequestId | None = None


ClientFrame = Annotated[
    Subscribe
    | SendMessageFrame
    | AnswerIntakeFrame
    | DecideApprovalFrame
    | CancelRunFrame
    | StartRollbackFrame,
    Field(discriminator="type"),
]
CLIENT_FRAMES: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)


class Connected(Value):
    """The first frame, and the answer to a subscription with a stale ``epoch``."""

    type: Literal["connected"] = "connected"
    session_id: SessionId
    epoch: str
    """Changes when the log was reset: what a client has of another epoch is void."""
    last_sequence: int


class EventFrame(Value):
    """One event of the session, with its ``sequence``."""

    type: Literal["event"] = "event"
    event: Event


class Accepted(Value):
    """The command with that ``request_id`` was taken; what follows from it comes as events."""

    type: Literal["accepted"] = "accepted"
    request_id: RequestId


class Refused(Value):
    """A frame that was not acted on. ``fields`` says which values of a form are wrong, and why."""

    type: Literal["refused"] = "refused"
    request_id: RequestId | None
    error_code: str
    message: str
    next_step: str
    fields: dict[str, str] = Field(default_factory=dict[str, str])


class TurnPiece(Value):
    """More of a reply that is being written; it has no sequence and is stored nowhere.

    The ``turn_added`` with the same ``turn_id`` takes the place of all of them.
    """

    type: Literal["turn_piece"] = "turn_piece"
    turn_id: str
    text: str
    is_void: bool = False
    """Nothing shown of this turn so far counts any more; ``text`` is empty then."""


ServerFrame = Annotated[
    Connected | EventFrame | Accepted | Refused | TurnPiece,
    Field(discriminator="type"),
]
SERVER_FRAMES: TypeAdapter[ServerFrame] = TypeAdapter(ServerFrame)
