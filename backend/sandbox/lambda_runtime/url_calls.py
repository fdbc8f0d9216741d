"""Calls of function URLs: ``/_lambda_url/<id>/…``, checked as AWS checks them, then really run."""

import json

from backend.sandbox.account.account import Account
from backend.sandbox.account.ledger import Ledger
from backend.sandbox.lambda_runtime.invoker import Invoker, Outcome
from backend.sandbox.lambda_runtime.url_events import UrlRequest, bad_gateway, event_of, reply_of
from backend.sandbox.lambda_service.model import Function, UrlConfig, Version
from backend.sandbox.lambda_service.permissions import admits_public_url
from backend.sandbox.lambda_service.urls import find_url
from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.messages import Reply, Request, json_reply
from backend.sandbox.wire.moments import utc_now
from backend.sandbox.wire.recognition import recognise

PREFIX = "/_lambda_url/"
_FORBIDDEN = (
    "Forbidden. For troubleshooting Function URL authorization issues, see: "
    "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
)


class UrlCalls:
    """The public side of functions. Safe for threads."""

    def __init__(self, ledger: Ledger, invoker: Invoker) -> None:
        self._ledger = ledger
        self._invoker = invoker

    def answer(self, request: Request, request_id: str) -> Reply:
        """404 for an unknown URL, 403 without both permissions, else the function's answer."""
        url_id, _, rest = request.raw_path[len(PREFIX) :].partition("/")
        with self._ledger.reading() as (account, _moment):
            found = find_url(account.lambda_service.state, url_id)
            if found is None:
                return json_reply(404, {"Message": None})
            function, qualifier, config = found
            if not _is_admitted(account, function, qualifier, config, request):
                return json_reply(403, {"Message": _FORBIDDEN}, x_amzn_errortype="AccessDenied")
            version = function.version(qualifier)
        if version is None:
            return json_reply(404, {"Message": None})
        call = UrlRequest(
            url_id=url_id,
            region=function.region,
            raw_path="/" + rest,
            request=request,
            request_id=request_id,
            at=utc_now(),
        )
        return self._run(function, version, call)

    def _run(self, function: Function, version: Version, call: UrlRequest) -> Reply:
        event = json.dumps(event_of(call)).encode()
        outcome = self._invoker.run(function, version, event, call.request_id)
        return _reply(outcome)


def _reply(outcome: Outcome) -> Reply:
    if outcome.is_throttled:
        return json_reply(429, {"Reason": "ConcurrentInvocationLimitExceeded"})
    if outcome.is_refused:
        error = json.loads(outcome.payload)
        return bad_gateway(error["errorMessage"], errorType=error["errorType"])
    if outcome.is_error:
        return bad_gateway("Internal Server Error")
    return reply_of(outcome.payload)


def _is_admitted(
    account: Account, function: Function, qualifier: str, config: UrlConfig, request: Request
) -> bool:
    if config.auth_type == "NONE":
        return admits_public_url(function, qualifier, "NONE")
    try:
        return account.key_refusal(recognise(request)) is None
    except AwsError:
        return False
