"""The journal of one run, on the workflow that DBOS is executing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID
from pydantic import JsonValue
from sqlalchemy.exc import DBAPIError

from agentpro.journal import JournalUnavailable, Leaf, RunInput
from backend.domain.errors import Bug
from backend.durable.queues import RunQueue, place_in
from backend.durable.records import Envelope, Recorder, opened

T = TypeVar("T")
_inside_leaf: ContextVar[bool] = ContextVar("inside_leaf", default=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class RunSupport:
    """What every journal needs from the host that runs live in."""

    workflow: Any
    """The registered workflow, which executes any run."""
    recorder: Recorder
    queues: Mapping[str, RunQueue]
    polling_s: float
    is_closing: Callable[[], bool]
    suspend: Callable[[str, Exception], None]
    """Told when the database fails under a run: this process cannot go on with it."""


class DbosJournal:
    """A ``RunJournal`` by position: a replay must ask for the same things in the same order."""

    def __init__(self, graph_run_id: str, support: RunSupport) -> None:
        self._graph_run_id = graph_run_id
        self._support = support

    @property
    def graph_run_id(self) -> str:
        """See the protocol."""
        return self._graph_run_id

    async def step(self, key: str, body: Leaf) -> JsonValue:
        """See the protocol."""

        async def leaf() -> Envelope:
            inside = _inside_leaf.set(True)
            try:
                return self._support.recorder.success(await body())
            except JournalUnavailable as error:
                self._support.suspend(self._graph_run_id, error)
                raise asyncio.CancelledError from error
            except Exception as error:  # noqa: BLE001 - whatever it is, a replay must see the same
                return self._support.recorder.failure(error)
            finally:
                _inside_leaf.reset(inside)

        return opened(await self._recorded(key, lambda: DBOS.run_step_async({"name": key}, leaf)))

    async def wait(self, key: str, topic: str, timeout_s: float) -> JsonValue:
        """See the protocol."""
        return await self._recorded(key, lambda: DBOS.recv_async(topic, timeout_seconds=timeout_s))

    async def child(
        self, key: str, child_run_id: str, run: RunInput, queue: str | None
    ) -> JsonValue:
        """See the protocol; ``queue`` is ``name``, or ``name/owner`` for a limit per owner.

        Raises:
            Bug: ``E_QUEUE_UNKNOWN``.
        """
        return opened(await self._recorded(key, lambda: self._child(child_run_id, run, queue)))

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

    async def _recorded(self, key: str, call: Callable[[], Awaitable[T]]) -> T:
        if _inside_leaf.get():
            raise _nested(key)
        try:
            return await call()
        except DBAPIError as error:
            self._support.suspend(self._graph_run_id, error)
            raise asyncio.CancelledError from error
        except Exception as error:
            # An engine that is being taken down fails in many ways, and none is the run's own.
            if self._support.is_closing():
                raise asyncio.CancelledError from error
            raise


def _nested(key: str) -> Bug:
    return Bug(
        "E_JOURNAL_NESTED",
        f"The journal was used inside a leaf, for {key!r}.",
        "Report this: only leaves are steps, and a leaf does its work without the journal.",
    )
