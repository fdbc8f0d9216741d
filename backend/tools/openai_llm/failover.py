"""Failover: the primary model, or the fallback while the primary is out, and who can see that."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from backend.domain.identifiers import Value
from backend.tools.openai_llm.turns import ModelTurns, TextSink, TurnAnswer, TurnFailed, TurnRequest

ATTEMPTS = 3
"""For one turn, over all models."""
PATIENCE = timedelta(seconds=60)
"""After so long no further attempt of a turn begins: a person waits, and has an answer without."""
REST = timedelta(seconds=60)
"""How long the primary is left alone after a failure that will pass."""
MOST_UNUSABLE = 3
"""Turns without a usable answer, one after the other, that are still taken for bad luck."""
_SHORTEST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 5.0


class ModelStatus(Value):
    """Which model answers. ``active_model`` is ``None`` when none does: only the interpreter works.

    ``since`` and ``reason`` say when and why the primary stopped; both are ``None`` while it works.
    """

    active_model: str | None
    is_degraded: bool
    since: datetime | None
    reason: str | None


class Failover:
    """Turns on the first of ``models`` that answers. What is wrong with a turn itself is not tried
    elsewhere.
    """

    def __init__(
        self,
        turns: ModelTurns,
        models: Sequence[str],
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._turns = turns
        self._models = tuple(models)
        self._clock = clock
        self._sleep = sleep
        self._rests_until: datetime | None = None
        self._unusable = 0
        self._status = ModelStatus(
            active_model=self._models[0], is_degraded=False, since=None, reason=None
        )

    @property
    def status(self) -> ModelStatus:
        """What the last turns have shown."""
        return self._status

    async def take(self, request: TurnRequest, sink: TextSink | None = None) -> TurnAnswer:
        """One turn in at most :data:`ATTEMPTS` attempts, none begun after :data:`PATIENCE`.

        Raises:
            TurnFailed: the last attempt's failure, or the first that no other model can help.
        """
        order, began = self._order(), self._clock()
        for attempt in range(ATTEMPTS):
            model = order[attempt % len(order)]
            try:
                answer = await self._turns.take(request, model, sink)
            except TurnFailed as failed:
                if sink is not None:
                    sink.take_back()
                self._note_failure(model, failed)
                is_last = attempt == ATTEMPTS - 1 or self._clock() - began >= PATIENCE
                if failed.blamed != "model" or is_last:
                    raise
                if attempt >= len(order) - 1:
                    await self._sleep(_pause_s(failed))
            else:
                self._note_answer(model)
                return answer
        raise AssertionError("the last attempt answers or raises")

    def note_silence(self, failed: TurnFailed) -> None:
        """Nobody was asked, because what must look at a message first gave no verdict."""
        self._degrade(None, failed.error.message)

    def _order(self) -> tuple[str, ...]:
        is_resting = self._rests_until is not None and self._clock() < self._rests_until
        return (*self._models[1:], self._models[0]) if is_resting else self._models

    def _note_failure(self, model: str, failed: TurnFailed) -> None:
        if failed.blamed == "turn":
            self._note_unusable(model, failed)
            return
        if model == self._models[0]:
            self._rests_until = self._clock() + REST
        self._degrade(None, failed.error.message)

    def _note_unusable(self, model: str, failed: TurnFailed) -> None:
        """A service that only ever talks nonsense, such as a page to sign in, is no model's."""
        self._unusable += failed.error.error_code == "E_MODEL_OUTPUT"
        if self._unusable >= MOST_UNUSABLE:
            self._degrade(model, failed.error.message)

    def _note_answer(self, model: str) -> None:
        self._unusable = 0
        if model != self._models[0]:
            self._degrade(model, self._status.reason or "The primary model rests.")
            return
        self._rests_until = None
        self._status = ModelStatus(active_model=model, is_degraded=False, since=None, reason=None)

    def _degrade(self, active_model: str | None, reason: str) -> None:
        self._status = ModelStatus(
            active_model=active_model,
            is_degraded=True,
            since=self._status.since or self._clock(),
            reason=reason,
        )


def _pause_s(failed: TurnFailed) -> float:
    return min(max(failed.retry_after_s or 0.0, _SHORTEST_PAUSE_S), _LONGEST_PAUSE_S)
