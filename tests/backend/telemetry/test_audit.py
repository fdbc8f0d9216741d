"""The audit chain names the first record that was touched."""

import asyncio

import pytest

from backend.credentials.use_audit import audited_uses
from backend.credentials.vault import CredentialUse
from backend.domain.identifiers import CredentialId
from backend.domain.redaction import KnownSecrets, Redactor
from backend.stores.memory import MemoryDocuments
from backend.telemetry.audit import COLLECTION, AuditLog, AuditVerdict
from tests.doubles.events import CONTEXT, NOW
from tests.doubles.vaults import scope

COUNT = 5


@pytest.fixture
def store() -> MemoryDocuments:
    return MemoryDocuments(lambda: NOW)


@pytest.fixture
async def audit(store: MemoryDocuments) -> AuditLog:
    audit = log_on(store)
    for number in range(COUNT):
        await append(audit, number)
    return audit


def log_on(store: MemoryDocuments) -> AuditLog:
    return AuditLog(store, Redactor(KnownSecrets()), lambda: NOW)


async def append(audit: AuditLog, number: int) -> int:
    return await audit.append(
        "tool_called", actor="local_owner", scope=CONTEXT.scope, detail={"number": number}
    )


def record_id(sequence: int) -> str:
    return f"{sequence:016d}"


async def test_an_untouched_chain_holds(store: MemoryDocuments, audit: AuditLog) -> None:
    assert await audit.verify() == AuditVerdict(checked=COUNT)
    assert await append(log_on(store), COUNT) == COUNT + 1
    assert await audit.verify() == AuditVerdict(checked=COUNT + 1)


async def test_an_empty_chain_holds(store: MemoryDocuments) -> None:
    assert await log_on(store).verify() == AuditVerdict(checked=0)


@pytest.mark.parametrize(
    "change", [{"actor": "mallory"}, {"detail": {"number": 9}}, {"tenant_id": "other"}, {"more": 1}]
)
async def test_a_changed_record_is_named(
    store: MemoryDocuments, audit: AuditLog, change: dict[str, object]
) -> None:
    await store.update_one(COLLECTION, {"_id": record_id(3)}, {"$set": change})
    verdict = await audit.verify()

    assert (verdict.checked, verdict.first_broken) == (2, 3)
    assert verdict.reason == "its content was changed"


@pytest.mark.parametrize("sequence", [1, 3])
async def test_a_removed_record_is_named(
    store: MemoryDocuments, audit: AuditLog, sequence: int
) -> None:
    await store.delete(COLLECTION, {"_id": record_id(sequence)})
    verdict = await audit.verify()

    assert verdict.first_broken == sequence
    assert verdict.reason == "a record before it is missing"


async def test_a_record_made_anew_does_not_fit_the_next_one(
    store: MemoryDocuments, audit: AuditLog
) -> None:
    other = MemoryDocuments(lambda: NOW)
    for number in (0, 7):
        await append(log_on(other), number)
    forged = await other.get(COLLECTION, record_id(2))
    assert forged is not None
    await store.replace(COLLECTION, {"_id": record_id(2)}, forged)

    verdict = await audit.verify()

    assert verdict.first_broken == 3
    assert verdict.reason == "it does not follow from the record before it"


async def test_two_writers_make_one_chain(store: MemoryDocuments) -> None:
    logs = [log_on(store), log_on(store)]
    sequences = await asyncio.gather(*(append(logs[number % 2], number) for number in range(12)))

    assert sorted(sequences) == list(range(1, 13))
    assert await logs[0].verify() == AuditVerdict(checked=12)


async def test_details_are_redacted(store: MemoryDocuments) -> None:
    await log_on(store).append(
        "login", actor="me", scope=CONTEXT.scope, detail={"password": "x", "ip": "127.0.0.1"}
    )
    record = await store.get(COLLECTION, record_id(1))

    assert record is not None
    assert record["detail"] == {"password": "***", "ip": "127.0.0.1"}


@pytest.mark.parametrize(("application", "recorded"), [("hello", "hello"), (None, "*")])
async def test_the_use_of_a_credential_is_a_record(
    store: MemoryDocuments, application: str | None, recorded: str
) -> None:
    use = CredentialUse(
        credential_id=CredentialId("cred_1"),
        scope=scope(application=application),
        purpose="step_1",
        used_at=NOW,
    )
    await audited_uses(log_on(store))(use)
    record = await store.get(COLLECTION, record_id(1))

    assert record is not None
    assert (record["kind"], record["actor"]) == ("credential_used", "local_owner")
    assert record["application_id"] == recorded
    assert record["detail"] == {"credential_id": "cred_1", "purpose": "step_1"}
