"""Lambda: the public URL of an alias, and the two permissions that it needs.

Since October 2025 a public function URL needs ``lambda:InvokeFunctionUrl`` *and*
``lambda:InvokeFunction`` (the latter limited to calls through the URL) in the function's policy;
see the Lambda Developer Guide, "Control access to Lambda function URLs".
"""

import json
from typing import Any, Literal

from pydantic import Field

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Effect, UndoLabel
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    LiveState,
    Request,
    Undo,
)
from backend.tools.aws_deployer.catalog.lambda_parameters import (
    MISSING,
    FunctionName,
    function_needs,
)


class UrlName(FunctionName):
    qualifier: str


class CreateUrlParams(UrlName):
    auth_type: Literal["NONE", "AWS_IAM"]


class PermissionName(UrlName):
    statement_id: str = Field(pattern=r"^[a-zA-Z0-9-_]{1,100}$")


class PermissionParams(PermissionName):
    permission: Literal["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"]


def _function(params: FunctionName) -> str:
    return f"lambda:function/{params.function_name}"


def _read_url(reader: Reader, params: UrlName) -> LiveState:
    answer = reader.find(
        "lambda",
        "GetFunctionUrlConfig",
        MISSING,
        FunctionName=params.function_name,
        Qualifier=params.qualifier,
    )
    return answer and {"auth_type": answer["AuthType"], "url": answer["FunctionUrl"]}


CREATE_FUNCTION_URL = Action(
    name="create_function_url",
    service="lambda",
    operation="CreateFunctionUrlConfig",
    kind=ActionKind.CREATE,
    params=CreateUrlParams,
    title=lambda p: f"Give {p.function_name}:{p.qualifier} a URL",
    resource=lambda p: f"lambda:url/{p.function_name}/{p.qualifier}",
    part_of=lambda p: f"lambda:function/{p.function_name}",
    request=lambda p: {
        "FunctionName": p.function_name,
        "Qualifier": p.qualifier,
        "AuthType": p.auth_type,
    },
    read=_read_url,
    wanted=lambda p: {"auth_type": p.auth_type},
    outputs=lambda p, live: {"url": str(live["url"])},
    output_names=frozenset({"url"}),
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="delete_function_url",
        params={"function_name": p.function_name, "qualifier": p.qualifier},
    ),
    undo_action="delete_function_url",
    needs=function_needs("lambda:CreateFunctionUrlConfig", "lambda:GetFunctionUrlConfig"),
    grants_on=_function,
)

DELETE_FUNCTION_URL = Action(
    name="delete_function_url",
    service="lambda",
    operation="DeleteFunctionUrlConfig",
    kind=ActionKind.DELETE,
    params=UrlName,
    title=lambda p: f"Delete the URL of {p.function_name}:{p.qualifier}",
    resource=lambda p: f"lambda:url/{p.function_name}/{p.qualifier}",
    request=lambda p: {"FunctionName": p.function_name, "Qualifier": p.qualifier},
    read=_read_url,
    wanted=lambda p: {},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.IRREVERSIBLE,
    needs=function_needs("lambda:DeleteFunctionUrlConfig", "lambda:GetFunctionUrlConfig"),
)


def _read_permission(reader: Reader, params: PermissionName) -> LiveState:
    answer = reader.find(
        "lambda",
        "GetPolicy",
        MISSING,
        FunctionName=params.function_name,
        Qualifier=params.qualifier,
    )
    statements: list[dict[str, Any]] = json.loads(answer["Policy"])["Statement"] if answer else []
    found = next((item for item in statements if item["Sid"] == params.statement_id), None)
    return found and _statement(found)


def _statement(statement: dict[str, Any]) -> JsonObject:
    principal = statement["Principal"]
    return {
        "permission": statement["Action"],
        "principal": principal if isinstance(principal, str) else next(iter(principal.values())),
        "condition": statement.get("Condition", {}),
    }


def _condition(params: PermissionParams) -> JsonObject:
    if params.permission == "lambda:InvokeFunctionUrl":
        return {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}
    return {"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}


def _permission_request(params: PermissionParams) -> Request:
    bound = (
        {"FunctionUrlAuthType": "NONE"}
        if params.permission == "lambda:InvokeFunctionUrl"
        else {"InvokedViaFunctionUrl": True}
    )
    return {
        "FunctionName": params.function_name,
        "Qualifier": params.qualifier,
        "StatementId": params.statement_id,
        "Action": params.permission,
        "Principal": "*",
        **bound,
    }


def _exposure(params: PermissionParams) -> str | None:
    if params.permission != "lambda:InvokeFunctionUrl":
        return None
    return f"Anyone on the internet can call {params.function_name} through its URL."


ADD_PERMISSION = Action(
    name="add_lambda_permission",
    service="lambda",
    operation="AddPermission",
    kind=ActionKind.CREATE,
    params=PermissionParams,
    title=lambda p: f"Let everyone use {p.permission} on {p.function_name} through its URL",
    resource=lambda p: f"lambda:permission/{p.function_name}/{p.qualifier}/{p.statement_id}",
    part_of=lambda p: f"lambda:function/{p.function_name}",
    request=_permission_request,
    read=_read_permission,
    wanted=lambda p: {
        "permission": p.permission,
        "principal": "*",
        "condition": _condition(p),
    },
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="remove_lambda_permission",
        params={
            "function_name": p.function_name,
            "qualifier": p.qualifier,
            "statement_id": p.statement_id,
        },
    ),
    undo_action="remove_lambda_permission",
    needs=function_needs("lambda:AddPermission", "lambda:GetPolicy"),
    exposes=_exposure,
    grants_on=_function,
)

REMOVE_PERMISSION = Action(
    name="remove_lambda_permission",
    service="lambda",
    operation="RemovePermission",
    kind=ActionKind.DELETE,
    params=PermissionName,
    title=lambda p: f"Take the permission {p.statement_id} from {p.function_name}:{p.qualifier}",
    resource=lambda p: f"lambda:permission/{p.function_name}/{p.qualifier}/{p.statement_id}",
    request=lambda p: {
        "FunctionName": p.function_name,
        "Qualifier": p.qualifier,
        "StatementId": p.statement_id,
    },
    read=_read_permission,
    wanted=lambda p: {},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.IRREVERSIBLE,
    needs=function_needs("lambda:RemovePermission", "lambda:GetPolicy"),
)

ACTIONS = (CREATE_FUNCTION_URL, DELETE_FUNCTION_URL, ADD_PERMISSION, REMOVE_PERMISSION)
