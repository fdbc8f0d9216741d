"""Leaves: the one way from a run to its journal, and to its observers.

What runs inside a leaf reports failures as values, so an exception from here is a failure of the
journal itself. It is remembered: the engine must neither record anything after it nor take it for a
failure of a handler.
"""

import logging
from collections.abc import Mapping
from functools import partial

from pydantic import JsonValue

from agentpro.journal import JournalUnavailable, Leaf, RecordRefused, RunInput, RunJournal
from agentpro.observers import GraphEvent, Observer
from agentpro.run.places import Place

_log = logging.getLogger(__name__)


class Leaves:
    """One run's leaves."""

    __slots__ = ("_journal", "_observers", "failure", "graph_run_id")

    def __init__(self, journal: RunJournal, observers: tuple[Observer, ...]) -> None:
        self._journal = journal
        self._observers = observers
        self.graph_run_id = journal.graph_run_id
        self.failure: Exception | None = None

    async def step(self, key: str, body: Leaf) -> JsonValue:
        """The recorded value of the leaf ``key``."""
        try:
            return await self._journal.step(key, body)
        except Exception as error:
            self.failure = error
            raise

    async def wait(self, key: str, topic: str, timeout_s: float) -> JsonValue:
        """The next message on ``topic``, or ``None``."""
        try:
            return await self._journal.wait(key, topic, timeout_s)
        except Exception as error:
            self.failure = error
            raise

    async def child(self, key: str, child_run_id: str, run: RunInput, queue: str) -> JsonValue:
        """The result of a run of its own, started when ``queue`` allows it."""
        try:
            return await self._journal.child(key, child_run_id, run, queue)
        except Exception as error:
            self.failure = error
            raise

    async def record(
        self,
        key: str,
        event_type: str,
        status: str,
        place: Place | None,
        payload: Mapping[str, JsonValue],
    ) -> None:
        """Record that something happened; the first time, tell the observers."""
        body = partial(self.tell, key, event_type, status, place, payload)
        await self.step(key, body if self._observers else _nobody_to_tell)

    async def tell(
        self,
        key: str,
        event_type: str,
        status: str,
        place: Place | None,
        payload: Mapping[str, JsonValue],
    ) -> None:
        """Tell every observer, from inside a leaf; one that fails keeps neither others nor the run
        from going on, unless it says that its record is part of the run's own.

        Raises:
            JournalUnavailable: an observer's own durable record cannot be written now.
            RecordRefused: it can never be written.
        """
        event = GraphEvent(
            event_id=key,
            event_type=event_type,
            graph_run_id=self.graph_run_id,
            node=place.name if place else None,
            role=place.node.role if place else None,
            phase=place.node.phase if place else None,
            status=status,
            payload=payload,
        )
        for observer in self._observers:
            try:
                await observer.observe(event)
            except (JournalUnavailable, RecordRefused):
                raise
            except Exception:  # noqa: BLE001 - telling must not decide about the run
                _log.exception("an observer failed at %s", key)


async def _nobody_to_tell() -> JsonValue:
    return None
