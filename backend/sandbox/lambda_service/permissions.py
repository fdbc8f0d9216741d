"""AddPermission, RemovePermission, GetPolicy per qualifier, and what a function URL needs."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from backend.sandbox.lambda_service.call import Call
from backend.sandbox.lambda_service.model import LATEST, Function
from backend.sandbox.lambda_service.refusals import (
    conflict,
    invalid,
    missing,
    stale_revision,
)
from backend.sandbox.wire.messages import Reply, json_reply

_CONDITIONS: Mapping[str, tuple[str, str]] = {
    "SourceArn": ("ArnLike", "AWS:SourceArn"),
    "SourceAccount": ("StringEquals", "AWS:SourceAccount"),
    "PrincipalOrgID": ("StringEquals", "aws:PrincipalOrgID"),
    "EventSourceToken": ("StringEquals", "lambda:EventSourceToken"),
    "FunctionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "InvokedViaFunctionUrl": ("Bool", "lambda:InvokedViaFunctionUrl"),
}
_URL_ACTION = "lambda:InvokeFunctionUrl"
_INVOKE_ACTION = "lambda:InvokeFunction"


def add_permission(call: Call) -> Reply:
    """Add one statement to the policy of the function, version or alias."""
    function, qualifier, _version = call.resolved()
    if qualifier == LATEST:
        raise invalid("We currently do not support adding policies for $LATEST.")
    _check_revision(call, function, qualifier)
    statement = _statement(call, function.qualified_arn(qualifier))
    statements = function.policies.get(qualifier, ())
    if any(known["Sid"] == statement["Sid"] for known in statements):
        raise conflict(
            f"The statement id ({statement['Sid']}) provided already exists. Please provide a new "
            "statement id, or remove the existing statement."
        )
    _set_policy(call, function, qualifier, (*statements, statement))
    return json_reply(201, {"Statement": json.dumps(statement)})


def remove_permission(call: Call) -> Reply:
    """Remove one statement from the policy that the qualifier names."""
    function, qualifier, _version = call.resolved()
    _check_revision(call, function, qualifier)
    statements = function.policies.get(qualifier, ())
    kept = tuple(s for s in statements if s["Sid"] != call.text("StatementId"))
    if len(kept) == len(statements):
        raise missing(f"Statement {call.text('StatementId')} is not found in resource policy.")
    _set_policy(call, function, qualifier, kept)
    return json_reply(204, {})


def get_policy(call: Call) -> Reply:
    """The policy that the qualifier names; none is ResourceNotFoundException."""
    function, qualifier, _version = call.resolved()
    statements = function.policies.get(qualifier, ())
    if not statements:
        raise missing("The resource you requested does not exist.")
    policy = {"Version": "2012-10-17", "Id": "default", "Statement": statements}
    revision_id = _revision(function, qualifier)
    return json_reply(200, {"Policy": json.dumps(policy), "RevisionId": revision_id})


def admits_public_url(function: Function, qualifier: str, auth_type: str) -> bool:
    """Whether anybody may call the URL: since October 2025 both actions must be allowed."""
    statements = function.policies.get(qualifier, ())
    public = [s for s in statements if s["Principal"] in ("*", {"AWS": "*"})]
    return _allows(public, _URL_ACTION, {"lambda:FunctionUrlAuthType": auth_type}) and _allows(
        public, _INVOKE_ACTION, {"lambda:InvokedViaFunctionUrl": "true"}
    )


def _allows(
    statements: Iterable[Mapping[str, Any]], action: str, context: Mapping[str, str]
) -> bool:
    """Whether one of the statements allows ``action`` with no condition that ``context`` misses."""
    return any(
        s["Action"] in (action, "lambda:*", "*")
        and all(
            context.get(key) == value
            for condition in s.get("Condition", {}).values()
            for key, value in condition.items()
        )
        for s in statements
    )


def _statement(call: Call, resource: str) -> dict[str, Any]:
    action = call.text("Action")
    if call.params.get("FunctionUrlAuthType") and action != _URL_ACTION:
        raise invalid("FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action")
    if call.params.get("InvokedViaFunctionUrl") is not None and action != _INVOKE_ACTION:
        raise invalid("InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action")
    statement: dict[str, Any] = {
        "Sid": call.text("StatementId"),
        "Effect": "Allow",
        "Principal": _principal(call.text("Principal")),
        "Action": action,
        "Resource": resource,
    }
    condition = _condition(call)
    return {**statement, "Condition": condition} if condition else statement


def _condition(call: Call) -> dict[str, dict[str, str]]:
    condition: dict[str, dict[str, str]] = {}
    for name, (operator, key) in _CONDITIONS.items():
        value = call.params.get(name)
        if value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            condition.setdefault(operator, {})[key] = text
    return condition


def _principal(principal: str) -> str | dict[str, str]:
    if principal == "*":
        return "*"
    if principal.isdigit():
        return {"AWS": f"arn:aws:iam::{principal}:root"}
    return {"AWS" if principal.startswith("arn:") else "Service": principal}


def _check_revision(call: Call, function: Function, qualifier: str) -> None:
    if call.text("RevisionId") not in ("", _revision(function, qualifier)):
        raise stale_revision()


def _revision(function: Function, qualifier: str) -> str:
    if qualifier in function.aliases:
        return function.aliases[qualifier].revision_id
    version = function.version(qualifier)
    return version.revision_id if version else ""


def _set_policy(
    call: Call, function: Function, qualifier: str, statements: tuple[Mapping[str, Any], ...]
) -> None:
    """A changed policy is a new revision of the function, version or alias that it belongs to."""
    function.policies[qualifier] = statements
    revision_id = call.moment.new_id("policy")
    if qualifier in function.aliases:
        alias = function.aliases[qualifier]
        function.aliases[qualifier] = replace(alias, revision_id=revision_id)
    elif qualifier:
        version = function.versions[qualifier]
        function.versions[qualifier] = replace(version, revision_id=revision_id)
    else:
        function.latest = replace(function.latest, revision_id=revision_id)
