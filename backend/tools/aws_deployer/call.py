"""The one module that makes calls that change anything.

A call is built from a declaration and resolved parameters; artefact bytes and secrets join it here
and nowhere else, and are dropped when it returns.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol, cast

from pydantic import JsonValue

from backend.aws.account import AwsAccount
from backend.aws.errors import AwsFailure
from backend.aws.permits import BoundCall
from backend.domain.canonical import JsonObject
from backend.domain.identifiers import ArtefactDigest, Scope
from backend.domain.plans.plan import AccountBinding
from backend.domain.plans.references import Reference, ReferenceKind, references_in, resolve
from backend.domain.redaction import KnownSecrets, Redactor
from backend.domain.secrets import Secret
from backend.tools.aws_deployer.catalog.declaration import Action, ArtefactBody, Params


class ArtefactReader(Protocol):
    """Packaged bytes by digest, verified on reading."""

    async def read(self, digest: ArtefactDigest) -> bytes: ...


class Vault(Protocol):
    """What apply needs of the credentials: secrets for the time of a block alone."""

    def open_account(
        self, scope: Scope, binding: AccountBinding, errand: "Errand"
    ) -> AbstractAsyncContextManager[AwsAccount]:
        """Access for one errand; with a role, AWS itself refuses what its policy does not name."""
        ...

    def open_values(
        self, scope: Scope, names: frozenset[str]
    ) -> AbstractAsyncContextManager[dict[str, Secret]]:
        """The values of ``credential_id.NAME`` references, by that name."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Errand:
    """What access is opened for: a name for AWS's own log, and the least policy, if any."""

    name: str
    policy: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Makes the calls of one step in one account."""

    account: AwsAccount
    artefacts: ArtefactReader
    vault: Vault
    scope: Scope

    async def perform(self, action: Action, params: Params) -> dict[str, str]:
        """Make the one call that the action declares, and give what it answered, redacted.

        Raises:
            AwsFailure: AWS refused it, or nobody knows.
        """
        async with self._bound(action, params) as (call, redactor):
            response = await asyncio.to_thread(self.account.perform, call)
            told = action.answered(params, response)
            return {name: redactor.text(text) for name, text in told.items()}

    @asynccontextmanager
    async def _bound(
        self, action: Action, params: Params
    ) -> AsyncGenerator[tuple[BoundCall, Redactor]]:
        members: dict[str, Any] = {}
        plain: JsonObject = {}
        for name, value in action.request(params).items():
            match value:
                case ArtefactBody():
                    members[name] = await self._bytes(value)
                case {"ZipFile": ArtefactBody() as body}:
                    members[name] = {"ZipFile": await self._bytes(body)}
                case _:
                    plain[name] = cast(JsonValue, value)
        async with self.vault.open_values(self.scope, _secrets_in(plain)) as secrets:
            for name, value in plain.items():
                members[name] = resolve(value, lambda found: _reveal(secrets, found))
            redactor = _redactor_of(secrets)
            call = BoundCall(service=action.service, operation=action.operation, params=members)
            try:
                yield call, redactor
            except AwsFailure as failure:
                raise failure.told_by(redactor.text) from None
            finally:
                members.clear()

    async def _bytes(self, body: ArtefactBody) -> bytes:
        return await self.artefacts.read(ArtefactDigest(body.digest))


def _secrets_in(members: JsonObject) -> frozenset[str]:
    return frozenset(
        reference.name
        for reference in references_in(members)
        if reference.kind is ReferenceKind.SECRET
    )


def _reveal(secrets: dict[str, Secret], reference: Reference) -> str:
    return secrets[reference.name].reveal()


def _redactor_of(secrets: dict[str, Secret]) -> Redactor:
    known = KnownSecrets()
    for secret in secrets.values():
        known.register(secret.reveal())
    return Redactor(known)
