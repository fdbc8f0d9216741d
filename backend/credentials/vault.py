"""The vault: credentials encrypted in the document store, revealed for one purpose at a time."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from backend.credentials.encryption import Binding, open_envelope, seal_envelope
from backend.credentials.in_use import registered
from backend.credentials.key_ring import KeyRingFile, RandomBytes
from backend.credentials.records import COLLECTION, CredentialRecord, record_from, record_of
from backend.domain.aws_credentials import (
    CredentialScope,
    CredentialSpec,
    CredentialSummary,
    restored_spec,
)
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import CredentialId
from backend.domain.redaction import KnownSecrets
from backend.stores.documents import DocumentStore

_ID_BYTES = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class CredentialUse:
    """That somebody is about to see a credential: for the audit, before it is decrypted."""

    credential_id: CredentialId
    scope: CredentialScope
    purpose: str
    used_at: datetime


RecordUse = Callable[[CredentialUse], Awaitable[None]]
"""Writes a use to the audit; if it fails, the credential stays closed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VaultParts:
    """What the vault is built on."""

    store: DocumentStore
    keys: KeyRingFile
    known: KnownSecrets
    record_use: RecordUse
    clock: Callable[[], datetime]
    random_bytes: RandomBytes


class CredentialVault:
    """Every call names a scope; what belongs to another tenant, environment or person is not found.

    A scope without an application sees all of its environment; one with an application sees its own
    credentials and those of the environment.
    """

    def __init__(self, parts: VaultParts) -> None:
        self._parts = parts
        self._store = parts.store

    async def add(self, scope: CredentialScope, spec: CredentialSpec) -> CredentialSummary:
        """Encrypt and store a credential; its secrets cannot be read back but by :meth:`reveal`."""
        credential_id = CredentialId(f"cred_{self._parts.random_bytes(_ID_BYTES).hex()}")
        record = self._sealed(scope, credential_id, spec)
        await self._store.insert(COLLECTION, record.to_document())
        return record.summary()

    async def replace(
        self, scope: CredentialScope, credential_id: CredentialId, spec: CredentialSpec
    ) -> CredentialSummary:
        """Put other secrets in the place of a credential; whatever is bound to its id goes on.

        Raises:
            UserCanFix: ``E_CREDENTIAL_NOT_FOUND``.
        """
        known = await self._record(scope, credential_id)
        record = self._sealed(known.scope, credential_id, spec)
        await self._store.replace(COLLECTION, {"_id": credential_id}, record.to_document())
        return record.summary()

    async def list(self, scope: CredentialScope) -> list[CredentialSummary]:
        """What the scope may use, oldest first."""
        documents = await self._store.find(COLLECTION, _seen_by(scope), sort=[("created_at", 1)])
        return [record_from(document).summary() for document in documents]

    async def get(self, scope: CredentialScope, credential_id: CredentialId) -> CredentialSummary:
        """One summary.

        Raises:
            UserCanFix: ``E_CREDENTIAL_NOT_FOUND``.
        """
        return (await self._record(scope, credential_id)).summary()

    async def record_identity(
        self, scope: CredentialScope, credential_id: CredentialId, *, account_id: str, arn: str
    ) -> CredentialSummary:
        """Keep the account and caller that AWS itself named for this credential.

        Raises:
            UserCanFix: ``E_CREDENTIAL_NOT_FOUND``.
        """
        query = {**_seen_by(scope), "_id": credential_id}
        update = {"$set": {"account_id": account_id, "arn": arn}}
        document = await self._store.update_one(COLLECTION, query, update)
        if document is None:
            raise _not_found(credential_id)
        return record_from(document).summary()

    async def delete(self, scope: CredentialScope, credential_id: CredentialId) -> None:
        """Remove a credential for good.

        Raises:
            UserCanFix: ``E_CREDENTIAL_NOT_FOUND``.
        """
        if not await self._store.delete(COLLECTION, {**_seen_by(scope), "_id": credential_id}):
            raise _not_found(credential_id)

    @asynccontextmanager
    async def reveal(
        self, scope: CredentialScope, credential_id: CredentialId, *, purpose: str
    ) -> AsyncGenerator[CredentialSpec, None]:
        """The credential, decrypted, for the length of a ``with`` block.

        The use is recorded first. Inside the block the secrets are known to the redaction; whoever
        takes them out of the block breaks the promise of this method.

        Raises:
            UserCanFix: ``E_CREDENTIAL_NOT_FOUND`` or ``E_CREDENTIALS_EXPIRED``.
            OperatorMustAct: ``CREDENTIAL_BINDING``.
        """
        record = await self._record(scope, credential_id)
        now = self._parts.clock()
        _require_fresh(record.public, now)
        await self._parts.record_use(
            CredentialUse(credential_id=credential_id, scope=scope, purpose=purpose, used_at=now)
        )
        secrets = open_envelope(record.envelope, record.binding, self._parts.keys.ring)
        with registered(self._parts.known, secrets):
            yield restored_spec(record.public, secrets)

    def _sealed(
        self, scope: CredentialScope, credential_id: CredentialId, spec: CredentialSpec
    ) -> CredentialRecord:
        envelope = seal_envelope(
            spec.secret_fields(),
            Binding(scope=scope, credential_id=credential_id),
            self._parts.keys.ring,
            self._parts.random_bytes,
        )
        return record_of(credential_id, scope, spec, envelope, self._parts.clock())

    async def _record(
        self, scope: CredentialScope, credential_id: CredentialId
    ) -> CredentialRecord:
        query = {**_seen_by(scope), "_id": credential_id}
        found = await self._store.find(COLLECTION, query, limit=1)
        if not found:
            raise _not_found(credential_id)
        return record_from(found[0])


def _seen_by(scope: CredentialScope) -> dict[str, object]:
    query: dict[str, object] = scope.model_dump(exclude={"application_id"})
    if scope.application_id is not None:
        query["application_id"] = {"$in": [None, scope.application_id]}
    return query


def _require_fresh(public: Mapping[str, object], now: datetime) -> None:
    expires_at = public.get("expires_at")
    if isinstance(expires_at, datetime) and expires_at <= now:
        raise UserCanFix(
            "E_CREDENTIALS_EXPIRED",
            f"The temporary keys {public['name']!r} expired at {expires_at.isoformat()}.",
            "Add fresh keys with: copilot credentials add",
        )


def _not_found(credential_id: CredentialId) -> UserCanFix:
    return UserCanFix(
        "E_CREDENTIAL_NOT_FOUND",
        f"There is no credential {credential_id!r} here.",
        "See what there is with: copilot credentials list",
    )
