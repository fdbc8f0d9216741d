"""The journal of one run, on the workflow that DBOS is executing."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID
from dbos import error as dbos_error
from pydantic import JsonValue

from agentpro.journal import JournalUnavailable, Leaf, RunChanged, RunInput
from backend.domain.errors import Bug
from backend.durable.databases import DATABASE_ERRORS
from backend.durable.leaf_records import LeafRecord, LeafRecords
from backend.durable.queues import RunQueue, place_in
from backend.durable.records import Envelope, Recorder, opened, strict_json
from backend.durable.serializer import NotRecorded

T = TypeVar("T")
_inside_leaf: ContextVar[bool] = ContextVar("inside_leaf", default=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class RunSupport:
    """What every journal needs from the host that runs live in."""

    workflow: Any
    """The registered workflow, which executes any run."""
    recorder: Recorder
    leaf_records: LeafRecords
    queues: Mapping[str, RunQueue]
    polling_s: float
    is_closing: Callable[[], bool]
    suspend: Callable[[str, Exception, int], None]
    """Told when a record fails under a run, and after how many: it cannot go on for now."""
    came_to: Callable[[str, int], Awaitable[None]]
    """Told how many records of a run have been read or written."""
    confirm: Callable[[], Awaitable[None]]
    """Asked before a leaf is run; raises one of ``DATABASE_ERRORS`` if others may run it."""


class DbosJournal:
    """A ``RunJournal``: leaves have records of their own, waits and children are DBOS's."""

    def __init__(self, graph_run_id: str, support: RunSupport) -> None:
        self._graph_run_id = graph_run_id
        self._support = support
        self._asked = 0
        self._position = 0
        self._recorded: Mapping[int, LeafRecord] | None = None

    @property
    def graph_run_id(self) -> str:
        """See the protocol."""
        return self._graph_run_id

    async def step(self, key: str, body: Leaf) -> JsonValue:
        """See the protocol."""
        return opened(await self._answered(key, partial(self._leaf, key, body)))

    async def _leaf(self, key: str, body: Leaf, place: int) -> Envelope:
        recorded = await self._records()
        if place in recorded:
            return json.loads(recorded[place].value)
        _require_in_time(key, place, recorded.values())
        envelope = await self._performed(body)
        record = LeafRecord(place, key, strict_json(envelope))
        await self._support.leaf_records.write(self._graph_run_id, record)
        return envelope

    async def _performed(self, body: Leaf) -> Envelope:
        inside = _inside_leaf.set(True)
        try:
            await self._support.confirm()
            return self._support.recorder.success(await body())
        except (JournalUnavailable, *DATABASE_ERRORS):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, a replay must see the same
            return self._support.recorder.failure(error)
        finally:
            _inside_leaf.reset(inside)

    async def wait(self, key: str, topic: str, timeout_s: float) -> JsonValue:
        """See the protocol."""
        return await self._answered(
            key, lambda _: DBOS.recv_async(topic, timeout_seconds=timeout_s)
        )

    async def child(
        self, key: str, child_run_id: str, run: RunInput, queue: str | None
    ) -> JsonValue:
        """See the protocol; ``queue`` is ``name``, or ``name/owner`` for a limit per owner.

        Raises:
            Bug: ``E_QUEUE_UNKNOWN``.
        """
        return opened(await self._answered(key, lambda _: self._child(child_run_id, run, queue)))

    async def _child(self, child_run_id: str, run: RunInput, queue: str | None) -> Envelope:
        workflow, recorded = self._support.workflow, self._support.recorder.run_input(run)
        if queue is None:
            with SetWorkflowID(child_run_id):
                handle = await DBOS.start_workflow_async(workflow, recorded)
        else:
            name, owner = place_in(self._support.queues, queue)
            with SetWorkflowID(child_run_id), SetEnqueueOptions(queue_partition_key=owner):
                handle = await DBOS.enqueue_workflow_async(name, workflow, recorded)
        return await handle.get_result(polling_interval_sec=self._support.polling_s)

    async def _answered(self, key: str, call: Callable[[int], Awaitable[T]]) -> T:
        """What ``call`` gives, in the run's turn; it is told its place among all that was asked."""
        if _inside_leaf.get():
            raise _nested(key)
        place, self._asked = self._asked, self._asked + 1
        try:
            await self._require_unchanged(key, place)
            value = await call(place)
        except NotRecorded as error:
            self._support.suspend(self._graph_run_id, error.cause, self._position)
            raise
        except (JournalUnavailable, *DATABASE_ERRORS) as error:
            self._support.suspend(self._graph_run_id, error, self._position)
            raise asyncio.CancelledError from error
        except dbos_error.DBOSUnexpectedStepError as error:
            raise RunChanged(key, error.inputs[-1]) from error
        except RunChanged:
            raise
        except Exception as error:
            # An engine that is being taken down fails in many ways, and none is the run's own.
            if self._support.is_closing():
                raise asyncio.CancelledError from error
            raise
        self._position += 1
        await self._support.came_to(self._graph_run_id, self._position)
        return value

    async def _require_unchanged(self, key: str, place: int) -> None:
        """Where a leaf is recorded, the same one must be asked for."""
        found = (await self._records()).get(place)
        if found is not None and found.leaf_key != key:
            raise RunChanged(key, found.leaf_key)

    async def _records(self) -> Mapping[int, LeafRecord]:
        """What this run's leaves gave before this process took it up, by their places."""
        if self._recorded is None:
            found = await self._support.leaf_records.of_run(self._graph_run_id)
            self._recorded = {record.place: record for record in found}
        return self._recorded


def _require_in_time(key: str, place: int, recorded: Iterable[LeafRecord]) -> None:
    """What is new comes after all that is recorded, but for leaves of its own visit: those may go
    on side by side, so that a later one can be recorded before.
    """
    visit = key.rpartition(":")[0]
    for record in recorded:
        is_later = record.place > place and record.leaf_key.rpartition(":")[0] != visit
        if is_later or record.leaf_key == key:
            raise RunChanged(key, record.leaf_key)


def _nested(key: str) -> Bug:
    return Bug(
        "E_JOURNAL_NESTED",
        f"The journal was used inside a leaf, for {key!r}.",
        "Report this: only leaves are steps, and a leaf does its work without the journal.",
    )
