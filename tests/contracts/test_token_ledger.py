"""What every token ledger promises: the twin, and the one over every document store."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from agentpro.run.budget import TokenBudget
from agentpro.tools import TokenUsage
from backend.domain.identifiers import ApplicationId, EnvironmentId, Scope, SessionId, TenantId
from backend.stores.migrations import MIGRATIONS
from backend.stores.repositories.token_accounts import TokenAccounts
from backend.stores.schema import Schema
from backend.tools.openai_llm import MemoryTokenLedger, Payer, StoredTokenLedger, TokenLedger
from tests.contracts.document_stores import STORES, HandClock, opened_store

CLOCK = HandClock()
ALLOWANCE = TokenBudget(input_tokens=100, output_tokens=50)


def payer(session: str = "ses_1", tenant: str = "ours") -> Payer:
    scope = Scope(
        tenant_id=TenantId(tenant),
        environment_id=EnvironmentId("default"),
        application_id=ApplicationId("hello"),
    )
    return Payer(scope=scope, session_id=SessionId(session))


def tokens(input_tokens: int, output_tokens: int) -> TokenUsage:
    return TokenUsage(input_tokens=input_tokens, output_tokens=output_tokens)


@pytest.fixture(params=[pytest.param(None, id="twin"), *STORES])
async def ledger(request: pytest.FixtureRequest) -> AsyncGenerator[TokenLedger, None]:
    if request.param is None:
        yield MemoryTokenLedger()
        return
    async with opened_store(request, CLOCK) as store:
        yield StoredTokenLedger(TokenAccounts(store, Schema(MIGRATIONS)), CLOCK)


@pytest.mark.spec("S2-7")
async def test_reservations_go_up_to_the_allowance(ledger: TokenLedger) -> None:
    assert await ledger.reserve(payer(), tokens(60, 30), ALLOWANCE)
    assert not await ledger.reserve(payer(), tokens(41, 1), ALLOWANCE)
    assert not await ledger.reserve(payer(), tokens(1, 21), ALLOWANCE)
    assert await ledger.reserve(payer(), tokens(40, 20), ALLOWANCE)
    assert await ledger.spent(payer()) == tokens(100, 50)


@pytest.mark.spec("S2-7")
async def test_a_reservation_is_settled_to_what_was_used(ledger: TokenLedger) -> None:
    assert await ledger.reserve(payer(), tokens(60, 30), ALLOWANCE)
    await ledger.settle(payer(), tokens(60, 30), tokens(10, 45))
    assert await ledger.spent(payer()) == tokens(10, 45)
    assert not await ledger.reserve(payer(), tokens(1, 6), ALLOWANCE)


async def test_a_last_call_may_overdraw(ledger: TokenLedger) -> None:
    assert await ledger.reserve(payer(), tokens(100, 50), ALLOWANCE)
    await ledger.settle(payer(), tokens(100, 50), tokens(120, 50))
    assert await ledger.spent(payer()) == tokens(120, 50)
    assert not await ledger.reserve(payer(), tokens(0, 0), ALLOWANCE)


@pytest.mark.spec("S2-7")
async def test_every_session_has_its_own_account(ledger: TokenLedger) -> None:
    assert await ledger.reserve(payer(), tokens(100, 50), ALLOWANCE)
    assert await ledger.reserve(payer("ses_2"), tokens(100, 50), ALLOWANCE)
    assert await ledger.spent(payer("ses_3")) == tokens(0, 0)
    assert await ledger.spent(payer(tenant="theirs")) == tokens(0, 0)


@pytest.mark.spec("S2-7")
async def test_no_token_is_spent_twice(ledger: TokenLedger) -> None:
    each = [ledger.reserve(payer(), tokens(30, 10), ALLOWANCE) for _ in range(20)]
    assert (await asyncio.gather(*each)).count(True) == 3
    assert await ledger.spent(payer()) == tokens(90, 30)
