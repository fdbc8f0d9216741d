"""Faults injected by rule, so that tests and evaluations can make the account misbehave."""

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.recognition import Operation

FaultKind = Literal["throttling", "access_denied", "server_error", "drop", "timeout", "reply_lost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """Strike requests for ``service`` and ``op`` (``*`` is any).

    The first ``after`` matching requests pass, the next ``times`` are struck (0: all that follow).
    ``drop`` closes the connection unapplied, ``timeout`` holds it silent before that,
    ``reply_lost`` applies the request and then closes the connection; the other kinds answer with
    the service's usual error, or with ``code`` when it is given.
    """

    service: str
    op: str
    kind: FaultKind
    code: str = ""
    times: int = 1
    after: int = 0

    def __post_init__(self) -> None:
        """Raise :class:`ValueError` for what JSON let through."""
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"kind is one of {', '.join(get_args(FaultKind))}")
        texts: list[Any] = [self.service, self.op, self.code]
        if not all(isinstance(text, str) for text in texts) or not (self.service and self.op):
            raise ValueError("service and op are names or *, code is text")
        counts: list[Any] = [self.times, self.after]
        if not all(isinstance(count, int) and count >= 0 for count in counts):
            raise ValueError("times and after are whole numbers, not negative")

    def concerns(self, operation: Operation) -> bool:
        return self.service in ("*", operation.service) and self.op in ("*", operation.name)

    def error(self, operation: Operation) -> AwsError:
        """What the service says; only for the kinds that answer."""
        code, status = _answer(self.kind, operation)
        return AwsError(self.code or code, f"Injected fault: {self.kind}.", status)


class Faults:
    """The rules in force, in order, with their counts. Safe for threads; never recorded."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[tuple[FaultRule, list[int]]] = []

    def add(self, values: Mapping[str, Any]) -> None:
        """Add one rule; raises :class:`ValueError` or :class:`TypeError` when it is none."""
        rule = FaultRule(**values)
        with self._lock:
            self._rules.append((rule, [0]))

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()

    def describe(self) -> list[dict[str, Any]]:
        """Every rule with ``matched``, how many requests it has seen."""
        with self._lock:
            return [{**asdict(rule), "matched": seen[0]} for rule, seen in self._rules]

    def strike(self, operation: Operation) -> FaultRule | None:
        """The first rule that strikes this request; every rule before it has counted it."""
        with self._lock:
            for rule, seen in self._rules:
                if rule.concerns(operation):
                    seen[0] += 1
                    turn = seen[0] - rule.after
                    if turn > 0 and (rule.times == 0 or turn <= rule.times):
                        return rule
        return None


def _answer(kind: FaultKind, operation: Operation) -> tuple[str, int]:
    match kind:
        case "throttling":
            return _THROTTLING.get(operation.service, _THROTTLING_BY_DEFAULT[operation.protocol])
        case "access_denied" if operation.service == "ec2":
            return "UnauthorizedOperation", 403
        case "access_denied" if operation.protocol in ("query", "rest-xml"):
            return "AccessDenied", 403
        case "access_denied":
            return "AccessDeniedException", 403
        case _:
            return ("ServiceException" if operation.service == "lambda" else "InternalError"), 500


_THROTTLING = {
    "s3": ("SlowDown", 503),
    "ec2": ("RequestLimitExceeded", 503),
    "lambda": ("TooManyRequestsException", 429),
}
_THROTTLING_BY_DEFAULT = {
    "query": ("Throttling", 400),
    "ec2": ("RequestLimitExceeded", 503),
    "rest-xml": ("SlowDown", 503),
    "json": ("ThrottlingException", 400),
    "rest-json": ("ThrottlingException", 429),
    "smithy-rpc-v2-cbor": ("ThrottlingException", 400),
}
