"""The journal in memory: the twin of a durable back end, for tests and for runs that need not
survive.

It keeps what a durable back end keeps, as JSON text, and can lose everything else:
:meth:`MemoryRunHost.restart` drops the running code and replays it over the records.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from agentpro.errors import JournalError
from agentpro.journal import Leaf, RunBody, RunChanged, RunInput
from agentpro.memory_queues import MemoryQueues

Moment = Literal["before", "unrecorded", "recorded"]
"""Around a leaf: before its body, after its body and before its record, after its record."""
Interruption = Callable[[str, Moment], None]
"""Called at every moment of every leaf with its key; may raise :class:`Crash`."""


class Crash(BaseException):
    """The process ends here, as far as the run can tell.

    Not an ``Exception``, so that no handler takes it for a failure of its own.
    """


class RunFailed(JournalError):
    """An exception left the run; there is no final value."""


@dataclass(kw_only=True, slots=True)
class _Record:
    """What would survive a crash."""

    run: RunInput
    values: dict[str, JsonValue | bytes] = field(default_factory=dict[str, JsonValue | bytes])
    """By key; containers as JSON text, so that nobody can change what was recorded."""
    places: dict[int, str] = field(default_factory=dict[int, str])
    """The key that was asked for first, second, … of those that are recorded."""
    deadlines: dict[str, float] = field(default_factory=dict[str, float])
    mailbox: defaultdict[str, deque[JsonValue | bytes]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    delivered: set[str] = field(default_factory=set[str])
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, and replaced, whenever a wait may have to look again."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    value: JsonValue | bytes = None
    failure: Exception | None = None

    def wake(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()


class _Journal:
    """One life of a run: from its start, or a restart, to its end or a crash."""

    def __init__(self, graph_run_id: str, record: _Record, host: "MemoryRunHost") -> None:
        self._id = graph_run_id
        self._record = record
        self._host = host
        self._interruption = host.interruption
        self._asked = 0
        self.is_over = False

    @property
    def graph_run_id(self) -> str:
        return self._id

    async def step(self, key: str, body: Leaf) -> JsonValue:
        values = self._record.values
        place = self._place_of(key)
        if key in values:
            return _thawed(values[key])
        self._refuse_nesting(key)
        self._at(key, "before")
        within = _leaf_of.set(self)
        try:
            value = await body()
        finally:
            _leaf_of.reset(within)
        self._at(key, "unrecorded")
        values[key] = _frozen(value)
        self._record.places[place] = key
        self._at(key, "recorded")
        return value

    async def wait(self, key: str, topic: str, timeout_s: float) -> JsonValue:
        record = self._record
        place = self._place_of(key)
        if key not in record.values:
            self._refuse_nesting(key)
            self._at(key, "before")
            deadline = record.deadlines.setdefault(key, self._host.now() + timeout_s)
            record.values[key] = await self._message(topic, deadline)
            record.places[place] = key
            self._at(key, "recorded")
        return _thawed(record.values[key])

    async def child(
        self, key: str, child_run_id: str, run: RunInput, queue: str | None
    ) -> JsonValue:
        place = self._place_of(key)
        if key not in self._record.values:
            self._refuse_nesting(key)
            self._at(key, "before")
            await self._host.start_child(child_run_id, run, queue)
            self._record.values[key] = _frozen(await self._host.result(child_run_id))
            self._record.places[place] = key
            self._at(key, "recorded")
        return _thawed(self._record.values[key])

    def _place_of(self, key: str) -> int:
        """How many were asked for before; refused if that place is another's."""
        place = self._asked
        recorded = self._record.places.get(place, key)
        if recorded != key:
            raise RunChanged(key, recorded)
        self._asked += 1
        return place

    async def _message(self, topic: str, deadline: float) -> JsonValue | bytes:
        while True:
            if self._record.mailbox[topic]:
                return self._record.mailbox[topic].popleft()
            left = deadline - self._host.now()
            if left <= 0:
                return None
            try:
                async with asyncio.timeout(left):
                    await self._record.changed.wait()
            except TimeoutError:
                continue

    def _at(self, key: str, moment: Moment) -> None:
        if self.is_over:
            raise Crash
        if self._interruption is not None:
            self._interruption(key, moment)

    def _refuse_nesting(self, key: str) -> None:
        if _leaf_of.get() is self:
            message = f"The leaf {key!r} was used inside another leaf."
            raise JournalError("LEAF_NESTED", message, "Use leaves one after the other.")


_leaf_of: ContextVar[_Journal | None] = ContextVar("_leaf_of", default=None)
"""The journal whose leaf is being run: a leaf in a leaf would not be recorded by a durable back
end.
"""


