"""Lambda: a function, its code and its configuration."""

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Effect, UndoLabel
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    IamNeed,
    LiveState,
    Request,
    Undo,
)
from backend.tools.aws_deployer.catalog.lambda_parameters import (
    MISSING,
    ROLE_TOO_NEW,
    STILL_UPDATING,
    Configuration,
    DeployLambdaParams,
    FunctionName,
    UpdateCodeParams,
    UpdateConfigurationParams,
    code_members,
    code_sha256,
    function_needs,
    package_needs,
)

_SETTINGS = ("description", "handler", "runtime", "memory_mb", "timeout_s")
_ENVIRONMENT = frozenset({"Environment.Variables"})


def _settings(configuration: dict[str, Any]) -> JsonObject:
    names: list[JsonValue] = [*sorted(configuration.get("Environment", {}).get("Variables", {}))]
    return {
        "description": configuration.get("Description", ""),
        "handler": configuration.get("Handler"),
        "runtime": configuration.get("Runtime"),
        "memory_mb": configuration.get("MemorySize"),
        "timeout_s": configuration.get("Timeout"),
        "environment_names": names,
    }


def _wanted_settings(configuration: Configuration) -> JsonObject:
    settings = configuration.model_dump(exclude={"environment"})
    if configuration.environment is None:
        return settings
    return {**settings, "environment_names": [*sorted(configuration.environment)]}


def _is_ready(live: JsonObject) -> bool:
    return live.get("state") == "ready"


def _state(configuration: dict[str, Any]) -> str:
    states = {configuration.get("State"), configuration.get("LastUpdateStatus")}
    if "Failed" in states:
        return "failed"
    return "pending" if states & {"Pending", "InProgress"} else "ready"


def _read_function(reader: Reader, params: FunctionName) -> LiveState:
    answer = reader.find("lambda", "GetFunction", MISSING, FunctionName=params.function_name)
    if answer is None:
        return None
    configuration = answer["Configuration"]
    return {
        "function_arn": configuration["FunctionArn"],
        "role": configuration["Role"],
        "code_sha256": configuration["CodeSha256"],
        "architecture": configuration.get("Architectures", ["x86_64"])[0],
        "tags": dict(answer.get("Tags", {})),
        "state": _state(configuration),
        **_settings(configuration),
    }


def _read_code(reader: Reader, params: FunctionName) -> LiveState:
    live = _read_function(reader, params)
    return live and {key: live[key] for key in ("code_sha256", "state")}


def _read_configuration(reader: Reader, params: FunctionName) -> LiveState:
    live = _read_function(reader, params)
    return live and {key: live[key] for key in (*_SETTINGS, "environment_names", "state")}


def _configuration_request(name: str, configuration: Configuration) -> dict[str, JsonValue]:
    members: dict[str, JsonValue] = {
        "FunctionName": name,
        "Description": configuration.description,
        "Handler": configuration.handler,
        "Runtime": configuration.runtime,
        "MemorySize": configuration.memory_mb,
        "Timeout": configuration.timeout_s,
    }
    if configuration.environment is not None:
        given = configuration.environment.items()
        members["Environment"] = {"Variables": {name: {**value} for name, value in given}}
    return members


def _deploy_request(params: DeployLambdaParams) -> Request:
    return {
        **_configuration_request(params.function_name, params.configuration),
        "Role": params.role,
        "Architectures": [params.architecture],
        "Code": code_members(params.code),
        "PackageType": "Zip",
        "Tags": dict(params.tags),
    }


def _deploy_needs(params: DeployLambdaParams) -> tuple[IamNeed, ...]:
    """Lambda answers ``GetFunction`` without the tags to who may not list them (API Reference).

    The role of a plan that creates it is not known before; its own step names the permission to
    pass it.
    """
    actions = (
        "lambda:CreateFunction",
        "lambda:TagResource",
        "lambda:GetFunction",
        "lambda:ListTags",
    )
    is_known = params.role.startswith("arn:")
    passing = IamNeed(actions=("iam:PassRole",), resources=(params.role,))
    return (
        *function_needs(*actions)(params),
        *package_needs(params.code),
        *((passing,) if is_known else ()),
    )


def _update_code_needs(params: UpdateCodeParams) -> tuple[IamNeed, ...]:
    actions = ("lambda:UpdateFunctionCode", "lambda:GetFunction")
    return (*function_needs(*actions)(params), *package_needs(params.code))


