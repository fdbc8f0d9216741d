"""Carries the kills of a scenario out, one after the other, and knows which of them came about."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.chaos.harness.scenarios import Kill, Moment
from tests.chaos.harness.supervision import ServerProcess


@dataclass(slots=True)
class Executioner:
    """Watches over one server: the first kill that is left is the one being waited for."""

    server: ServerProcess
    carried_out: list[Kill] = field(default_factory=list[Kill])
    _left: deque[Kill] = field(default_factory=deque[Kill])
    _timer: asyncio.TimerHandle | None = None
    _is_struck: bool = False

    def begin(self, kills: Sequence[Kill]) -> None:
        """From here on, until :meth:`end`."""
        self.carried_out = []
        self._left = deque(kills)
        self.server.died = self._died
        self.server.restarted = lambda: self.moment("restart")
        self._prepare()

    def moment(self, moment: Moment) -> None:
        """The run has come to a moment that the next kill may be waiting for."""
        if self._left and self._left[0].moment == moment and self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._left[0].delay_s, self._strike)

    def end(self) -> tuple[Kill, ...]:
        """No more kills; those that were not carried out."""
        self._stop_timer()
        self.server.trigger.arm(None)
        left = tuple(self._left)
        self._left.clear()
        return left

    def _prepare(self) -> None:
        if self._left and self._left[0].death is not None:
            self.server.trigger.arm(self._left[0].death)

    def _strike(self) -> None:
        self._is_struck = True
        self.server.kill()

    def _died(self) -> None:
        was_triggered = bool(self._left) and self._left[0].moment == "write"
        if self._left and (self._is_struck or (was_triggered and not self.server.trigger.is_armed)):
            self.carried_out.append(self._left.popleft())
        self._is_struck = False
        self._stop_timer()
        self._prepare()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
