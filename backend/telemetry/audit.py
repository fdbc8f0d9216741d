"""The audit: records that are chained by digest, so that a change to any of them shows.

A chain alone does not show that its end was cut off; signed heads outside the store will.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from pydantic import JsonValue

from backend.domain.canonical import JsonObject, digest_of
from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import Scope
from backend.domain.redaction import Redactor
from backend.stores.documents import Document, DocumentStore, DuplicateDocument

COLLECTION = "audit_records"
SCHEMA_VERSION = 1
_GENESIS = "sha256:" + "0" * 64
_ID_DIGITS = 16
_PAGE = 500
_ATTEMPTS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditVerdict:
    """What a check found: how many records hold, and the first that does not."""

    checked: int
    first_broken: int | None = None
    reason: str | None = None


class AuditLog:
    """One chain per installation; its records are redacted, and never changed or expired."""

    def __init__(
        self, store: DocumentStore, redactor: Redactor, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._redactor = redactor
        self._clock = clock
        self._turn = asyncio.Lock()

    async def append(self, kind: str, *, actor: str, scope: Scope, detail: JsonObject) -> int:
        """Add a record; the answer is its sequence, from 1 without gaps.

        Raises:
            OperatorMustAct: the store failed, or others wrote faster twenty times in a row.
        """
        content: JsonObject = {
            "kind": kind,
            "actor": self._redactor.text(actor),
            **scope.to_json(),
            "detail": self._redactor.value(cast("JsonValue", detail)),
            "occurred_at": self._clock().isoformat(),
            "schema_version": SCHEMA_VERSION,
        }
        async with self._turn:
            for _ in range(_ATTEMPTS):
                record = _linked(content, await self._head())
                try:
                    await self._store.insert(COLLECTION, record)
                except DuplicateDocument:
                    continue
                return _sequence(record)
        raise OperatorMustAct(
            "E_AUDIT_BUSY",
            "The audit record could not be added: others added records at the same time.",
            "Try again. If this stays, see which processes use this database.",
        )

    async def verify(self) -> AuditVerdict:
        """Check every record against its content and its predecessor, from the first."""
        previous: Document | None = None
        checked = 0
        while page := await self._store.find(
            COLLECTION, {}, sort=[("_id", 1)], limit=_PAGE, after=previous
        ):
            for record in page:
                reason = _broken(record, previous)
                if reason is not None:
                    return AuditVerdict(checked=checked, first_broken=checked + 1, reason=reason)
                previous, checked = record, checked + 1
        return AuditVerdict(checked=checked)

    async def _head(self) -> Document | None:
        newest = await self._store.find(COLLECTION, {}, sort=[("_id", -1)], limit=1)
        return newest[0] if newest else None


def _linked(content: JsonObject, head: Document | None) -> Document:
    sequence = 1 if head is None else _sequence(head) + 1
    record: JsonObject = {
        "_id": f"{sequence:0{_ID_DIGITS}d}",
        "sequence": sequence,
        **content,
        "previous_digest": _GENESIS if head is None else cast("str", head["digest"]),
    }
    return {**record, "digest": digest_of(cast("JsonValue", record))}


def _broken(record: Document, previous: Document | None) -> str | None:
    """What is wrong with a record after ``previous``, or ``None``."""
    content = {name: value for name, value in record.items() if name != "digest"}
    if record.get("sequence") != (1 if previous is None else _sequence(previous) + 1):
        return "a record before it is missing"
    if record.get("previous_digest") != (_GENESIS if previous is None else previous["digest"]):
        return "it does not follow from the record before it"
    if record.get("digest") != digest_of(cast("JsonValue", content)):
        return "its content was changed"
    return None


def _sequence(record: Document) -> int:
    return cast("int", record["sequence"])
