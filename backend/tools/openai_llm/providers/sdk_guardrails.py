"""The guardrails of a turn by the SDK's own mechanism: they run beside the agent.

The SDK streams while a check is still running; the gate in front of the sink holds that back.
"""

import asyncio
from typing import Any

from agents import (
    Agent,
    GuardrailFunctionOutput,
    InputGuardrail,
    InputGuardrailResult,
    InputGuardrailTripwireTriggered,
    OutputGuardrail,
    RunContextWrapper,
    TResponseInputItem,
    input_guardrail,
    output_guardrail,
)

from backend.domain.devops_context import DevOpsContext
from backend.tools.openai_llm.guarding.checks import (
    SECURITY_GUARDRAIL,
    SENSITIVE_INFO_GUARDRAIL,
    Checks,
)
from backend.tools.openai_llm.guarding.gated_sink import GatedSink
from backend.tools.openai_llm.turns import TurnFailed, TurnRequest

Context = DevOpsContext | None


class TurnGuards:
    """Both guardrails of one turn, and whether they have let it pass."""

    def __init__(self, request: TurnRequest, checks: Checks, gate: GatedSink | None) -> None:
        self._request = request
        self._checks = checks
        self._gate = gate
        self.has_let_in = False
        self.has_let_out = False
        self.is_tripped = asyncio.Event()
        """The input guardrail has stopped the turn."""
        self._stopped_by: InputGuardrailResult | None = None

    def require_untripped(self) -> None:
        """Raise what the SDK itself raises where the input guardrail has tripped."""
        if self._stopped_by is not None:
            raise InputGuardrailTripwireTriggered(self._stopped_by)

    def on_input(self) -> InputGuardrail[Context]:
        """Looks at the message that the turn is about."""

        @input_guardrail(name=SECURITY_GUARDRAIL, run_in_parallel=True)
        async def security_guardrail(
            _context: RunContextWrapper[Context],
            _agent: Agent[Any],
            _input: str | list[TResponseInputItem],
        ) -> GuardrailFunctionOutput:
            output = await self._verdict_on_input()
            if output.tripwire_triggered:
                self._stopped_by = InputGuardrailResult(guardrail=security_guardrail, output=output)
                self.is_tripped.set()
            else:
                self._let_in()
            return output

        return security_guardrail

    def on_output(self) -> OutputGuardrail[Context]:
        """Looks at the text, or the object, that the turn ends with."""

        @output_guardrail(name=SENSITIVE_INFO_GUARDRAIL)
        async def sensitive_info_guardrail(
            _context: RunContextWrapper[Context], _agent: Agent[Any], output: Any
        ) -> GuardrailFunctionOutput:
            verdict = await self._checks.of_output(output)
            self.has_let_out = not verdict.contains_sensitive_info
            return GuardrailFunctionOutput(
                output_info=verdict, tripwire_triggered=verdict.contains_sensitive_info
            )

        return sensitive_info_guardrail

    async def _verdict_on_input(self) -> GuardrailFunctionOutput:
        try:
            verdict = await self._checks.of_input(self._request.text)
        except TurnFailed as silent:
            return GuardrailFunctionOutput(output_info=silent, tripwire_triggered=True)
        return GuardrailFunctionOutput(output_info=verdict, tripwire_triggered=verdict.is_malicious)

    def _let_in(self) -> None:
        self.has_let_in = True
        if self._gate is not None:
            self._gate.open()
