"""The public arguments of every tool, where they are not simply the catalogue's own parameters.

A person names files, and nothing that the run knows better: who owns a resource, and what is there
now. The names are those of the specification.
"""

from typing import Any

from pydantic import Field, create_model

from backend.tools.aws_deployer.catalog import CATALOGUE
from backend.tools.aws_deployer.catalog.declaration import Params
from backend.tools.aws_deployer.catalog.iam import RoleName
from backend.tools.aws_deployer.catalog.lambda_parameters import FunctionName, RoleArn
from backend.tools.aws_deployer.catalog.lambda_versions import LATEST, AliasParams
from backend.tools.aws_deployer.catalog.s3 import BucketName, ObjectName

LAMBDA = "lambda.amazonaws.com"
FILLED = frozenset({"tags", "region"})
"""Parameters that the run fills; ``region`` may be said, but is the operation's own."""
REACHED_THROUGH = {
    "replace_s3_object": "upload_s3",
    "replace_role_policy": "put_role_policy",
    "change_log_retention": "set_log_retention",
    "limit_log_retention": "set_log_retention",
}
"""What a tool becomes where something is there already: nobody asks for it by name."""
OTHER_NAMES = {"create_iam_role": "create_role", "delete_iam_role": "delete_role"}


class UploadForm(Params):
    """A file of the workspace; its object is called like it unless said otherwise."""

    bucket_name: BucketName
    file_path: str = Field(min_length=1, max_length=4096)
    object_name: ObjectName | None = None


class CreateRoleForm(RoleName):
    """``trusted_service`` is another word for ``service_principal``."""

    service_principal: str | None = None
    trusted_service: str | None = None


class DeployForm(FunctionName):
    """A new function from a package of the workspace."""

    zip_file: str = Field(min_length=1, max_length=4096)
    role_arn: RoleArn
    handler: str
    runtime: str
    description: str = ""
    memory_mb: int = 512
    timeout_s: int = 30
    architecture: str = "x86_64"


class UpdateCodeForm(FunctionName):
    """A package of the workspace for a function that exists."""

    zip_file: str = Field(min_length=1, max_length=4096)


class UpdateConfigurationForm(FunctionName):
    """What is not said stays as it is."""

    description: str | None = None
    handler: str | None = None
    runtime: str | None = None
    memory_mb: int | None = None
    timeout_s: int | None = None


class PublishForm(FunctionName):
    """``description`` tells the version from all others."""

    description: str | None = None


class InvokeForm(FunctionName):
    """Without a qualifier, the newest code."""

    payload: dict[str, Any] = Field(default_factory=dict[str, Any])
    qualifier: str = LATEST


_FORMS: dict[str, type[Params]] = {
    "upload_s3": UploadForm,
    "create_role": CreateRoleForm,
    "deploy_lambda": DeployForm,
    "update_lambda_code": UpdateCodeForm,
    "update_lambda_configuration": UpdateConfigurationForm,
    "publish_version": PublishForm,
    "update_lambda_alias": AliasParams,
    "invoke_lambda": InvokeForm,
}


def _without_filled(params: type[Params]) -> type[Params]:
    """The same parameters, without those that the run fills."""
    kept: dict[str, Any] = {
        name: (field.annotation, field)
        for name, field in params.model_fields.items()
        if name not in FILLED
    }
    return create_model(f"{params.__name__}Form", __base__=Params, **kept)


FORMS: dict[str, type[Params]] = {
    name: _FORMS.get(name) or _without_filled(action.params)
    for name, action in CATALOGUE.items()
    if name not in REACHED_THROUGH
}
"""By the catalogue's name, what a person may say."""


def catalogue_name(tool: str) -> str | None:
    """What a tool is called in the catalogue, by any of its names; ``None`` where nobody can ask
    for it.
    """
    name = OTHER_NAMES.get(tool, tool)
    return name if name in FORMS else None
