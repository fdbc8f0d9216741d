"""What can be kept in the vault, and what may be shown of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter, field_validator

from backend.domain.identifiers import (
    ApplicationId,
    CredentialId,
    EnvironmentId,
    TenantId,
    Value,
)
from backend.domain.secrets import FilledSecret, Secret

_SHOWN_DIGITS = 4
_SHORTEST_TO_SHOW = 16

CredentialKind = Literal[
    "access_key", "role", "sandbox_account", "github_token", "environment_values"
]


ACCOUNT_KINDS: tuple[CredentialKind, ...] = ("access_key", "role", "sandbox_account")
"""What an AWS account can be reached with."""


class CredentialScope(Value):
    """Whose a credential is; without an application it serves all of the environment."""

    tenant_id: TenantId
    environment_id: EnvironmentId
    application_id: ApplicationId | None = None
    user_id: str


class _Spec(Value):
    # A value that is refused must not be quoted in the message: it may be a secret.
    model_config = ConfigDict(hide_input_in_errors=True)

    name: str = Field(min_length=1, max_length=64)

    def secret_fields(self) -> dict[str, Secret]:
        """What is encrypted, by field."""
        fields = {field: getattr(self, field) for field in type(self).model_fields}
        return {field: value for field, value in fields.items() if isinstance(value, Secret)}

    def public_fields(self) -> dict[str, object]:
        """What may be stored and shown in plain text."""
        return self.model_dump(exclude=set(self.secret_fields()))

    def last_four(self) -> str:
        """Enough to tell two credentials apart; empty where there is nothing to show."""
        return ""


class AccessKeySpec(_Spec):
    """An AWS access key of a user, or temporary keys with their session token."""

    kind: Literal["access_key"] = "access_key"
    access_key_id: str = Field(pattern=r"^A[KS]IA[A-Z0-9]{16}$")
    secret_access_key: FilledSecret
    session_token: FilledSecret | None = None
    expires_at: AwareDatetime | None = None

    def last_four(self) -> str:
        """The end of the access key id, as the AWS console shows it."""
        return self.access_key_id[-_SHOWN_DIGITS:]


class RoleSpec(_Spec):
    """A role to be assumed with another credential; AWS says that an external id is no secret."""

    kind: Literal["role"] = "role"
    role_arn: str = Field(
        pattern=r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$", max_length=640
    )
    external_id: str | None = Field(
        default=None, pattern=r"^[A-Za-z0-9_+=,.@:/-]+$", min_length=2, max_length=1224
    )
    source_credential_id: CredentialId


class SandboxAccountSpec(_Spec):
    """The simulated account: an endpoint on this machine, and no keys."""

    kind: Literal["sandbox_account"] = "sandbox_account"
    endpoint_url: str = Field(pattern=r"^http://(127\.0\.0\.1|localhost|\[::1\]):[0-9]{1,5}$")


class GithubTokenSpec(_Spec):
    """A token that may read repositories."""

    kind: Literal["github_token"] = "github_token"
    token: FilledSecret

    def last_four(self) -> str:
        """The end of a token that is long enough to spare it."""
        is_long = len(self.token) >= _SHORTEST_TO_SHOW
        return self.token.reveal()[-_SHOWN_DIGITS:] if is_long else ""


class EnvironmentValuesSpec(_Spec):
    """The values of ``--env K=V``; plans name them by credential id and variable."""

    kind: Literal["environment_values"] = "environment_values"
    values: dict[str, Secret] = Field(min_length=1)

    @field_validator("values")
    @classmethod
    def _names_are_variables(cls, values: dict[str, Secret]) -> dict[str, Secret]:
        for name in values:
            if not name.isascii() or not name.isidentifier():
                raise ValueError(f"{name!r} is no name of an environment variable")
        return values

    def secret_fields(self) -> dict[str, Secret]:
        """Each value under its variable's name."""
        return dict(self.values)

    def public_fields(self) -> dict[str, object]:
        """Only that there are values; their names are those of the encrypted fields."""
        return self.model_dump(exclude={"values"})


CredentialSpec = Annotated[
    AccessKeySpec | RoleSpec | SandboxAccountSpec | GithubTokenSpec | EnvironmentValuesSpec,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, kw_only=True, slots=True)
class AwsCredentials:
    """Keys to sign with, wherever they came from; ``source`` says where, for people."""

    access_key_id: str
    secret_access_key: Secret
    session_token: Secret | None = None
    region: str | None = None
    source: str

    def secret_fields(self) -> dict[str, Secret]:
        """What must be redacted while the keys are in use."""
        token = {} if self.session_token is None else {"session_token": self.session_token}
        return {"secret_access_key": self.secret_access_key, **token}


class CredentialSummary(Value):
    """What is shown of a credential; never the credential."""

    credential_id: CredentialId
    scope: CredentialScope
    kind: CredentialKind
    name: str
    last_four: str
    is_sandbox: bool
    account_id: str | None = None
    arn: str | None = None
    expires_at: AwareDatetime | None = None
    created_at: AwareDatetime


def restored_spec(public: Mapping[str, object], secrets: Mapping[str, Secret]) -> CredentialSpec:
    """The specification from its halves, ``public_fields`` and ``secret_fields``."""
    is_environment = public.get("kind") == "environment_values"
    private = {"values": dict(secrets)} if is_environment else dict(secrets)
    return _adapter().validate_python({**public, **private})


def split_secret_reference(name: str) -> tuple[CredentialId, str | None]:
    """``credential_id`` or ``credential_id.field`` as it stands in a plan, in its parts."""
    credential_id, _, field = name.partition(".")
    return CredentialId(credential_id), field or None


@cache
def _adapter() -> TypeAdapter[CredentialSpec]:
    return TypeAdapter(CredentialSpec)
