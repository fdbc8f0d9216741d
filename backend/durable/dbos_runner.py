"""The workflow that executes every run, and the tasks that are executing it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from dbos import DBOS
from pydantic import JsonValue, TypeAdapter

from agentpro.journal import RunBody, RunInput
from backend.durable.databases import unavailable
from backend.durable.dbos_engine import DbosEngine
from backend.durable.dbos_journal import DbosJournal, RunSupport
from backend.durable.queues import RunQueue
from backend.durable.records import Envelope, Recorder
from backend.durable.suspensions import Suspensions

_CLOSING_S = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    """What stops runs from going on."""

    suspensions: Suspensions
    next_step: str
    """What a person does when the database cannot be used."""
    confirm: Callable[[], Awaitable[None]]
    """Returns only if this process may still execute runs, else raises ``DatabaseUnavailable``."""


class DbosRunner:
    """Executes ``body`` for each run that DBOS hands out, and lets go of all of them on request."""

    def __init__(
        self,
        engine: DbosEngine,
        body: RunBody,
        recorder: Recorder,
        queues: Mapping[str, RunQueue],
        polling_s: float,
        guard: Guard,
    ) -> None:
        self._body = body
        self._inputs = TypeAdapter(RunInput)
        self._is_closing = False
        self._guard = guard
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        self._begun = asyncio.Event()
        self.workflow: Any = engine.register(self._execute)
        self._support = RunSupport(
            workflow=self.workflow,
            recorder=recorder,
            leaf_records=engine.leaf_records,
            queues=queues,
            polling_s=polling_s,
            is_closing=lambda: self._is_closing,
            suspend=self._suspend,
            came_to=guard.suspensions.came_to,
            confirm=guard.confirm,
        )

    def executing(self) -> frozenset[str]:
        """The ids of the runs that are being executed here."""
        return frozenset(self._tasks)

    async def until_over(self, graph_run_id: str, at_most_s: float) -> None:
        """Until an execution of the run here is over, or so long: it may go on elsewhere."""
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most_s):
                while (task := self._tasks.get(graph_run_id)) is None:
                    await self._begun.wait()
                await asyncio.wait({task})

    async def let_go(self) -> None:
        """Stop executing, without an outcome: the runs stay open."""
        self._is_closing = True
        tasks = set(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_CLOSING_S)

    async def _execute(self, recorded: dict[str, JsonValue]) -> Envelope:
        task, graph_run_id = asyncio.current_task(), DBOS.workflow_id
        assert task is not None
        assert graph_run_id is not None
        await self._replace(graph_run_id)
        self._tasks[graph_run_id] = task
        self._begun.set()
        self._begun = asyncio.Event()
        try:
            return await self._outcome(graph_run_id, recorded)
        finally:
            if self._tasks.get(graph_run_id) is task:
                del self._tasks[graph_run_id]

    async def _replace(self, graph_run_id: str) -> None:
        """End an execution of the same run that is still going on here: one at a time."""
        while (earlier := self._tasks.get(graph_run_id)) is not None:
            earlier.cancel()
            await asyncio.wait({earlier})

    async def _outcome(self, graph_run_id: str, recorded: dict[str, JsonValue]) -> Envelope:
        if self._is_closing:
            raise asyncio.CancelledError
        try:
            run = self._inputs.validate_python(recorded)
            journal = DbosJournal(graph_run_id, self._support)
            outcome = self._support.recorder.success(await self._body(run, journal))
            await self._guard.suspensions.end(graph_run_id)
            return outcome
        except Exception as error:
            if self._is_closing:
                raise asyncio.CancelledError from error
            await self._guard.suspensions.end(graph_run_id)
            return self._support.recorder.failure(error)

    def _suspend(self, graph_run_id: str, cause: Exception, position: int) -> None:
        reason = unavailable(cause, self._guard.next_step)
        self._guard.suspensions.suspend(graph_run_id, reason, position)
