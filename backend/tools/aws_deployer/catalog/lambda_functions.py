"""Lambda: a function, its code and its configuration."""

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
    CodeLocation,
    Configuration,
    DeployLambdaParams,
    FunctionName,
    UpdateCodeParams,
    UpdateConfigurationParams,
    code_sha256,
    function_needs,
)

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
    names: list[JsonValue] = [*sorted(configuration.environment)]
    settings = configuration.model_dump(exclude={"environment"})
    return {**settings, "environment_names": names}


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
    keys = (
        "description",
        "handler",
        "runtime",
        "memory_mb",
        "timeout_s",
        "environment_names",
        "state",
    )
    return live and {key: live[key] for key in keys}


def _configuration_request(name: str, configuration: Configuration) -> dict[str, JsonValue]:
    variables: dict[str, JsonValue] = {
        name: {**reference} for name, reference in configuration.environment.items()
    }
    return {
        "FunctionName": name,
        "Description": configuration.description,
        "Handler": configuration.handler,
        "Runtime": configuration.runtime,
        "MemorySize": configuration.memory_mb,
        "Timeout": configuration.timeout_s,
        "Environment": {"Variables": variables},
    }


def _deploy_request(params: DeployLambdaParams) -> Request:
    return {
        **_configuration_request(params.function_name, params.configuration),
        "Role": params.role,
        "Architectures": [params.architecture],
        "Code": {"S3Bucket": params.code.bucket_name, "S3Key": params.code.object_name},
        "PackageType": "Zip",
        "Tags": dict(params.tags),
    }


def _package_need(code: CodeLocation) -> IamNeed:
    package = f"arn:aws:s3:::{code.bucket_name}/{code.object_name}"
    return IamNeed(actions=("s3:GetObject",), resources=(package,))


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
        _package_need(params.code),
        *((passing,) if is_known else ()),
    )


def _update_code_needs(params: UpdateCodeParams) -> tuple[IamNeed, ...]:
    actions = ("lambda:UpdateFunctionCode", "lambda:GetFunction")
    return (*function_needs(*actions)(params), _package_need(params.code))


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
    redacted=_ENVIRONMENT,
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
    request=lambda p: {
        "FunctionName": p.function_name,
        "S3Bucket": p.code.bucket_name,
        "S3Key": p.code.object_name,
    },
    read=_read_code,
    wanted=lambda p: {"code_sha256": code_sha256(p.code.artefact)},
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="update_lambda_code",
        params={
            "function_name": p.function_name,
            "code": p.previous.model_dump(),
            "previous": p.code.model_dump(),
        },
    ),
    undo_action="update_lambda_code",
    needs=_update_code_needs,
    is_ready=_is_ready,
    transient=(STILL_UPDATING,),
)

UPDATE_LAMBDA_CONFIGURATION = Action(
    name="update_lambda_configuration",
    service="lambda",
    operation="UpdateFunctionConfiguration",
    kind=ActionKind.UPDATE,
    params=UpdateConfigurationParams,
    title=lambda p: f"Change the settings of the function {p.function_name}",
    resource=lambda p: f"lambda:function/{p.function_name}/configuration",
    request=lambda p: _configuration_request(p.function_name, p.configuration),
    read=_read_configuration,
    wanted=lambda p: _wanted_settings(p.configuration),
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="update_lambda_configuration",
        params={
            "function_name": p.function_name,
            "configuration": p.previous.model_dump(),
            "previous": p.configuration.model_dump(),
        },
    ),
    undo_action="update_lambda_configuration",
    needs=function_needs("lambda:UpdateFunctionConfiguration", "lambda:GetFunction"),
    is_ready=_is_ready,
    transient=(STILL_UPDATING,),
    redacted=_ENVIRONMENT,
)

ACTIONS = (DEPLOY_LAMBDA, DELETE_LAMBDA, UPDATE_LAMBDA_CODE, UPDATE_LAMBDA_CONFIGURATION)
