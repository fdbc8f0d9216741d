"""Turns that are paid for: reserved in the session's account before, settled after."""

from dataclasses import replace

from agentpro.run.budget import TokenBudget
from agentpro.tools import TokenUsage
from backend.tools.openai_llm.failover import Failover
from backend.tools.openai_llm.failures import budget_spent, too_long
from backend.tools.openai_llm.spending.ledger import Payer, TokenLedger
from backend.tools.openai_llm.turns import (
    TextSink,
    TurnAnswer,
    TurnFailed,
    TurnRequest,
    estimated_tokens,
)

_MOST_TOKENS = 10_000_000
"""No model reads or writes so much in one turn."""


def require_room(request: TurnRequest, allowance: TokenBudget) -> None:
    """Refuse, before anything is computed, what no session could pay for.

    Raises:
        UserCanFix: ``E_BUDGET``.
    """
    if request.estimate().input_tokens > allowance.input_tokens:
        raise too_long(allowance.input_tokens)


class MeteredModel:
    """The models behind ``failover``, for those who can pay."""

    def __init__(self, failover: Failover, ledger: TokenLedger) -> None:
        self._failover = failover
        self._ledger = ledger

    async def take(
        self,
        request: TurnRequest,
        payer: Payer,
        allowance: TokenBudget,
        sink: TextSink | None = None,
    ) -> tuple[TurnAnswer, TokenUsage]:
        """The answer and what it has cost; an estimate where the service does not count.

        A turn that is cancelled stays reserved: nobody knows what the service has counted.

        Raises:
            UserCanFix: ``E_BUDGET``; nothing was sent.
            TurnFailed: there is no usable answer.
        """
        reserved = request.estimate()
        if not await self._ledger.reserve(payer, reserved, allowance):
            raise budget_spent(allowance.input_tokens, allowance.output_tokens)
        try:
            answer = await self._failover.take(request, sink)
        except TurnFailed as failed:
            used = _believable(failed.usage, reserved)
            await self._ledger.settle(payer, reserved, used)
            raise replace(failed, usage=used) from None
        used = answer.usage or TokenUsage(
            input_tokens=reserved.input_tokens, output_tokens=estimated_tokens(answer.said())
        )
        used = _believable(used, reserved)
        await self._ledger.settle(payer, reserved, used)
        return answer, used

    def note_silence(self, failed: TurnFailed) -> None:
        """See :meth:`~backend.tools.openai_llm.failover.Failover.note_silence`."""
        self._failover.note_silence(failed)


def _believable(told: TokenUsage, reserved: TokenUsage) -> TokenUsage:
    """What a service says that a turn has cost; what no turn costs is taken for the estimate."""
    counts = (told.input_tokens, told.output_tokens)
    return told if all(0 <= count <= _MOST_TOKENS for count in counts) else reserved
