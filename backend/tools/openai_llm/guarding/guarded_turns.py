"""Guardrails for providers that have no mechanism of their own."""

import asyncio

from agentpro.tools import TokenUsage
from backend.tools.openai_llm.checked_calls import require_asked_for
from backend.tools.openai_llm.failures import guardrail_tripped
from backend.tools.openai_llm.guarding.checks import (
    SECURITY_GUARDRAIL,
    SENSITIVE_INFO_GUARDRAIL,
    Checks,
)
from backend.tools.openai_llm.guarding.gated_sink import GatedSink
from backend.tools.openai_llm.turns import (
    ModelTurns,
    TextSink,
    TurnAnswer,
    TurnFailed,
    TurnRequest,
)


class GuardedTurns:
    """The turns of a provider, each checked while it is taken and before its answer counts; what it
    gives is what was asked for, whoever wrote it.
    """

    def __init__(self, turns: ModelTurns, checks: Checks) -> None:
        self._turns = turns
        self._checks = checks

    async def take(
        self, request: TurnRequest, model: str, sink: TextSink | None = None
    ) -> TurnAnswer:
        """One turn; see :class:`~backend.tools.openai_llm.turns.ModelTurns`."""
        gate = None if sink is None else GatedSink(sink)
        turn = asyncio.create_task(self._turns.take(request, model, gate))
        try:
            await self._let_in(request, turn)
            if gate is not None:
                gate.open()
            answer = await turn
        finally:
            turn.cancel()
            await asyncio.gather(turn, return_exceptions=True)
        await asyncio.to_thread(require_asked_for, answer, request)
        await self._let_out(answer)
        return answer

    async def _let_in(self, request: TurnRequest, turn: asyncio.Task[TurnAnswer]) -> None:
        verdict = await self._checks.of_input(request.text)
        if verdict.is_malicious:
            spent = _spent_on(turn) or request.prompt_cost()
            raise guardrail_tripped(SECURITY_GUARDRAIL, verdict.reasoning, spent)

    async def _let_out(self, answer: TurnAnswer) -> None:
        if answer.tool_calls:
            return
        verdict = await self._checks.of_output(answer.value)
        if verdict.contains_sensitive_info:
            spent = answer.usage or TokenUsage()
            raise guardrail_tripped(SENSITIVE_INFO_GUARDRAIL, verdict.reasoning, spent)


def _spent_on(turn: asyncio.Task[TurnAnswer]) -> TokenUsage | None:
    if not turn.done() or turn.cancelled():
        return None
    match turn.exception():
        case None:
            return turn.result().usage
        case TurnFailed(usage=usage):
            return usage
        case _:
            return None
