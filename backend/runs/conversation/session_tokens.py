"""What sessions have spent on the language model, against what they may spend."""

from collections.abc import Iterable
from dataclasses import dataclass

from agentpro.run.budget import TokenBudget
from backend.domain.identifiers import SessionId, TenantId
from backend.domain.views import SessionTokens
from backend.stores.repositories.token_accounts import TokenAccountRecord, TokenAccounts

BUDGET_SPENT = (
    "E_BUDGET: this conversation has used up its tokens for the language model. From here on I "
    "answer by the built-in interpreter: everything can still be done, with plain requests, forms "
    "and buttons. To have the model again, begin a new conversation{raise_it}."
)
_RAISE = ", or let the operator raise COPILOT_SESSION_TOKENS up to {ceiling} and restart"


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenCounts:
    """Reads the accounts that the model's turns are paid from."""

    accounts: TokenAccounts
    allowance: TokenBudget
    ceiling: TokenBudget

    async def of(
        self, tenant_id: TenantId, session_ids: Iterable[SessionId]
    ) -> dict[SessionId, SessionTokens]:
        """How each of the sessions stands; without an account, nothing is spent."""
        wanted = tuple(session_ids)
        accounts = await self.accounts.of_sessions(tenant_id, wanted)
        return {each: self._counted(accounts.get(each)) for each in wanted}

    async def of_session(self, tenant_id: TenantId, session_id: SessionId) -> SessionTokens:
        """How one session stands."""
        return (await self.of(tenant_id, (session_id,)))[session_id]

    @property
    def notice(self) -> str:
        """What is said once to a person whose session has nothing left."""
        if self.allowance == self.ceiling:
            return BUDGET_SPENT.format(raise_it="")
        most = f"{self.ceiling.input_tokens}/{self.ceiling.output_tokens}"
        return BUDGET_SPENT.format(raise_it=_RAISE.format(ceiling=most))

    def _counted(self, account: TokenAccountRecord | None) -> SessionTokens:
        return SessionTokens(
            input_tokens=account.input_tokens if account else 0,
            output_tokens=account.output_tokens if account else 0,
            input_allowed=self.allowance.input_tokens,
            output_allowed=self.allowance.output_tokens,
            is_spent=account is not None and account.is_refused,
        )
