"""Moving every stored credential to a new master key while the server runs."""

import asyncio
from dataclasses import dataclass, replace

from backend.credentials.encryption import open_envelope, seal_envelope
from backend.credentials.key_ring import KeyRingFile, RandomBytes
from backend.credentials.records import COLLECTION, CredentialRecord, envelope_document, record_from
from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import CredentialId
from backend.stores.documents import DocumentStore

_BATCH = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class RotationReport:
    """What a rotation did: how many it moved, which it could not read, which keys it forgot."""

    moved: int
    unreadable: tuple[CredentialId, ...]
    retired_key_ids: tuple[str, ...]


async def rotate(
    store: DocumentStore, keys: KeyRingFile, random_bytes: RandomBytes
) -> RotationReport:
    """Make a new active key and move every credential to it.

    The old keys stay in the ring until :func:`finish_rotation`: a credential that is being added at
    this moment may still be under one of them.
    """
    await asyncio.to_thread(keys.add_key)
    return await _move_all(store, keys, random_bytes)


async def finish_rotation(
    store: DocumentStore, keys: KeyRingFile, random_bytes: RandomBytes
) -> RotationReport:
    """At a start, before anything is served: go on where a kill ended it, and forget the old keys.

    Does nothing when there is nothing to do. While a record cannot be read, all keys stay.
    """
    report = await _move_all(store, keys, random_bytes)
    old = keys.ring.key_ids - {keys.ring.active_key_id}
    if not old or report.unreadable:
        return report
    await asyncio.to_thread(keys.retire, old)
    return replace(report, retired_key_ids=tuple(sorted(old)))


async def _move_all(
    store: DocumentStore, keys: KeyRingFile, random_bytes: RandomBytes
) -> RotationReport:
    moved = 0
    unreadable: list[CredentialId] = []
    while batch := await _next_batch(store, keys, unreadable):
        for record in batch:
            try:
                moved += await _move(store, record, keys, random_bytes)
            except OperatorMustAct as error:
                if error.error_code != "CREDENTIAL_BINDING":
                    raise
                unreadable.append(record.credential_id)
    return RotationReport(moved=moved, unreadable=tuple(unreadable), retired_key_ids=())


async def _next_batch(
    store: DocumentStore, keys: KeyRingFile, passed: list[CredentialId]
) -> list[CredentialRecord]:
    query: dict[str, object] = {"envelope.key_id": {"$ne": keys.ring.active_key_id}}
    found = await store.find(COLLECTION, query, limit=_BATCH + len(passed))
    records = [record_from(document) for document in found]
    return [record for record in records if record.credential_id not in passed]


async def _move(
    store: DocumentStore, record: CredentialRecord, keys: KeyRingFile, random_bytes: RandomBytes
) -> bool:
    """Encrypt one record anew; ``False`` if somebody else changed it first."""
    secrets = open_envelope(record.envelope, record.binding, keys.ring)
    envelope = seal_envelope(secrets, record.binding, keys.ring, random_bytes)
    query = {"_id": record.credential_id, "envelope.key_id": record.envelope.key_id}
    update = {"$set": {"envelope": envelope_document(envelope)}}
    return await store.update_one(COLLECTION, query, update) is not None
