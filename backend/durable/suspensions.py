"""Runs that cannot go on because something cannot be recorded, and who is told of it."""

import asyncio
import logging
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from backend.domain.errors import OperatorMustAct

_PATIENCE_S = 3.0
"""A listener that hangs must not keep the host from its other duties."""
_log = logging.getLogger(__name__)


class PauseListener(Protocol):
    """Tells people of a pause. What it raises is logged, and it is asked again later."""

    async def paused(self, graph_run_id: str, reason: OperatorMustAct) -> None:
        """The run is open, but does not go on until its records can be written."""
        ...

    async def resumed(self, graph_run_id: str) -> None:
        """The run goes on, or has ended."""
        ...


class LoggedPauses:
    """Says it in the log of the process alone."""

    async def paused(self, graph_run_id: str, reason: OperatorMustAct) -> None:
        """See the protocol."""
        _log.warning("run %s is paused: %s", graph_run_id, reason)

    async def resumed(self, graph_run_id: str) -> None:
        """See the protocol."""
        _log.warning("run %s goes on", graph_run_id)


@dataclass(frozen=True, slots=True)
class _Suspension:
    reason: OperatorMustAct
    position: int


class Suspensions:
    """Which runs are suspended, and up to where each of them had come."""

    def __init__(self, listener: PauseListener) -> None:
        self._listener = listener
        self._open: dict[str, _Suspension] = {}
        self._told: set[str] = set()

    def suspend(self, graph_run_id: str, reason: OperatorMustAct, position: int) -> None:
        """The run stopped after ``position`` records."""
        self._open[graph_run_id] = _Suspension(reason, position)

    async def came_to(self, graph_run_id: str, position: int) -> None:
        """The run has ``position`` records, read or written; beyond the old ones it goes on."""
        suspension = self._open.get(graph_run_id)
        if suspension is not None and position > suspension.position:
            await self.end(graph_run_id)

    async def end(self, graph_run_id: str) -> None:
        """The run is not suspended any more, if it was; that is told before anything else of it."""
        self._open.pop(graph_run_id, None)
        if graph_run_id in self._told:
            with _logged(graph_run_id):
                async with asyncio.timeout(_PATIENCE_S):
                    await self._tell_resumed(graph_run_id)

    def end_all(self) -> None:
        """No run is suspended any more."""
        self._open.clear()

    def reason(self, graph_run_id: str) -> OperatorMustAct | None:
        """Why a run that is open does not go on in this process."""
        suspension = self._open.get(graph_run_id)
        return suspension.reason if suspension is not None else None

    def runs(self) -> frozenset[str]:
        """The ids of all that are suspended."""
        return frozenset(self._open)

    async def tell(self) -> None:
        """Tell what has not been told yet; a pause that is over by now is not mentioned."""
        with _logged("pauses"):
            async with asyncio.timeout(_PATIENCE_S):
                await self._tell_all()

    async def _tell_all(self) -> None:
        for graph_run_id, suspension in list(self._open.items()):
            if graph_run_id not in self._told:
                with _logged(graph_run_id):
                    await self._listener.paused(graph_run_id, suspension.reason)
                    self._told.add(graph_run_id)
        for graph_run_id in self._told - self._open.keys():
            with _logged(graph_run_id):
                await self._tell_resumed(graph_run_id)

    async def _tell_resumed(self, graph_run_id: str) -> None:
        """Once, although the run and the host may both be about to tell it."""
        if graph_run_id not in self._told:
            return
        self._told.discard(graph_run_id)
        try:
            await self._listener.resumed(graph_run_id)
        except BaseException:
            self._told.add(graph_run_id)
            raise


@contextmanager
def _logged(what: str) -> Generator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - nothing that tells may stop what continues runs
        _log.warning("%s: a pause cannot be told yet: %s", what, str(error) or "no answer")
