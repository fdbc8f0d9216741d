"""Lambda: the parameters that its actions share, and the permissions that they need."""

import base64
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, JsonValue, model_validator

from backend.domain.plans.references import ReferenceKind
from backend.tools.aws_deployer.catalog.declaration import (
    ArtefactBody,
    IamNeed,
    Params,
    TransientRefusal,
)
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
    """A package: in a bucket, or without one sent with the call itself."""

    bucket_name: BucketName | None = None
    object_name: ObjectName | None = None
    artefact: ArtefactName

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.bucket_name is None) != (self.object_name is None):
            raise ValueError("bucket_name and object_name belong together")
        return self


class Configuration(Params):
    """Memory is in MiB, the time limit in seconds; environment values are ``{"$secret": …}``
    references, and without an environment the function keeps the one that it has.
    """

    description: str = Field(max_length=256)
    handler: str = Field(max_length=128)
    runtime: str
    memory_mb: int = Field(ge=128, le=10240)
    timeout_s: int = Field(ge=1, le=900)
    environment: dict[str, SecretReference] | None = None


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


def code_members(code: CodeLocation) -> dict[str, JsonValue | ArtefactBody]:
    """The members of a request that say where Lambda finds the package."""
    if code.bucket_name is None:
        return {"ZipFile": ArtefactBody(code.artefact)}
    return {"S3Bucket": code.bucket_name, "S3Key": code.object_name}


def package_needs(code: CodeLocation) -> tuple[IamNeed, ...]:
    """The permission to read the package where it lies."""
    if code.bucket_name is None:
        return ()
    package = f"arn:aws:s3:::{code.bucket_name}/{code.object_name}"
    return (IamNeed(actions=("s3:GetObject",), resources=(package,)),)


def code_sha256(artefact: str) -> str:
    """Lambda's ``CodeSha256`` (base64) of an artefact digest (``sha256:`` and hexadecimal)."""
    return base64.b64encode(bytes.fromhex(artefact.removeprefix("sha256:"))).decode()


def artefact_of(sha256: str) -> str:
    """The inverse of :func:`code_sha256`."""
    return f"sha256:{base64.b64decode(sha256).hex()}"


def function_needs(*actions: str) -> Any:
    """Permissions on the function and its versions and aliases."""

    def needs(params: FunctionName) -> tuple[IamNeed, ...]:
        arn = f"arn:aws:lambda:{{region}}:{{account}}:function:{params.function_name}"
        return (IamNeed(actions=actions, resources=(arn, f"{arn}:*")),)

    return needs
