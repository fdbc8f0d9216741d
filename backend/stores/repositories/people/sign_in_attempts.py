"""Attempts to sign in, counted for each name and stretch of time."""

from typing import ClassVar

from backend.stores.documents import DocumentStore, DuplicateDocument
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema


class AttemptsRecord(Record):
    """How often somebody tried; ``attempts_id`` stands for the name and the stretch of time."""

    id_field: ClassVar[str] = "attempts_id"

    attempts_id: str
    count: int = 1


class SignInAttempts:
    """The collection ``sign_in_attempts``; the counts expire by themselves."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "sign_in_attempts", AttemptsRecord)

    async def add(self, first: AttemptsRecord) -> int:
        """Count one more; ``first`` is kept if there was none. Atomic, whoever else counts."""
        while True:
            increment = {"$inc": {"count": 1}}
            counted = await self._records.update(first.tenant_id, first.attempts_id, {}, increment)
            if counted is not None:
                return counted.count
            try:
                await self._records.insert(first)
            except DuplicateDocument:
                continue
            return first.count

    async def forget(self, attempts: AttemptsRecord) -> None:
        """Begin to count anew: somebody knew the password."""
        query = {"attempts_id": attempts.attempts_id}
        await self._records.delete(attempts.tenant_id, query)
