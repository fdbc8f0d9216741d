"""The person: asks, answers and looks over HTTP, from another process, whatever dies meanwhile."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TypeVar

from backend.api.client import RemoteCopilot, open_remote
from backend.api.owner import LOCAL_OWNER
from backend.api.server_file import ServerAddress
from backend.domain.commands import CancelRun, StartDeployment, StartOperation
from backend.domain.errors import CopilotError
from backend.domain.identifiers import GraphRunId
from backend.domain.views import ApprovalQuestion, RunView
from tests.chaos.harness.supervision import ServerProcess
from tests.journeys.journey import approval

T = TypeVar("T")
_PAUSE_S = 0.03
_SETTLED = frozenset({"REPLAY", "E_RUN_ENDED"})
"""An answer that is refused so was given before, or came too late."""


class Stuck(Exception):
    """The run did not end, or the server did not come back, within the time that it has."""


@dataclass(slots=True)
class Person:
    """Has one connection at a time to a server that may be another process the next moment."""

    server: ServerProcess
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _address: ServerAddress | None = None
    _copilot: RemoteCopilot | None = None

    async def ask(self, what: Callable[[RemoteCopilot], Awaitable[T]], until: float) -> T:
        """The answer of whichever server is there; asked again where the connection broke.

        ``until`` is a time of the monotonic clock; raises :class:`Stuck` after it.
        """
        while time.monotonic() < until:
            try:
                return await what(await self._connected())
            except CopilotError as error:
                if error.error_code != "E_SERVER_UNREACHABLE":
                    raise
            await asyncio.sleep(_PAUSE_S)
        raise Stuck

    async def start(self, command: StartOperation | StartDeployment, until: float) -> GraphRunId:
        """Start a run; one whose answer was lost is found among the runs, and else begun again."""
        known = await self._known(until)
        while time.monotonic() < until:
            try:
                return await _started(await self._connected(), command)
            except CopilotError as error:
                if error.error_code != "E_SERVER_UNREACHABLE":
                    raise
            new = [run_id for run_id in await self._known(until) if run_id not in known]
            if new:
                return new[0]
        raise Stuck

    async def answer(self, question: ApprovalQuestion) -> bool:
        """Say yes; whether it needs to be said no more."""
        try:
            copilot = await self._connected()
            await copilot.decide_approval(LOCAL_OWNER, approval(question))
        except CopilotError as error:
            if error.error_code == "E_SERVER_UNREACHABLE":
                return False
            if error.error_code not in _SETTLED:
                raise
        return True

    async def cancel(self, run_id: GraphRunId, until: float) -> None:
        command = CancelRun(graph_run_id=run_id)
        await self.ask(lambda copilot: copilot.cancel_run(LOCAL_OWNER, command), until)

    async def look(self, run_id: GraphRunId, until: float) -> RunView:
        return await self.ask(lambda copilot: copilot.run(run_id), until)

    async def close(self) -> None:
        await self._stack.aclose()

    async def _known(self, until: float) -> Collection[GraphRunId]:
        runs = await self.ask(lambda copilot: copilot.runs(3), until)
        return [run.graph_run_id for run in runs]

    async def _connected(self) -> RemoteCopilot:
        address = await self.server.serving()
        if address != self._address or self._copilot is None:
            await self._stack.aclose()
            self._stack = AsyncExitStack()
            self._copilot = await self._stack.enter_async_context(open_remote(address))
            self._address = address
        return self._copilot


async def _started(copilot: RemoteCopilot, command: StartOperation | StartDeployment) -> GraphRunId:
    if isinstance(command, StartOperation):
        return await copilot.start_operation(LOCAL_OWNER, command)
    return await copilot.start_deployment(LOCAL_OWNER, command)
