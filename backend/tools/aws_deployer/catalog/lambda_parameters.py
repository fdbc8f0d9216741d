"""Lambda: the parameters that its actions share, and the permissions that they need."""

import base64
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from backend.domain.plans.references import ReferenceKind
from backend.tools.aws_deployer.catalog.declaration import IamNeed, Params, TransientRefusal
from backend.tools.aws_deployer.catalog.s3 import ArtefactName, BucketName, ObjectName

MISSING = ("ResourceNotFoundException",)
ROLE_TOO_NEW = TransientRefusal(
    code="InvalidParameterValueException", contains="cannot be assumed by Lambda"
)
STILL_UPDATING = TransientRefusal(code="ResourceConflictException", contains="in progress")


class FunctionName(Params):
    function_name: str = Field(pattern=r"^[a-zA-Z0-9-_]{1,64}$")


def _require_secret(value: dict[str, str]) -> dict[str, str]:
    if [*value] != [ReferenceKind.SECRET.value]:
        raise ValueError("an environment value must be a reference to a secret")
    return value


SecretReference = Annotated[dict[str, str], AfterValidator(_require_secret)]


RoleArn = Annotated[
    str,
    Field(pattern=r"^(arn:aws:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+|\(known after [^)]+\))$"),
]
"""A role's ARN, or the text that stands for it until its own step is applied."""


class CodeLocation(Params):
    bucket_name: BucketName
    object_name: ObjectName
    artefact: ArtefactName


class Configuration(Params):
    """Memory is in MiB, the time limit in seconds; environment values are ``{"$secret": …}``
    references.
    """

    description: str = Field(max_length=256)
    handler: str = Field(max_length=128)
    runtime: str
    memory_mb: int = Field(ge=128, le=10240)
    timeout_s: int = Field(ge=1, le=900)
    environment: dict[str, SecretReference]


class DeployLambdaParams(FunctionName):
    role: RoleArn
    architecture: str
    code: CodeLocation
    configuration: Configuration
    tags: dict[str, str]


class UpdateCodeParams(FunctionName):
    code: CodeLocation
    previous: CodeLocation


class UpdateConfigurationParams(FunctionName):
    configuration: Configuration
    previous: Configuration


def code_sha256(artefact: str) -> str:
    """Lambda's ``CodeSha256`` (base64) of an artefact digest (``sha256:`` and hexadecimal)."""
    return base64.b64encode(bytes.fromhex(artefact.removeprefix("sha256:"))).decode()


def function_needs(*actions: str) -> Any:
    """Permissions on the function and its versions and aliases."""

    def needs(params: FunctionName) -> tuple[IamNeed, ...]:
        arn = f"arn:aws:lambda:{{region}}:{{account}}:function:{params.function_name}"
        return (IamNeed(actions=actions, resources=(arn, f"{arn}:*")),)

    return needs
