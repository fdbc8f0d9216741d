"""Lambda: published versions, aliases, and an invocation."""

import json
from typing import Any

from pydantic import Field

from backend.aws.account import Reader
from backend.domain.plans.actions import Effect, UndoLabel
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    LiveState,
    Undo,
)
from backend.tools.aws_deployer.catalog.lambda_parameters import (
    MISSING,
    STILL_UPDATING,
    FunctionName,
    code_sha256,
    function_needs,
)
from backend.tools.aws_deployer.catalog.s3 import ArtefactName


class PublishParams(FunctionName):
    """``description`` names the release and tells this version from all others."""

    artefact: ArtefactName
    description: str = Field(min_length=1, max_length=256)


class VersionParams(FunctionName):
    version: str = Field(pattern=r"^[0-9]+$")


class AliasName(FunctionName):
    alias: str = Field(pattern=r"^[a-zA-Z0-9-_]{1,128}$")


class AliasParams(AliasName):
    version: str


class UpdateAliasParams(AliasParams):
    previous_version: str


class InvokeParams(FunctionName):
    qualifier: str
    payload: dict[str, Any]


def _find_version(reader: Reader, params: PublishParams) -> dict[str, Any] | None:
    """The published version that carries the description, over all pages."""
    marker: str | None = None
    while True:
        page = {"Marker": marker} if marker else {}
        answer = reader.find(
            "lambda", "ListVersionsByFunction", MISSING, FunctionName=params.function_name, **page
        )
        for version in (answer or {}).get("Versions", []):
            if version["Version"] != "$LATEST" and version["Description"] == params.description:
                return version
        marker = (answer or {}).get("NextMarker")
        if not marker:
            return None


def _read_published(reader: Reader, params: PublishParams) -> LiveState:
    version = _find_version(reader, params)
    if version is None:
        return None
    return {"version": version["Version"], "code_sha256": version["CodeSha256"]}


def _read_version(reader: Reader, params: VersionParams) -> LiveState:
    version = reader.find(
        "lambda",
        "GetFunctionConfiguration",
        MISSING,
        FunctionName=params.function_name,
        Qualifier=params.version,
    )
    return None if version is None else {"code_sha256": version["CodeSha256"]}


PUBLISH_VERSION = Action(
    name="publish_version",
    service="lambda",
    operation="PublishVersion",
    kind=ActionKind.CREATE,
    params=PublishParams,
    title=lambda p: f"Publish the code of {p.function_name} as a version",
    resource=lambda p: f"lambda:version/{p.function_name}/{p.description}",
    request=lambda p: {
        "FunctionName": p.function_name,
        "CodeSha256": code_sha256(p.artefact),
        "Description": p.description,
    },
    read=_read_published,
    wanted=lambda p: {"code_sha256": code_sha256(p.artefact)},
    outputs=lambda p, live: {"version": str(live["version"])},
    output_names=frozenset({"version"}),
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="delete_lambda_version",
        params={"function_name": p.function_name, "version": outputs["version"]},
    ),
    undo_action="delete_lambda_version",
    needs=function_needs("lambda:PublishVersion", "lambda:ListVersionsByFunction"),
    transient=(STILL_UPDATING,),
)

DELETE_VERSION = Action(
    name="delete_lambda_version",
    service="lambda",
    operation="DeleteFunction",
    kind=ActionKind.DELETE,
    params=VersionParams,
    title=lambda p: f"Delete version {p.version} of the function {p.function_name}",
    resource=lambda p: f"lambda:version/{p.function_name}/{p.version}",
    request=lambda p: {"FunctionName": p.function_name, "Qualifier": p.version},
    read=_read_version,
    wanted=lambda p: {},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.IRREVERSIBLE,
    needs=function_needs("lambda:DeleteFunction", "lambda:GetFunctionConfiguration"),
)


def _read_alias(reader: Reader, params: AliasName) -> LiveState:
    answer = reader.find(
        "lambda", "GetAlias", MISSING, FunctionName=params.function_name, Name=params.alias
    )
    return None if answer is None else {"version": answer["FunctionVersion"]}


CREATE_ALIAS = Action(
    name="create_alias",
    service="lambda",
    operation="CreateAlias",
    kind=ActionKind.CREATE,
    params=AliasParams,
    title=lambda p: f"Point the alias {p.alias} of {p.function_name} to the new version",
    resource=lambda p: f"lambda:alias/{p.function_name}/{p.alias}",
    request=lambda p: {
        "FunctionName": p.function_name,
        "Name": p.alias,
        "FunctionVersion": p.version,
    },
    read=_read_alias,
    wanted=lambda p: {"version": p.version},
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="delete_lambda_alias", params={"function_name": p.function_name, "alias": p.alias}
    ),
    undo_action="delete_lambda_alias",
    needs=function_needs("lambda:CreateAlias", "lambda:GetAlias"),
)

UPDATE_ALIAS = Action(
    name="update_lambda_alias",
    service="lambda",
    operation="UpdateAlias",
    kind=ActionKind.UPDATE,
    params=UpdateAliasParams,
    title=lambda p: f"Move the alias {p.alias} of {p.function_name} to another version",
    resource=lambda p: f"lambda:alias/{p.function_name}/{p.alias}",
    request=CREATE_ALIAS.request,
    read=_read_alias,
    wanted=lambda p: {"version": p.version},
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="update_lambda_alias",
        params={
            "function_name": p.function_name,
            "alias": p.alias,
            "version": p.previous_version,
            "previous_version": p.version,
        },
    ),
    undo_action="update_lambda_alias",
    needs=function_needs("lambda:UpdateAlias", "lambda:GetAlias"),
)

DELETE_ALIAS = Action(
    name="delete_lambda_alias",
    service="lambda",
    operation="DeleteAlias",
    kind=ActionKind.DELETE,
    params=AliasName,
    title=lambda p: f"Delete the alias {p.alias} of {p.function_name}",
    resource=lambda p: f"lambda:alias/{p.function_name}/{p.alias}",
    request=lambda p: {"FunctionName": p.function_name, "Name": p.alias},
    read=_read_alias,
    wanted=lambda p: {},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.IRREVERSIBLE,
    needs=function_needs("lambda:DeleteAlias", "lambda:GetAlias"),
)


def _read_target(reader: Reader, params: InvokeParams) -> LiveState:
    answer = reader.find(
        "lambda",
        "GetFunctionConfiguration",
        MISSING,
        FunctionName=params.function_name,
        Qualifier=params.qualifier,
    )
    return None if answer is None else {"code_sha256": answer["CodeSha256"]}


INVOKE_LAMBDA = Action(
    name="invoke_lambda",
    service="lambda",
    operation="Invoke",
    kind=ActionKind.RUN,
    params=InvokeParams,
    title=lambda p: f"Invoke {p.function_name}:{p.qualifier}",
    resource=lambda p: f"lambda:function/{p.function_name}/invocation",
    request=lambda p: {
        "FunctionName": p.function_name,
        "Qualifier": p.qualifier,
        "Payload": json.dumps(p.payload, sort_keys=True),
    },
    read=_read_target,
    wanted=lambda p: {},
    effect=Effect.WRITE,
    label=UndoLabel.IRREVERSIBLE,
    needs=function_needs("lambda:InvokeFunction", "lambda:GetFunctionConfiguration"),
    redacted=frozenset({"Payload"}),
)

ACTIONS = (
    PUBLISH_VERSION,
    DELETE_VERSION,
    CREATE_ALIAS,
    UPDATE_ALIAS,
    DELETE_ALIAS,
    INVOKE_LAMBDA,
)
