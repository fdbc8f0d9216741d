"""How a conversation stands with its tokens, and what is said when there are none left."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from agentpro.run.budget import TokenBudget
from agentpro.tools import TokenUsage
from backend.domain.identifiers import SessionId
from backend.runs.conversation.session_tokens import TokenCounts
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.everything import repositories_of
from backend.tools.openai_llm import StoredTokenLedger
from tests.backend.tools.openai_llm.llm_parts import PAYER
from tests.contracts.document_stores import HandClock

ALLOWANCE = TokenBudget(input_tokens=100, output_tokens=50)
CEILING = TokenBudget(input_tokens=120_000, output_tokens=60_000)
TENANT = PAYER.scope.tenant_id


@dataclass(frozen=True)
class Till:
    """The ledger that turns are paid from, and the counts that people see."""

    ledger: StoredTokenLedger
    counts: TokenCounts

    async def reserve(self, input_tokens: int, output_tokens: int) -> bool:
        wanted = TokenUsage(input_tokens=input_tokens, output_tokens=output_tokens)
        return await self.ledger.reserve(PAYER, wanted, ALLOWANCE)


@pytest_asyncio.fixture
async def till() -> AsyncGenerator[Till, None]:
    clock = HandClock()
    accounts = repositories_of(MemoryDocuments(clock)).token_accounts
    counts = TokenCounts(accounts=accounts, allowance=ALLOWANCE, ceiling=CEILING)
    yield Till(StoredTokenLedger(accounts, clock), counts)


@pytest.mark.spec("S2-7", "S2-157")
async def test_what_was_spent_is_counted_for_each_session(till: Till) -> None:
    assert await till.reserve(60, 20)
    found = await till.counts.of(TENANT, [PAYER.session_id, SessionId("ses_2")])
    spent, unspent = found[PAYER.session_id], found[SessionId("ses_2")]
    assert (spent.input_tokens, spent.output_tokens) == (60, 20)
    assert (unspent.input_tokens, unspent.output_tokens) == (0, 0)
    assert (spent.input_allowed, spent.output_allowed, spent.is_spent) == (100, 50, False)


@pytest.mark.spec("S2-7")
async def test_spent_is_who_was_refused_until_something_fits_again(till: Till) -> None:
    assert await till.reserve(60, 20)
    assert not await till.reserve(60, 20)
    assert (await till.counts.of_session(TENANT, PAYER.session_id)).is_spent
    assert await till.reserve(40, 20)
    assert not (await till.counts.of_session(TENANT, PAYER.session_id)).is_spent


async def test_the_notice_says_what_can_be_done(till: Till) -> None:
    assert "E_BUDGET" in till.counts.notice
    assert "new conversation" in till.counts.notice
    assert "COPILOT_SESSION_TOKENS up to 120000/60000" in till.counts.notice
    at_the_ceiling = TokenCounts(accounts=till.counts.accounts, allowance=CEILING, ceiling=CEILING)
    assert "COPILOT_SESSION_TOKENS" not in at_the_ceiling.notice
