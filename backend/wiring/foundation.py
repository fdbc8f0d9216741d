"""What every opened service stands on: stores, keys, vault, redaction, telemetry."""

import logging
import os
import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from backend.api.parts import DocumentsBackEnd
from backend.aws.throttle import Throttles
from backend.credentials.installation_keys import InstallationKeys, open_installation_keys
from backend.credentials.rotation import finish_rotation
from backend.credentials.use_audit import audited_uses
from backend.credentials.vault import CredentialVault, VaultParts
from backend.domain.redaction import KnownSecrets, Redactor
from backend.runs.copilot import OWNER
from backend.runs.event_log import StoredEventLog
from backend.settings import Settings
from backend.stores.artefacts import DiskArtefacts
from backend.stores.documents import DocumentStore
from backend.stores.repositories.everything import Repositories, open_repositories
from backend.telemetry.audit import AuditLog
from backend.telemetry.bus import SinkFailure, TelemetryBus
from backend.telemetry.sinks import StoreSink, StructuredLogSink
from backend.tools.aws_deployer.access import VaultAccess
from backend.wiring.documents import open_documents, secrets_of_documents
from backend.wiring.limits import aws_requests_per_second

EVENTS_LOG = Path("logs") / "events.jsonl"
_VAULT = "credentials"
StoreWrapper = Callable[[DocumentStore], DocumentStore]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Foundation:
    """The parts that outlive every run."""

    documents: DocumentStore
    documents_back_end: DocumentsBackEnd
    repositories: Repositories
    artefacts: DiskArtefacts
    keys: InstallationKeys
    vault: CredentialVault
    access: VaultAccess
    audit: AuditLog
    redactor: Redactor
    bus: TelemetryBus


@asynccontextmanager
async def open_foundation(
    settings: Settings, *, is_reader: bool, wrap_store: StoreWrapper | None = None
) -> AsyncGenerator[Foundation, None]:
    """Open the data directory; whoever is no reader also finishes a rotation of keys.

    ``wrap_store`` puts something in front of the documents, such as a disk that is full.

    Raises:
        OperatorMustAct: a key is missing or refused, or the store cannot be used.
    """
    async with open_documents(settings, now) as documents:
        store = wrap_store(documents) if wrap_store else documents
        log_file = StructuredLogSink(settings.home / EVENTS_LOG)
        try:
            repositories = await open_repositories(store)
            keys = await _open_keys(settings.home, store)
            if not is_reader:
                await finish_rotation(store, keys.key_ring, os.urandom)
            yield _foundation(settings, store, repositories, keys, log_file)
        finally:
            log_file.close()


async def _open_keys(home: Path, store: DocumentStore) -> InstallationKeys:
    is_new = await store.count(_VAULT, {}) == 0
    return open_installation_keys(home, may_create=is_new, random_bytes=os.urandom)


def _foundation(
    settings: Settings,
    store: DocumentStore,
    repositories: Repositories,
    keys: InstallationKeys,
    log_file: StructuredLogSink,
) -> Foundation:
    known = KnownSecrets()
    for secret in (password_in(settings.engine_url), *secrets_of_documents(settings)):
        known.register(secret)
    redactor = Redactor(known)
    audit = AuditLog(store, redactor, now)
    vault = CredentialVault(
        VaultParts(
            store=store,
            keys=keys.key_ring,
            known=known,
            record_use=audited_uses(audit),
            clock=now,
            random_bytes=os.urandom,
        )
    )
    return Foundation(
        documents=store,
        documents_back_end="embedded" if settings.mongodb_uri is None else "mongodb",
        repositories=repositories,
        artefacts=DiskArtefacts(settings.home / "artefacts"),
        keys=keys,
        vault=vault,
        access=VaultAccess(vault, OWNER, Throttles(aws_requests_per_second)),
        audit=audit,
        redactor=redactor,
        bus=TelemetryBus(
            redactor=redactor,
            store=StoreSink(StoredEventLog(repositories.events, now)),
            sinks=[log_file],
            report=_report,
        ),
    )


def password_in(url: str | None) -> str:
    """The password that a connection's URL carries, or nothing."""
    return unquote(urlsplit(url).password or "") if url else ""


def now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_hex(8)


def _report(failure: SinkFailure) -> None:
    _log.error("the sink %s did not take %s: %s", failure.sink, failure.event_id, failure.error)
