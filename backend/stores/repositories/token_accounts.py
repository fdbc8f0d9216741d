"""What the language model has cost each session, in tokens."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from backend.domain.identifiers import Scope, SessionId, TenantId
from backend.stores.documents import DocumentStore, DuplicateDocument, Query, Update
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema

_KEPT = timedelta(days=90)


class TokenAccountRecord(Record):
    """Tokens spent or reserved by one session."""

    id_field: ClassVar[str] = "session_id"

    session_id: SessionId
    input_tokens: int = 0
    output_tokens: int = 0
    is_refused: bool = False
    """Whether the last reservation did not fit."""


class TokenAccounts:
    """The collection ``token_accounts``. Pairs of tokens are input, then output."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "token_accounts", TokenAccountRecord)

    async def open(self, scope: Scope, session_id: SessionId, created_at: datetime) -> None:
        """Make the account, with nothing spent, unless there is one.

        Raises:
            UserCanFix: ``E_NOT_FOUND``: the session is another tenant's.
        """
        if await self.find(scope.tenant_id, session_id) is not None:
            return
        new = TokenAccountRecord(
            **scope.model_dump(),
            session_id=session_id,
            created_at=created_at,
            expires_at=created_at + _KEPT,
        )
        try:
            await self._records.insert(new)
        except DuplicateDocument:
            await self._records.get(scope.tenant_id, session_id)

    async def spend_within(
        self,
        tenant_id: TenantId,
        session_id: SessionId,
        *,
        tokens: tuple[int, int],
        limits: tuple[int, int],
    ) -> bool:
        """Add ``tokens`` if neither sum then exceeds ``limits``, as one atomic step.

        Whether that was so is kept besides, for who shows the account.
        """
        room: Query = {
            "input_tokens": {"$lte": limits[0] - tokens[0]},
            "output_tokens": {"$lte": limits[1] - tokens[1]},
        }
        is_spent = await self._change(
            tenant_id, session_id, room, {**_added(tokens), "$set": {"is_refused": False}}
        )
        if not is_spent:
            await self._change(tenant_id, session_id, {}, {"$set": {"is_refused": True}})
        return is_spent

    async def spend(
        self, tenant_id: TenantId, session_id: SessionId, *, tokens: tuple[int, int]
    ) -> None:
        """Add ``tokens``, which may be negative, whatever the limits are."""
        await self._change(tenant_id, session_id, {}, _added(tokens))

    async def find(self, tenant_id: TenantId, session_id: SessionId) -> TokenAccountRecord | None:
        """The account, if the session has one."""
        return await self._records.find_one(tenant_id, {"session_id": session_id})

    async def of_sessions(
        self, tenant_id: TenantId, session_ids: Iterable[SessionId]
    ) -> dict[SessionId, TokenAccountRecord]:
        """The accounts of those of the sessions that have one."""
        query: Query = {"session_id": {"$in": list(session_ids)}}
        found = await self._records.find(tenant_id, query)
        return {account.session_id: account for account in found}

    async def _change(
        self, tenant_id: TenantId, session_id: SessionId, query: Query, update: Update
    ) -> bool:
        changed = await self._records.update(tenant_id, session_id, query, update)
        return changed is not None


def _added(tokens: tuple[int, int]) -> dict[str, dict[str, Any]]:
    return {"$inc": {"input_tokens": tokens[0], "output_tokens": tokens[1]}}
