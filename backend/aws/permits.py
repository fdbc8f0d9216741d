"""Permits: which AWS call may be made now.

A permit is asked once per API call, not per HTTP attempt, with the final parameters of the call.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from backend.aws.operations import is_read
from backend.domain.errors import Bug


@dataclass(frozen=True, kw_only=True, slots=True)
class BoundCall:
    """One API call with all its parameters, as the sealed step determines it."""

    service: str
    operation: str
    params: Mapping[str, Any]
    """JSON, and bytes where the operation takes a body."""


class Permit(Protocol):
    """Decides about one API call; raises to refuse it."""

    def spend(self, service: str, operation: str, params: Mapping[str, object]) -> None: ...


class ReadOnly:
    """Lets reads through, and nothing else."""

    def spend(
        self,
        service: str,
        operation: str,
        params: Mapping[str, object],  # noqa: ARG002 - a read may ask for anything
    ) -> None:
        """Refuse everything that the reviewed table does not call a read."""
        if not is_read(service, operation):
            raise refused(service, operation, "no approved step asks for it")


@dataclass(slots=True)
class OneCall:
    """Lets exactly one bound call through, once, and no read."""

    call: BoundCall
    _is_spent: bool = field(default=False, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def spend(self, service: str, operation: str, params: Mapping[str, object]) -> None:
        """Refuse another operation, other parameters, or a second call."""
        if (service, operation) != (self.call.service, self.call.operation):
            raise refused(service, operation, f"the step in hand is {self.call.operation}")
        if dict(params) != dict(self.call.params):
            raise refused(service, operation, "its parameters are not those of the approved step")
        with self._lock:
            if self._is_spent:
                raise refused(service, operation, "the approved call was already made")
            self._is_spent = True


def refused(service: str, operation: str, why: str) -> Bug:
    """The error of a call that was not sent."""
    return Bug(
        "E_NOT_APPROVED",
        f"The call {service}:{operation} was not sent: {why}.",
        "Nothing was changed. This is a defect or an attack; report it with the run's id.",
    )
