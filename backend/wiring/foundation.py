"""What every opened service stands on: stores, keys, vault, redaction, telemetry."""

import logging
import os
import secrets
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from backend.api.parts import DocumentsBackEnd, KnowledgeBackEnd
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
from backend.stores.knowledge.library import Library
from backend.stores.knowledge.store import KnowledgeStore
from backend.stores.repositories.everything import Repositories, open_repositories
from backend.telemetry.audit import AuditLog
from backend.telemetry.bus import SinkFailure, TelemetryBus
from backend.telemetry.sinks import StoreSink, StructuredLogSink
from backend.tools.aws_deployer.access import VaultAccess
from backend.wiring.documents import open_documents, secrets_of_documents
from backend.wiring.knowledge import make_library, open_knowledge, secrets_of_knowledge
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
    knowledge_back_end: KnowledgeBackEnd
    repositories: Repositories
    artefacts: DiskArtefacts
    keys: InstallationKeys
    vault: CredentialVault
    access: VaultAccess
    audit: AuditLog
    known: KnownSecrets
    redactor: Redactor
    library: Library
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
    async with (
        open_documents(settings, now) as documents,
        open_knowledge(settings, is_reader=is_reader) as knowledge,
    ):
        store = wrap_store(documents) if wrap_store else documents
        log_file = StructuredLogSink(settings.home / EVENTS_LOG)
        try:
            repositories = await open_repositories(store)
            keys = await _open_keys(settings.home, store)
            if not is_reader:
                await finish_rotation(store, keys.key_ring, os.urandom)
            yield _foundation(settings, store, knowledge, repositories, keys, log_file)
        finally:
            log_file.close()


async def _open_keys(home: Path, store: DocumentStore) -> InstallationKeys:
    is_new = await store.count(_VAULT, {}) == 0
    return open_installation_keys(home, may_create=is_new, random_bytes=os.urandom)


def _foundation(
    settings: Settings,
    store: DocumentStore,
    knowledge: KnowledgeStore,
    repositories: Repositories,
    keys: InstallationKeys,
    log_file: StructuredLogSink,
) -> Foundation:
    known = KnownSecrets()
    for secret in _secrets_of(settings):
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
        knowledge_back_end="embedded" if settings.qdrant is None else "qdrant",
        repositories=repositories,
        artefacts=DiskArtefacts(settings.home / "artefacts"),
        keys=keys,
        vault=vault,
        access=VaultAccess(vault, OWNER, Throttles(aws_requests_per_second)),
        audit=audit,
        known=known,
        redactor=redactor,
        library=make_library(settings, knowledge, redactor, now),
        bus=_bus(redactor, repositories, log_file),
    )


def _bus(
    redactor: Redactor, repositories: Repositories, log_file: StructuredLogSink
) -> TelemetryBus:
    return TelemetryBus(
        redactor=redactor,
        store=StoreSink(StoredEventLog(repositories.events, now)),
        sinks=[log_file],
        report=_report,
    )


def _secrets_of(settings: Settings) -> Iterable[str]:
    """What must never be shown of the ways to databases and servers."""
    yield password_in(settings.engine_url)
    yield from secrets_of_documents(settings)
    yield from secrets_of_knowledge(settings)
    yield from (key.reveal() for key in settings.model.secrets) if settings.model else ()


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
