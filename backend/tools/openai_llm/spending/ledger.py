"""The token ledger: what each session has spent, reserved before a call and settled after it.

A reservation that is never settled, because the process ended meanwhile, stays spent: the service
may have counted it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from agentpro.run.budget import TokenBudget
from agentpro.tools import TokenUsage
from backend.domain.identifiers import Scope, SessionId
from backend.stores.repositories.token_accounts import TokenAccounts


@dataclass(frozen=True, kw_only=True, slots=True)
class Payer:
    """The session that pays for a turn."""

    scope: Scope
    session_id: SessionId


class TokenLedger(Protocol):
    """One account per session; no two calls spend the same token."""

    async def reserve(self, payer: Payer, wanted: TokenUsage, allowance: TokenBudget) -> bool:
        """Spend ``wanted`` if the session stays within ``allowance``; else ``False``."""
        ...

    async def settle(self, payer: Payer, reserved: TokenUsage, used: TokenUsage) -> None:
        """Replace a reservation by what it came to; a last call may overdraw."""
        ...

    async def spent(self, payer: Payer) -> TokenUsage:
        """All that is spent and reserved."""
        ...


class MemoryTokenLedger:
    """The twin for tests."""

    def __init__(self) -> None:
        self._spent: dict[tuple[str, str], TokenUsage] = {}

    async def reserve(self, payer: Payer, wanted: TokenUsage, allowance: TokenBudget) -> bool:
        """As promised by :class:`TokenLedger`."""
        after = _sum(await self.spent(payer), wanted)
        if after.input_tokens > allowance.input_tokens:
            return False
        if after.output_tokens > allowance.output_tokens:
            return False
        self._spent[_key(payer)] = after
        return True

    async def settle(self, payer: Payer, reserved: TokenUsage, used: TokenUsage) -> None:
        """As promised by :class:`TokenLedger`."""
        self._spent[_key(payer)] = _sum(await self.spent(payer), _difference(used, reserved))

    async def spent(self, payer: Payer) -> TokenUsage:
        """As promised by :class:`TokenLedger`."""
        return self._spent.get(_key(payer), TokenUsage())


class StoredTokenLedger:
    """The ledger in the document store: it survives restarts and is shared by all processes."""

    def __init__(self, accounts: TokenAccounts, clock: Callable[[], datetime]) -> None:
        self._accounts = accounts
        self._clock = clock

    async def reserve(self, payer: Payer, wanted: TokenUsage, allowance: TokenBudget) -> bool:
        """As promised by :class:`TokenLedger`."""
        await self._accounts.open(payer.scope, payer.session_id, self._clock())
        return await self._accounts.spend_within(
            payer.scope.tenant_id,
            payer.session_id,
            tokens=(wanted.input_tokens, wanted.output_tokens),
            limits=(allowance.input_tokens, allowance.output_tokens),
        )

    async def settle(self, payer: Payer, reserved: TokenUsage, used: TokenUsage) -> None:
        """As promised by :class:`TokenLedger`."""
        change = _difference(used, reserved)
        await self._accounts.spend(
            payer.scope.tenant_id,
            payer.session_id,
            tokens=(change.input_tokens, change.output_tokens),
        )

    async def spent(self, payer: Payer) -> TokenUsage:
        """As promised by :class:`TokenLedger`."""
        account = await self._accounts.find(payer.scope.tenant_id, payer.session_id)
        if account is None:
            return TokenUsage()
        return TokenUsage(input_tokens=account.input_tokens, output_tokens=account.output_tokens)


def _key(payer: Payer) -> tuple[str, str]:
    return (payer.scope.tenant_id, payer.session_id)


def _sum(one: TokenUsage, other: TokenUsage) -> TokenUsage:
    return TokenUsage(
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
    )


def _difference(one: TokenUsage, other: TokenUsage) -> TokenUsage:
    return TokenUsage(
        input_tokens=one.input_tokens - other.input_tokens,
        output_tokens=one.output_tokens - other.output_tokens,
    )