class MemoryRunHost:
    """A :class:`agentpro.journal.RunHost` over one body, in one event loop.

    ``queues`` says how many child runs each owner may start per minute in the queue of a name; a
    queue that is not named there is not limited.
    """

    def __init__(
        self,
        body: RunBody,
        interruption: Interruption | None = None,
        *,
        queues: Mapping[str, int] | None = None,
    ) -> None:
        self._body = body
        self._queues = MemoryQueues(queues or {}, self.now)
        self._records: dict[str, _Record] = {}
        self._lives: dict[str, tuple[_Journal, asyncio.Task[None]]] = {}
        self._skipped_s = 0.0
        self.interruption = interruption

    def now(self) -> float:
        """Seconds on the clock that time-outs are measured with."""
        return asyncio.get_running_loop().time() + self._skipped_s

    async def start(self, graph_run_id: str, run: RunInput) -> None:
        """Start a run; a second call with the same id changes nothing."""
        if graph_run_id not in self._records:
            self._records[graph_run_id] = _Record(run=run)
            self._begin(graph_run_id)

    async def start_child(self, child_run_id: str, run: RunInput, queue: str | None) -> None:
        """Start a run for another one, when the limit of ``queue`` allows it."""
        if queue is not None and child_run_id not in self._records:
            await self._queues.until_free(queue)
            self._queues.note_start(queue)
        await self.start(child_run_id, run)

    async def send(
        self, graph_run_id: str, topic: str, message: JsonValue, idempotency_key: str
    ) -> None:
        """Put a message into a run's mailbox, once.

        Raises:
            JournalError: if there is no such run.
        """
        record = self._known(graph_run_id)
        if idempotency_key not in record.delivered:
            record.delivered.add(idempotency_key)
            record.mailbox[topic].append(_frozen(message))
            record.wake()

    async def result(self, graph_run_id: str) -> JsonValue:
        """Wait for a run to end, also over crashes and restarts.

        Raises:
            RunFailed: if an exception ended the run.
            JournalError: if there is no such run.
        """
        record = self._known(graph_run_id)
        await record.ended.wait()
        if record.failure is not None:
            raise RunFailed("RUN_FAILED", str(record.failure), "Read the log.") from record.failure
        return _thawed(record.value)

    async def unfinished(self) -> tuple[str, ...]:
        """The ids of runs that have not ended, oldest first."""
        return tuple(name for name, record in self._records.items() if not record.ended.is_set())

    async def restart(self) -> None:
        """Lose the running code, then run every unfinished run again over its record."""
        await self.close()
        for graph_run_id in await self.unfinished():
            self._begin(graph_run_id)

    async def crashed(self, graph_run_id: str) -> bool:
        """Wait until a run has ended or crashed; whether it needs a :meth:`restart`."""
        await asyncio.wait([self._lives[graph_run_id][1]])
        return not self._records[graph_run_id].ended.is_set()

    async def close(self) -> None:
        """Stop all running code; the records stay."""
        lives = list(self._lives.values())
        self._lives.clear()
        for journal, task in lives:
            journal.is_over = True
            task.cancel()
        await asyncio.gather(*(task for _, task in lives), return_exceptions=True)

    def advance(self, seconds: float) -> None:
        """Let time pass for all waits at once, without waiting."""
        self._skipped_s += seconds
        self._queues.look_again()
        for record in self._records.values():
            record.wake()

    def _known(self, graph_run_id: str) -> _Record:
        record = self._records.get(graph_run_id)
        if record is None:
            message = f"There is no run {graph_run_id!r}."
            raise JournalError("RUN_UNKNOWN", message, "Check the run's id.")
        return record

    def _begin(self, graph_run_id: str) -> None:
        journal = _Journal(graph_run_id, self._records[graph_run_id], self)
        task = asyncio.create_task(self._live(journal, self._records[graph_run_id]))
        self._lives[graph_run_id] = (journal, task)

    async def _live(self, journal: _Journal, record: _Record) -> None:
        try:
            record.value = _frozen(await self._body(record.run, journal))
        except Crash:
            journal.is_over = True
            return
        except Exception as failure:  # noqa: BLE001 - the host reports what ended a run, whatever it is
            record.failure = failure
        record.ended.set()


def _frozen(value: JsonValue) -> JsonValue | bytes:
    """A copy that cannot be changed: scalars as they are, containers as JSON text."""
    if isinstance(value, list | dict):
        return json.dumps(value, allow_nan=False).encode()
    return value


def _thawed(value: JsonValue | bytes) -> JsonValue:
    return json.loads(value) if isinstance(value, bytes) else value
