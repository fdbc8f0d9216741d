"""Where every request enters: for the sandbox itself, for a function's URL, or for AWS."""

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from backend.sandbox.account.ledger import Ledger
from backend.sandbox.gateway.control import PREFIX as CONTROL_PREFIX
from backend.sandbox.gateway.control import Control
from backend.sandbox.gateway.dry_run import dry_run_answer
from backend.sandbox.gateway.faults import FaultRule, Faults
from backend.sandbox.lambda_runtime.invoke import InvokeOperation
from backend.sandbox.lambda_runtime.url_calls import PREFIX as URL_PREFIX
from backend.sandbox.lambda_runtime.url_calls import UrlCalls
from backend.sandbox.lambda_service.packages import Packages
from backend.sandbox.wire.errors import AwsError, error_reply
from backend.sandbox.wire.messages import Reply, Request, json_reply
from backend.sandbox.wire.recognition import Operation, recognise

CODE_PREFIX = "/_lambda_code/"
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_START_PATIENCE_S = 120.0
_SILENCE_S = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDoor:
    """Answers requests; ``ready`` is set once the account stands, ``stopping`` when it ends."""

    control: Control
    url_calls: UrlCalls
    invoke: InvokeOperation
    ledger: Ledger
    faults: Faults
    packages: Packages
    ready: threading.Event
    stopping: threading.Event

    def answer(self, request: Request) -> Reply | None:
        """The reply; None means that the connection is closed without one."""
        if request.origin_host() not in _LOOPBACK:
            return json_reply(403, {"message": "The sandbox answers only to loopback names."})
        is_url_call = request.raw_path.startswith(URL_PREFIX)
        if request.header("origin") and not is_url_call:
            return json_reply(403, {"message": "The sandbox does not answer web pages."})
        if request.raw_path.startswith(CONTROL_PREFIX):
            return self.control.answer(request)
        self.control.liveness.touch()
        if not self.ready.wait(_START_PATIENCE_S):
            return json_reply(503, {"message": "The sandbox is still starting."})
        if is_url_call:
            return self.url_calls.answer(request, _new_request_id())
        if request.raw_path.startswith(CODE_PREFIX):
            return self._code(request)
        return self._aws(request)

    def _code(self, request: Request) -> Reply:
        """A function's archive: what GetFunction's ``Location`` points to."""
        digest = request.raw_path[len(CODE_PREFIX) :].removesuffix(".zip")
        path = self.packages.path(digest)
        if not digest.isalnum() or not path.exists():
            return json_reply(404, {"message": "No such archive."})
        headers = (("content-type", "application/zip"),)
        return Reply(status=200, headers=headers, body=path.read_bytes())

    def _aws(self, request: Request) -> Reply | None:
        request_id = _new_request_id()
        try:
            operation = recognise(request)
        except AwsError as error:
            return error_reply("rest-xml", error, request_id)
        with self.ledger.reading() as (account, _moment):
            refusal = account.key_refusal(operation)
        if refusal is not None:
            return error_reply(operation.protocol, refusal, request_id)
        rule = self.faults.strike(operation)
        act = partial(self._perform, operation, request, request_id)
        return act() if rule is None else self._struck(rule, operation, request_id, act)

    def _struck(
        self, rule: FaultRule, operation: Operation, request_id: str, act: Callable[[], Reply]
    ) -> Reply | None:
        match rule.kind:
            case "drop":
                return None
            case "timeout":
                self.stopping.wait(_SILENCE_S)
                return None
            case "reply_lost":
                act()
                return None
            case "throttling" | "access_denied" | "server_error":
                return error_reply(operation.protocol, rule.error(operation), request_id)

    def _perform(self, operation: Operation, request: Request, request_id: str) -> Reply:
        try:
            dry_run = dry_run_answer(operation)
            if dry_run is not None:
                raise dry_run
            if (operation.service, operation.name) == ("lambda", "Invoke"):
                return self.invoke.perform(operation, request, request_id)
        except AwsError as error:
            return error_reply(operation.protocol, error, request_id)
        return self.ledger.perform(operation, request)


def _new_request_id() -> str:
    return str(uuid.uuid4())
