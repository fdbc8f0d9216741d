"""The settings of a function: which there are, their defaults, and what Lambda refuses."""

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from backend.sandbox.lambda_service.call import Call
from backend.sandbox.lambda_service.refusals import invalid, malformed, not_simulated
from backend.sandbox.wire.service_models import enum_values

_DEFAULTS: Mapping[str, Any] = {
    "Description": "",
    "Timeout": 3,
    "MemorySize": 128,
    "Architectures": ["x86_64"],
    "PackageType": "Zip",
    "EphemeralStorage": {"Size": 512},
    "TracingConfig": {"Mode": "PassThrough"},
    "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
}
_SETTABLE = frozenset(
    {"Runtime", "Role", "Handler", "Description", "Timeout", "MemorySize", "Environment"}
    | {"EphemeralStorage", "TracingConfig", "LoggingConfig", "KMSKeyArn"}
)
_NOT_SIMULATED = ("Layers", "VpcConfig", "FileSystemConfigs", "ImageConfig", "DeadLetterConfig")
_RESERVED_KEYS = re.compile(
    r"_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_REGION|REGION|EXECUTION_ENV|ACCESS_KEY|ACCESS_KEY_ID|"
    r"SECRET_ACCESS_KEY|SESSION_TOKEN|LAMBDA_(FUNCTION_(NAME|MEMORY_SIZE|VERSION)|"
    r"INITIALIZATION_TYPE|LOG_GROUP_NAME|LOG_STREAM_NAME|RUNTIME_API))|LAMBDA_(TASK_ROOT|RUNTIME_DIR)"
)
_ROLE_ARN = re.compile(r"arn:aws:iam::\d{12}:role/[\w+=,.@/-]+")


def created_settings(call: Call) -> dict[str, Any]:
    """The settings of a new function; raises what Lambda says to wrong ones."""
    given = {k: v for k, v in call.params.items() if k in _SETTABLE | {"Architectures"} and v != ""}
    settings = {**_DEFAULTS, **given}
    settings.setdefault("LoggingConfig", _logging(call))
    for name in ("Runtime", "Role", "Handler"):
        if not settings.get(name):
            raise invalid(f"{name} is required for functions that are deployed as .zip archives.")
    _check(call, settings)
    return settings


def updated_settings(call: Call, before: Mapping[str, Any]) -> dict[str, Any]:
    """The settings after UpdateFunctionConfiguration; what is not given stays."""
    settings = {**before, **{k: v for k, v in call.params.items() if k in _SETTABLE}}
    _check(call, settings)
    return settings


def _logging(call: Call) -> dict[str, str]:
    name, _qualifier = call.reference()
    return {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{name}"}


def _check(call: Call, settings: dict[str, Any]) -> None:
    _check_simulated(call)
    _check_member(str(settings["Runtime"]), "runtime", enum_values("lambda", "Runtime"))
    for architecture in settings["Architectures"]:
        _check_member(str(architecture), "architectures", enum_values("lambda", "Architecture"))
    _check_range(settings["Timeout"], "timeout", 1, 900)
    _check_range(settings["MemorySize"], "memorySize", 128, 10_240)
    _check_range(settings["EphemeralStorage"]["Size"], "ephemeralStorage.size", 512, 10_240)
    if not settings.get("Environment", {"Variables": 1}).get("Variables"):
        settings.pop("Environment")
    _check_environment(settings.get("Environment", {}).get("Variables", {}))
    _check_role(call, str(settings["Role"]))


def _check_simulated(call: Call) -> None:
    for name in _NOT_SIMULATED:
        value: Any = call.params.get(name)
        members = (
            list(cast("dict[str, Any]", value).values()) if isinstance(value, dict) else [value]
        )
        if any(members):
            raise not_simulated(f"{name} of a function")
    snap_start: dict[str, str] = call.params.get("SnapStart") or {}
    if snap_start.get("ApplyOn", "None") != "None":
        raise not_simulated("SnapStart")
    if call.text("PackageType") == "Image":
        raise not_simulated("PackageType Image")


def _check_member(value: str, name: str, allowed: frozenset[str]) -> None:
    if value not in allowed:
        raise invalid(
            f"Value {value} at '{name}' failed to satisfy constraint: Member must satisfy enum "
            f"value set: [{', '.join(sorted(allowed))}] or be a valid ARN"
        )


def _check_range(value: Any, name: str, low: int, high: int) -> None:
    if not isinstance(value, int) or not low <= value <= high:
        raise malformed(
            f"Value '{value}' at '{name}' failed to satisfy constraint: Member must have value "
            f"between {low} and {high}"
        )


def _check_environment(variables: Mapping[str, str]) -> None:
    reserved = sorted(name for name in variables if _RESERVED_KEYS.fullmatch(name))
    if reserved:
        raise invalid(
            "Lambda was unable to configure your environment variables because the environment "
            "variables you have provided contains reserved keys that are currently not supported "
            f"for modification. Reserved keys used in this request: {', '.join(reserved)}"
        )
    if len(json.dumps(variables).encode()) > 4096:
        raise invalid(
            "Lambda was unable to configure your environment variables because the environment "
            "variables you have provided exceeded the 4KB limit."
        )


def _check_role(call: Call, role_arn: str) -> None:
    if not _ROLE_ARN.fullmatch(role_arn):
        raise malformed(f"Value '{role_arn}' at 'role' failed to satisfy constraint")
    policy = call.around.neighbours.trust_policy(role_arn)
    if policy is None or not _trusts_lambda(policy):
        raise invalid("The role defined for the function cannot be assumed by Lambda.")


def _trusts_lambda(policy: Mapping[str, Any]) -> bool:
    return any(
        statement.get("Effect") == "Allow"
        and "sts:AssumeRole" in _as_list(statement.get("Action"))
        and "lambda.amazonaws.com" in _as_list(_service_of(statement.get("Principal")))
        for statement in _as_list(policy.get("Statement"))
    )


def _service_of(principal: Any) -> Any:
    return cast("dict[str, Any]", principal).get("Service") if isinstance(principal, dict) else None


def _as_list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [value]
