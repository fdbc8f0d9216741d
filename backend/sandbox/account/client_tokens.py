"""Client tokens honoured: the same operation with the same token is applied once."""

from collections import OrderedDict
from collections.abc import Hashable

from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.messages import Reply
from backend.sandbox.wire.recognition import Operation

_NAMES = frozenset({"clienttoken", "clientrequesttoken", "idempotencytoken"})
_KEPT = 10_000


class ClientTokens:
    """The first reply to each token; the oldest ten thousand are forgotten first."""

    def __init__(self) -> None:
        self._replies: OrderedDict[Hashable, tuple[str, Reply]] = OrderedDict()

    def find(self, operation: Operation) -> Reply | None:
        """The reply that was given before.

        Raises :class:`AwsError` when the token came back with other parameters.
        """
        known = self._replies.get(_key(operation))
        if known is None:
            return None
        params, reply = known
        if params != _fingerprint(operation):
            message = "The client token was used before with different parameters."
            raise AwsError("IdempotentParameterMismatch", message)
        return reply

    def remember(self, operation: Operation, reply: Reply) -> None:
        key = _key(operation)
        if key is None:
            return
        self._replies[key] = (_fingerprint(operation), reply)
        if len(self._replies) > _KEPT:
            self._replies.popitem(last=False)


def _key(operation: Operation) -> Hashable:
    for name, value in operation.params.items():
        if name.lower() in _NAMES and value and operation.is_mutating:
            return operation.service, operation.region, operation.name, str(value)
    return None


def _fingerprint(operation: Operation) -> str:
    return repr(sorted(operation.params.items()))
