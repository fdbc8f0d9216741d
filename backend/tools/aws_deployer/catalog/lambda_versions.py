"""Lambda: published versions, aliases, and an invocation."""

import json
from collections.abc import Iterator, Mapping
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

LATEST = "$LATEST"
LONGEST_RESPONSE = 4096
_PUBLISHED = (
    "CodeSha256", "Handler", "Runtime", "MemorySize", "Timeout", "Environment", "Role", "Layers",
    "VpcConfig", "Architectures", "EphemeralStorage", "TracingConfig", "KMSKeyArn",
)  # fmt: skip
"""What makes a version differ from the one before it."""


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


def _versions(reader: Reader, function_name: str) -> Iterator[dict[str, Any]]:
    """``$LATEST`` and every published version, over all pages."""
    marker: str | None = None
    while True:
        page = {"Marker": marker} if marker else {}
        answer = reader.find(
            "lambda", "ListVersionsByFunction", MISSING, FunctionName=function_name, **page
        )
        yield from (answer or {}).get("Versions", [])
        marker = (answer or {}).get("NextMarker")
        if not marker:
            return


def _find_version(reader: Reader, params: PublishParams) -> dict[str, Any] | None:
    """The published version that carries the description."""
    return next(
        (
            version
            for version in _versions(reader, params.function_name)
            if version["Version"] != LATEST and version["Description"] == params.description
        ),
        None,
    )


def _read_published(reader: Reader, params: PublishParams) -> LiveState:
    version = _find_version(reader, params)
    if version is None:
        return None
    return {"version": version["Version"], "code_sha256": version["CodeSha256"]}


def is_published(reader: Reader, function_name: str) -> bool:
    """Whether the newest version is what ``$LATEST`` is: Lambda would publish nothing new then
    (Lambda API Reference, ``PublishVersion``).
    """
    versions = [*_versions(reader, function_name)]
    latest = [each for each in versions if each["Version"] == LATEST]
    numbered = [each for each in versions if each["Version"] != LATEST]
    if not latest or not numbered:
        return False
    newest = max(numbered, key=lambda each: int(each["Version"]))
    return all(latest[0].get(key) == newest.get(key) for key in _PUBLISHED)


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
    part_of=lambda p: f"lambda:function/{p.function_name}",
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
    part_of=lambda p: f"lambda:function/{p.function_name}",
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
    part_of=lambda p: f"lambda:function/{p.function_name}",
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
            "version": before["version"] if before else p.previous_version,
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


def _told_by_function(_params: InvokeParams, response: Mapping[str, Any]) -> dict[str, str]:
    """What the function said, cut to ``LONGEST_RESPONSE`` characters."""
    said = bytes(response.get("Payload") or b"").decode(errors="replace")
    failed = response.get("FunctionError")
    return {
        "status_code": str(response["StatusCode"]),
        "response": said[:LONGEST_RESPONSE],
        **({"function_error": str(failed)} if failed else {}),
    }


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
    follows=lambda p: f"lambda:function/{p.function_name}",
    answered=_told_by_function,
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
