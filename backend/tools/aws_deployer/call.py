"""The one module that makes calls that change anything.

A call is built from a declaration and resolved parameters; artefact bytes and secrets join it here
and nowhere else, and are dropped when it returns.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

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

    async def perform(self, action: Action, params: Params) -> None:
        """Make the one call that the action declares; raises ``AwsFailure``."""
        async with self._bound(action, params) as call:
            await asyncio.to_thread(self.account.perform, call)

    @asynccontextmanager
    async def _bound(self, action: Action, params: Params) -> AsyncGenerator[BoundCall]:
        members: dict[str, JsonValue | bytes] = {}
        request = action.request(params)
        plain: JsonObject = {}
        for name, value in request.items():
            if isinstance(value, ArtefactBody):
                members[name] = await self.artefacts.read(ArtefactDigest(value.digest))
            else:
                plain[name] = value
        async with self.vault.open_values(self.scope, _secrets_in(plain)) as secrets:
            for name, value in plain.items():
                members[name] = resolve(value, lambda found: _reveal(secrets, found))
            try:
                yield BoundCall(service=action.service, operation=action.operation, params=members)
            except AwsFailure as failure:
                raise failure.told_by(_redactor_of(secrets).text) from None
            finally:
                members.clear()


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
