"""The Invoke operation."""

import base64
import json
import threading

from backend.sandbox.account.ledger import Ledger
from backend.sandbox.lambda_runtime.invoker import Invoker, Outcome
from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.messages import Reply, Request
from backend.sandbox.wire.recognition import Operation

_LOG_TAIL_BYTES = 4096


class InvokeOperation:
    """Invoke, synchronously (``RequestResponse``), later (``Event``) or not at all (``DryRun``)."""

    def __init__(self, ledger: Ledger, invoker: Invoker) -> None:
        self._ledger = ledger
        self._invoker = invoker

    def perform(self, operation: Operation, request: Request, request_id: str) -> Reply:
        """Lambda's answer; raises :class:`AwsError` for a refusal."""
        _check_payload(request.body)
        with self._ledger.reading() as (account, moment):
            refusal = account.refusal(operation, moment)
            if refusal is not None:
                raise refusal
            function, version = account.lambda_service.resolve(operation, moment)
        kind = request.header("x-amz-invocation-type") or "RequestResponse"
        if kind == "DryRun":
            return Reply(status=204)
        arguments = (function, version, request.body, request_id)
        if kind == "Event":
            threading.Thread(target=self._invoker.run, args=arguments, daemon=True).start()
            return Reply(status=202)
        outcome = self._invoker.run(*arguments)
        if outcome.is_throttled:
            raise AwsError("TooManyRequestsException", "Rate Exceeded.", 429)
        return _reply(outcome, version.number, request.header("x-amz-log-type") == "Tail")


def _check_payload(body: bytes) -> None:
    if not body:
        return
    try:
        json.loads(body)
    except ValueError:
        message = "Could not parse request body into json"
        raise AwsError("InvalidRequestContentException", message) from None


def _reply(outcome: Outcome, executed_version: str, with_logs: bool) -> Reply:
    headers = [("content-type", "application/json"), ("x-amz-executed-version", executed_version)]
    if outcome.is_error:
        headers.append(("x-amz-function-error", "Unhandled"))
    if with_logs:
        tail = "\n".join(outcome.logs).encode()[-_LOG_TAIL_BYTES:]
        headers.append(("x-amz-log-result", base64.b64encode(tail).decode("ascii")))
    return Reply(status=200, headers=tuple(headers), body=outcome.payload)