DEPLOY_LAMBDA = Action(
    name="deploy_lambda",
    service="lambda",
    operation="CreateFunction",
    kind=ActionKind.CREATE,
    params=DeployLambdaParams,
    title=lambda p: f"Create the function {p.function_name} ({p.configuration.runtime})",
    resource=lambda p: f"lambda:function/{p.function_name}",
    request=_deploy_request,
    read=_read_function,
    wanted=lambda p: {
        "role": p.role,
        "code_sha256": code_sha256(p.code.artefact),
        "architecture": p.architecture,
        "tags": p.tags,
        **_wanted_settings(p.configuration),
    },
    outputs=lambda p, live: {"function_arn": str(live["function_arn"])},
    output_names=frozenset({"function_arn"}),
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="delete_lambda", params={"function_name": p.function_name}
    ),
    undo_action="delete_lambda",
    needs=_deploy_needs,
    is_ready=_is_ready,
    transient=(ROLE_TOO_NEW,),
    is_tagged=True,
    redacted=_ENVIRONMENT | {"Code.ZipFile"},
)

DELETE_LAMBDA = Action(
    name="delete_lambda",
    service="lambda",
    operation="DeleteFunction",
    kind=ActionKind.DELETE,
    params=FunctionName,
    title=lambda p: f"Delete the function {p.function_name}",
    resource=lambda p: f"lambda:function/{p.function_name}",
    request=lambda p: {"FunctionName": p.function_name},
    read=_read_function,
    wanted=lambda p: {},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.IRREVERSIBLE,
    needs=function_needs("lambda:DeleteFunction", "lambda:GetFunction", "lambda:ListTags"),
    is_tagged=True,
)

UPDATE_LAMBDA_CODE = Action(
    name="update_lambda_code",
    service="lambda",
    operation="UpdateFunctionCode",
    kind=ActionKind.UPDATE,
    params=UpdateCodeParams,
    title=lambda p: f"Replace the code of the function {p.function_name}",
    resource=lambda p: f"lambda:function/{p.function_name}/code",
    part_of=lambda p: f"lambda:function/{p.function_name}",
    request=lambda p: {"FunctionName": p.function_name, **code_members(p.code)},
    read=_read_code,
    wanted=lambda p: {"code_sha256": code_sha256(p.code.artefact)},
    replaces=lambda p: {"code_sha256": code_sha256(p.previous.artefact)},
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="update_lambda_code",
        params={
            "function_name": p.function_name,
            "code": p.previous.model_dump(exclude_none=True),
            "previous": p.code.model_dump(exclude_none=True),
        },
    ),
    undo_action="update_lambda_code",
    needs=_update_code_needs,
    is_ready=_is_ready,
    transient=(STILL_UPDATING,),
    redacted=frozenset({"ZipFile"}),
)


def _replaced_names(params: UpdateConfigurationParams) -> JsonObject:
    """AWS tells the values of an environment to nobody here, so they are given back from the vault;
    everything else is given back as it was read.
    """
    if params.configuration.environment is None or params.previous.environment is None:
        return {}
    return {"environment_names": [*sorted(params.previous.environment)]}


def _settings_again(
    params: UpdateConfigurationParams, before: LiveState, _outputs: Mapping[str, str]
) -> Undo:
    """As they were found, even where somebody had changed them since the release before."""
    found = {name: before[name] for name in _SETTINGS} if before else {}
    return Undo(
        action="update_lambda_configuration",
        params={
            "function_name": params.function_name,
            "configuration": {**params.previous.model_dump(exclude_none=True), **found},
            "previous": params.configuration.model_dump(exclude_none=True),
        },
    )


UPDATE_LAMBDA_CONFIGURATION = Action(
    name="update_lambda_configuration",
    service="lambda",
    operation="UpdateFunctionConfiguration",
    kind=ActionKind.UPDATE,
    params=UpdateConfigurationParams,
    title=lambda p: f"Change the settings of the function {p.function_name}",
    resource=lambda p: f"lambda:function/{p.function_name}/configuration",
    part_of=lambda p: f"lambda:function/{p.function_name}",
    request=lambda p: _configuration_request(p.function_name, p.configuration),
    read=_read_configuration,
    wanted=lambda p: _wanted_settings(p.configuration),
    replaces=_replaced_names,
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=_settings_again,
    undo_action="update_lambda_configuration",
    needs=function_needs("lambda:UpdateFunctionConfiguration", "lambda:GetFunction"),
    is_ready=_is_ready,
    transient=(STILL_UPDATING,),
    redacted=_ENVIRONMENT,
)

ACTIONS = (DEPLOY_LAMBDA, DELETE_LAMBDA, UPDATE_LAMBDA_CODE, UPDATE_LAMBDA_CONFIGURATION)
