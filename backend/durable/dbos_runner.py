"""The workflow that executes every run, and the tasks that are executing it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from dbos import DBOS
from pydantic import JsonValue, TypeAdapter

from agentpro.journal import RunBody, RunInput
from backend.domain.errors import OperatorMustAct
from backend.durable.dbos_engine import DbosEngine, unavailable
from backend.durable.dbos_journal import DbosJournal, RunSupport
from backend.durable.queues import RunQueue
from backend.durable.records import Envelope, Recorder

_CLOSING_S = 5.0


class DbosRunner:
    """Executes ``body`` for each run that DBOS hands out, and lets go of all of them on request."""

    def __init__(
        self,
        engine: DbosEngine,
        body: RunBody,
        recorder: Recorder,
        queues: Mapping[str, RunQueue],
        polling_s: float,
    ) -> None:
        self._body = body
        self._inputs = TypeAdapter(RunInput)
        self._is_closing = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._suspended: dict[str, OperatorMustAct] = {}
        self.workflow: Any = engine.register(self._execute)
        self._support = RunSupport(
            workflow=self.workflow,
            recorder=recorder,
            queues=queues,
            polling_s=polling_s,
            is_closing=lambda: self._is_closing,
            suspend=self._suspend,
        )

    def suspended(self, graph_run_id: str) -> OperatorMustAct | None:
        """Why a run that is still open does not go on in this process."""
        return self._suspended.get(graph_run_id)

    async def let_go(self) -> None:
        """Stop executing, without an outcome: the runs stay open."""
        self._is_closing = True
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=_CLOSING_S)

    async def _execute(self, recorded: dict[str, JsonValue]) -> Envelope:
        task, graph_run_id = asyncio.current_task(), DBOS.workflow_id
        assert task is not None
        assert graph_run_id is not None
        self._tasks.add(task)
        try:
            return await self._outcome(graph_run_id, recorded)
        finally:
            self._tasks.discard(task)

    async def _outcome(self, graph_run_id: str, recorded: dict[str, JsonValue]) -> Envelope:
        if self._is_closing:
            raise asyncio.CancelledError
        try:
            run = self._inputs.validate_python(recorded)
            journal = DbosJournal(graph_run_id, self._support)
            return self._support.recorder.success(await self._body(run, journal))
        except Exception as error:
            if self._is_closing:
                raise asyncio.CancelledError from error
            return self._support.recorder.failure(error)

    def _suspend(self, graph_run_id: str, cause: Exception) -> None:
        self._suspended[graph_run_id] = unavailable(cause)
