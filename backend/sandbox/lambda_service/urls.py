"""The function URL operations, per function and alias. A URL's id depends on its ARN alone."""

import hashlib
from dataclasses import replace
from datetime import UTC
from typing import Any

from backend.sandbox.lambda_service.call import Call
from backend.sandbox.lambda_service.model import LATEST, Function, LambdaState, UrlConfig
from backend.sandbox.lambda_service.refusals import (
    conflict,
    invalid,
    malformed,
    missing,
    not_simulated,
)
from backend.sandbox.wire.messages import Reply, json_reply


def url_id(function: Function, qualifier: str) -> str:
    """32 hexadecimal digits, the same whenever this function and alias have a URL."""
    return hashlib.sha256(function.qualified_arn(qualifier).encode()).hexdigest()[:32]


def find_url(state: LambdaState, wanted: str) -> tuple[Function, str, UrlConfig] | None:
    """The function, qualifier and configuration behind an id."""
    for function in state.functions.values():
        for qualifier, config in function.urls.items():
            if url_id(function, qualifier) == wanted:
                return function, qualifier, config
    return None


def create_function_url_config(call: Call) -> Reply:
    """Give the function or one of its aliases a URL."""
    function, qualifier = _place(call)
    if qualifier in function.urls:
        raise conflict(
            "Failed to create function url config for [functionArn = "
            f"{function.qualified_arn(qualifier)}]. Error message:  FunctionUrlConfig exists for "
            "this Lambda function"
        )
    config = UrlConfig(
        auth_type=_auth_type(call),
        invoke_mode=_invoke_mode(call, "BUFFERED"),
        cors=call.params.get("Cors"),
        created_at=call.moment.at,
        changed_at=call.moment.at,
    )
    function.urls[qualifier] = config
    return json_reply(201, _described(call, function, qualifier, config))


def get_function_url_config(call: Call) -> Reply:
    """One URL configuration."""
    function, qualifier, config = _existing(call)
    return json_reply(200, _described(call, function, qualifier, config))


def update_function_url_config(call: Call) -> Reply:
    """Change what is given; the URL stays."""
    function, qualifier, before = _existing(call)
    config = replace(
        before,
        auth_type=_auth_type(call) if call.params.get("AuthType") else before.auth_type,
        invoke_mode=_invoke_mode(call, before.invoke_mode),
        cors=call.params.get("Cors", before.cors),
        changed_at=call.moment.at,
    )
    function.urls[qualifier] = config
    return json_reply(200, _described(call, function, qualifier, config))


def delete_function_url_config(call: Call) -> Reply:
    """Take the URL away."""
    function, qualifier, _config = _existing(call)
    del function.urls[qualifier]
    return json_reply(204, {})


def list_function_url_configs(call: Call) -> Reply:
    """The URLs of a function and its aliases."""
    function = call.function()
    described = [_described(call, function, q, c) for q, c in sorted(function.urls.items())]
    return json_reply(200, {"FunctionUrlConfigs": described})


def _place(call: Call) -> tuple[Function, str]:
    function, qualifier, _version = call.resolved()
    if qualifier == LATEST or qualifier.isdigit():
        raise malformed(f"Value '{qualifier}' at 'qualifier' failed to satisfy constraint")
    return function, qualifier


def _existing(call: Call) -> tuple[Function, str, UrlConfig]:
    function, qualifier = _place(call)
    config = function.urls.get(qualifier)
    if config is None:
        raise missing("The resource you requested does not exist.")
    return function, qualifier, config


def _auth_type(call: Call) -> str:
    auth_type = call.text("AuthType")
    if auth_type not in ("NONE", "AWS_IAM"):
        raise invalid(f"Value '{auth_type}' at 'authType' failed to satisfy constraint")
    return auth_type


def _invoke_mode(call: Call, before: str) -> str:
    mode = call.text("InvokeMode") or before
    if mode != "BUFFERED":
        raise not_simulated(f"InvokeMode {mode}")
    return mode


def _described(call: Call, function: Function, qualifier: str, config: UrlConfig) -> dict[str, Any]:
    described: dict[str, Any] = {
        "FunctionUrl": f"{call.around.base_url}/_lambda_url/{url_id(function, qualifier)}/",
        "FunctionArn": function.qualified_arn(qualifier),
        "AuthType": config.auth_type,
        "CreationTime": config.created_at.astimezone(UTC).isoformat(),
        "LastModifiedTime": config.changed_at.astimezone(UTC).isoformat(),
        "InvokeMode": config.invoke_mode,
    }
    return described if config.cors is None else {**described, "Cors": config.cors}
