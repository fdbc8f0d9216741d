"""The journal protocol: all that the engine needs from a durable back end.

A run is ordinary code that is replayed after a crash. What it observes from outside goes through
its journal, which answers a replay with what was recorded the first time. Only leaves are steps: a
body given to :meth:`RunJournal.step` must not use the journal again.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue

from agentpro.errors import JournalError

Leaf = Callable[[], Awaitable[JsonValue]]


class JournalUnavailable(Exception):
    """Raised by a leaf, or by an observer, whose own durable record cannot be written now.

    Nothing is recorded of the leaf: the run is suspended, and continued when that can be done.
    """


class RecordRefused(JournalError):
    """Raised by an observer whose own durable record of an event can never be written.

    The run is ended and says so: to wait would not help, and nobody could follow it further.
    """

    def __init__(self, event_type: str, cause: Exception) -> None:
        super().__init__(
            "RECORD_REFUSED",
            f"{event_type} could not be recorded: {type(cause).__name__}.",
            "Report this with the run's id. What it applied is in its journal: see `runs undo`.",
        )


class RunChanged(JournalError):
    """A replay asked for something else than the run did the first time.

    The code of a handler was changed under a run in flight: what is recorded answers other
    questions, so that the run cannot go on. Nothing was done for what was asked.
    """

    def __init__(self, asked: str, recorded: str) -> None:
        super().__init__(
            "RUN_CHANGED",
            f"The program asked for {asked!r} where this run had done {recorded!r}: its code was "
            "changed while the run was in flight.",
            "Nothing was sent. Continue with the release that the run began with, or undo it.",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class RunInput:
    """What a run is started with; stored as data, so that a release never touches runs in flight.

    ``graph`` is the whole definition (``GraphDefinition`` as JSON), ``inputs`` the caller's values.
    ``fork`` says where a forked run begins (``ForkPoint`` as JSON); ``None`` begins at the start.
    """

    schema_version: int
    graph: dict[str, JsonValue]
    inputs: dict[str, JsonValue]
    fork: dict[str, JsonValue] | None = None


class RunJournal(Protocol):
    """One run's view of its durable record.

    A replay has to ask for the same keys in the same order; where it does not, every method raises
    :class:`RunChanged` and does nothing.
    """

    @property
    def graph_run_id(self) -> str:
        """The id of the run that this journal records."""
        ...

    async def step(self, key: str, body: Leaf) -> JsonValue:
        """The recorded value of ``key``; the first time, or after a crash in it, ``body`` is run.

        A body runs at least once and its value is recorded exactly once. It reports expected
        failures as values: an exception that leaves it ends the run.
        """
        ...

    async def wait(self, key: str, topic: str, timeout_s: float) -> JsonValue:
        """The next message on ``topic``, or ``None`` after ``timeout_s`` seconds.

        A wait survives restarts. ``timeout_s=0`` asks without waiting.
        """
        ...

    async def child(
        self, key: str, child_run_id: str, run: RunInput, queue: str | None
    ) -> JsonValue:
        """Start (once) a run of its own and return its result.

        ``queue`` is ``None``, ``name``, or ``name/owner``; the run then starts when the limit of
        that queue, per owner, allows it.
        """
        ...


class RunHost(Protocol):
    """Starts runs, and talks to them from outside."""

    async def start(self, graph_run_id: str, run: RunInput) -> None:
        """Start a run; a second call with the same id changes nothing."""
        ...

    async def send(
        self, graph_run_id: str, topic: str, message: JsonValue, idempotency_key: str
    ) -> None:
        """Put a message into a run's mailbox; a repeated ``idempotency_key`` delivers once."""
        ...

    async def result(self, graph_run_id: str) -> JsonValue:
        """Wait for a run to end and return its final value."""
        ...

    async def unfinished(self) -> tuple[str, ...]:
        """The ids of runs that have not ended, oldest first."""
        ...


RunBody = Callable[[RunInput, RunJournal], Awaitable[JsonValue]]
"""What a host executes for each run: the engine, joined with its handlers by the composition root.
"""
