"""``copilot credentials add``: from what was typed to a stored credential."""

from dataclasses import dataclass
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from backend.api.owner import LOCAL_OWNER
from backend.cli.connection import service
from backend.cli.machine.prompting import asked
from backend.cli.program import Program
from backend.cli.showing.surface import Line, Surface
from backend.domain.aws_credentials import AccessKeySpec, CredentialSpec, RoleSpec
from backend.domain.copilot import Copilot
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import CredentialId
from backend.domain.secrets import Secret

_SPEC: TypeAdapter[CredentialSpec] = TypeAdapter(CredentialSpec)


class Form(Protocol):
    """Something that becomes a specification, perhaps with the help of what is stored."""

    async def spec(self, copilot: Copilot) -> CredentialSpec:
        """The specification; ``UserCanFix`` where a value is refused."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadyForm:
    """A specification that was read whole."""

    value: CredentialSpec

    async def spec(self, copilot: Copilot) -> CredentialSpec:  # noqa: ARG002 - needs nothing stored
        return self.value


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessKeyForm:
    """An access key, typed unseen."""

    name: str
    access_key_id: str
    secret_access_key: Secret
    session_token: Secret | None

    @classmethod
    def asked(cls, name: str, access_key_id: str | None, *, is_temporary: bool) -> "AccessKeyForm":
        """Ask the person for what is missing."""
        key_id = access_key_id or asked("Access key id")
        secret = Secret(asked("Secret access key", is_hidden=True))
        token = Secret(asked("Session token", is_hidden=True)) if is_temporary else None
        return cls(
            name=name, access_key_id=key_id.strip(), secret_access_key=secret, session_token=token
        )

    async def spec(self, copilot: Copilot) -> CredentialSpec:  # noqa: ARG002 - needs nothing stored
        try:
            return AccessKeySpec(
                name=self.name,
                access_key_id=self.access_key_id,
                secret_access_key=self.secret_access_key,
                session_token=self.session_token,
            )
        except ValidationError as error:
            raise _invalid(error) from None


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleForm:
    """A role, and the name of the credentials that assume it."""

    name: str
    role_arn: str
    external_id: str | None
    source: str

    async def spec(self, copilot: Copilot) -> CredentialSpec:
        try:
            return RoleSpec(
                name=self.name,
                role_arn=self.role_arn,
                external_id=self.external_id,
                source_credential_id=await self._source(copilot),
            )
        except ValidationError as error:
            raise _invalid(error) from None

    async def _source(self, copilot: Copilot) -> CredentialId:
        for item in await copilot.credentials():
            if item.name == self.source:
                return item.credential_id
        raise UserCanFix(
            "E_CREDENTIAL_NOT_FOUND",
            f"There are no credentials called {self.source!r}.",
            "See what is stored with: copilot credentials list",
        )


def read_spec(content: bytes) -> ReadyForm:
    """A specification as one JSON object with its ``kind``.

    Raises:
        UserCanFix: ``E_INVALID_CREDENTIAL``, naming the fields and never what stood there.
    """
    try:
        return ReadyForm(value=_SPEC.validate_json(content))
    except ValidationError as error:
        raise _invalid(error) from None


async def store(program: Program, form: Form, *, as_json: bool) -> None:
    """Store what the form gives, and say whose it is."""
    async with service(program, "copilot credentials add") as copilot:
        added = await copilot.add_credential(LOCAL_OWNER, await form.spec(copilot))
    surface = Surface(as_json=as_json)
    if as_json:
        surface.result(added.to_json())
        return
    surface.show([Line(f"Stored {added.name!r}: {added.arn} in account {added.account_id}.")])


def _invalid(error: ValidationError) -> UserCanFix:
    places = ", ".join(sorted({".".join(map(str, each["loc"])) for each in error.errors()}))
    return UserCanFix(
        "E_INVALID_CREDENTIAL",
        f"These values are missing or wrong: {places or 'the whole object'}.",
        "An access key has an id that starts with AKIA or ASIA, and a secret; a role has an ARN.",
    )


async def forget_memory(program: Program, memory_id: str, *, as_json: bool) -> None:
    """Delete a memory for good, and say so."""
    async with service(program, "copilot memory forget") as copilot:
        await copilot.forget_memory(LOCAL_OWNER, memory_id)
    surface = Surface(as_json=as_json)
    if as_json:
        surface.result({"memory_id": memory_id})
        return
    surface.show([Line(f"Forgot {memory_id}.")])
