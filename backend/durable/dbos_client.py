"""What a host asks of a launched DBOS from outside its workflows."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from dbos import DBOS, SetWorkflowID, WorkflowStatus, WorkflowStatusString, error
from pydantic import JsonValue

from backend.domain.errors import Bug, UserCanFix
from backend.durable.databases import DATABASE_ERRORS, unavailable
from backend.durable.dbos_engine import WORKFLOW_NAME
from backend.durable.leaf_records import LeafRecords
from backend.durable.queues import RunQueue
from backend.durable.records import Envelope
from backend.durable.serializer import EngineFailure

_OPEN = [
    WorkflowStatusString.PENDING.value,
    WorkflowStatusString.ENQUEUED.value,
    WorkflowStatusString.DELAYED.value,
]
_ENDED = [each.value for each in WorkflowStatusString if each.value not in _OPEN]
_BATCH = 500


class DbosClient:
    """Starts runs, writes to them, and asks about them.

    A failure of the database is an ``OperatorMustAct`` with ``E_STORE_UNAVAILABLE``.
    """

    def __init__(self, workflow: Any, leaf_records: LeafRecords, next_step: str) -> None:
        self._workflow = workflow
        self._leaf_records = leaf_records
        self._next_step = next_step

    async def declare(self, queues: Iterable[RunQueue], polling_s: float) -> None:
        """Make the queues known to DBOS, or give them their new limits."""
        for queue in queues:
            with self._explained():
                await DBOS.register_queue_async(
                    queue.name,
                    global_concurrency=queue.at_once,
                    partition_limiter={"limit": queue.starts_per_minute, "period": 60.0},
                    polling_interval_sec=polling_s,
                    on_conflict="always_update",
                )

    async def start(self, graph_run_id: str, recorded: dict[str, JsonValue]) -> None:
        """Start a run; one with this id that exists already stays as it is."""
        with self._explained(), SetWorkflowID(graph_run_id):
            await DBOS.start_workflow_async(self._workflow, recorded)

    async def send(
        self, graph_run_id: str, topic: str, message: JsonValue, idempotency_key: str
    ) -> None:
        """Put a message into a mailbox, once for each key.

        Raises:
            UserCanFix: ``E_RUN_UNKNOWN``.
        """
        try:
            with self._explained():
                await DBOS.send_async(graph_run_id, message, topic, idempotency_key=idempotency_key)
        except error.DBOSNonExistentWorkflowError as unknown:
            raise _unknown(graph_run_id) from unknown

    async def outcome(self, graph_run_id: str) -> Envelope | None:
        """How a run has ended, or ``None`` as long as it is open.

        Raises:
            UserCanFix: ``E_RUN_UNKNOWN``.
            Bug: ``E_RUN_BROKEN`` if the engine has given it up.
        """
        with self._explained():
            status = await DBOS.get_workflow_status_async(graph_run_id)
        if status is None:
            raise _unknown(graph_run_id)
        if status.status in _OPEN:
            return None
        # What cannot be read comes back as its raw text.
        if status.status != WorkflowStatusString.SUCCESS.value or isinstance(status.output, str):
            raise _broken(status)
        return cast("Envelope", status.output)

    async def unfinished(self) -> tuple[str, ...]:
        """The ids of all open runs, oldest first."""
        with self._explained():
            found = await DBOS.list_workflows_async(
                name=WORKFLOW_NAME, status=_OPEN, load_input=False, load_output=False
            )
        return tuple(status.workflow_id for status in found)

    async def pending_at(self, executor_id: str) -> frozenset[str]:
        """The ids of the runs that this executor has begun and not ended."""
        with self._explained():
            found = await DBOS.list_workflows_async(
                name=WORKFLOW_NAME,
                status=WorkflowStatusString.PENDING.value,
                executor_id=executor_id,
                load_input=False,
                load_output=False,
            )
        return frozenset(status.workflow_id for status in found)

    async def execute_again(self, graph_run_id: str) -> None:
        """Put up for execution a run that is open, but that nobody executes."""
        with self._explained():
            await DBOS.resume_workflow_async(graph_run_id)

    async def purge_finished(self, before: datetime) -> int:
        """Delete the rows of all runs that ended before, with their children; how many runs."""
        deleted = 0
        with self._explained():
            while ended := await self._ended(before):
                await DBOS.delete_workflows_async(
                    [status.workflow_id for status in ended], delete_children=True
                )
                deleted += len(ended)
            if deleted:
                await self._leaf_records.forget_purged()
        return deleted

    async def _ended(self, before: datetime) -> Sequence[WorkflowStatus]:
        return await DBOS.list_workflows_async(
            name=WORKFLOW_NAME,
            status=_ENDED,
            completed_before=before.isoformat(),
            has_parent=False,
            limit=_BATCH,
            load_input=False,
            load_output=False,
        )

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except DATABASE_ERRORS as cause:
            raise unavailable(cause, self._next_step) from cause


def _unknown(graph_run_id: str) -> UserCanFix:
    return UserCanFix(
        "E_RUN_UNKNOWN",
        f"There is no run {graph_run_id}.",
        "Look up the id with `copilot runs list`.",
    )


def _broken(status: WorkflowStatus) -> Bug:
    reason = status.error if isinstance(status.error, EngineFailure) else status.status
    return Bug(
        "E_RUN_BROKEN",
        f"The engine has given up the run {status.workflow_id}: {reason}.",
        "Report this with the id of the run; what it applied is listed in its journal.",
    )
