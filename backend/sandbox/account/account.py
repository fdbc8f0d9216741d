"""The account itself: everything that a request can change, behind one ``apply``.

``apply`` is a function of the state, the request and the moment alone, so that replaying the
recorded requests rebuilds the state; what depends on the time of day is in ``refusal``, which a
replay does not ask. Whoever calls anything here holds the account's lock.
"""

from datetime import timedelta

from backend.sandbox.account.access_keys import AccessKeys
from backend.sandbox.account.buckets import create_bucket
from backend.sandbox.account.client_tokens import ClientTokens
from backend.sandbox.account.missed import missed_refusal
from backend.sandbox.account.moto_app import MotoAccount
from backend.sandbox.account.new_roles import NewRoles
from backend.sandbox.lambda_service.service import LambdaService
from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.messages import Reply, Request
from backend.sandbox.wire.moments import Moment
from backend.sandbox.wire.recognition import Operation

ACCOUNT_ID = "123456789012"


class Account:
    """moto's services, our Lambda service, and what the gateway remembers beside them."""

    def __init__(
        self, moto: MotoAccount, lambda_service: LambdaService, role_delay: timedelta
    ) -> None:
        self._moto = moto
        self.lambda_service = lambda_service
        self._role_delay = role_delay
        self._forget()

    def key_refusal(self, operation: Operation) -> AwsError | None:
        """Why the caller's key may not do anything."""
        return self._keys.refusal(operation)

    def remembered(self, operation: Operation) -> Reply | None:
        """The first reply to the same client token; raises :class:`AwsError` on a mismatch."""
        return self._tokens.find(operation)

    def refusal(self, operation: Operation, moment: Moment) -> AwsError | None:
        """Why not, or not yet: what moto would miss, a new role, a function still changing."""
        missed = missed_refusal(operation)
        if missed is not None:
            return missed
        too_new = self._roles.refusal(operation, moment.at)
        if too_new is not None or operation.service != "lambda":
            return too_new
        return self.lambda_service.refusal(operation, moment)

    def apply(self, operation: Operation, request: Request, moment: Moment) -> Reply:
        """Apply a request and note what later ones depend on; raises :class:`AwsError`."""
        reply = self._dispatch(operation, request, moment)
        if reply.is_success and operation.is_mutating:
            self._tokens.remember(operation, reply)
            self._roles.note(operation, moment.at)
            self._keys.note(operation, reply)
        return reply

    def unrecorded(self, request: Request) -> Reply:
        """Do something in moto's services that need not outlive this process."""
        return self._moto.call(request, "unrecorded")

    def clear(self) -> None:
        """Become an empty account."""
        self._moto.reset()
        self.lambda_service.clear()
        self._forget()

    def _forget(self) -> None:
        self._keys = AccessKeys()
        self._tokens = ClientTokens()
        self._roles = NewRoles(self._role_delay)

    def _dispatch(self, operation: Operation, request: Request, moment: Moment) -> Reply:
        if operation.service == "lambda":
            return self.lambda_service.perform(operation, moment)
        if operation.service == "s3" and operation.name == "CreateBucket":
            return create_bucket(operation, request, lambda r: self._moto.call(r, moment.seed))
        return self._moto.call(request, moment.seed)
