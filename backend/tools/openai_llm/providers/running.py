"""One run of an agent, streamed where somebody reads along."""

import asyncio

from agents import Agent, RunConfig, Runner, RunResult, RunResultStreaming
from openai.types.responses import ResponseTextDeltaEvent

from backend.tools.openai_llm.failures import too_much
from backend.tools.openai_llm.guarding.gated_sink import GatedSink
from backend.tools.openai_llm.providers.declared_tools import input_of
from backend.tools.openai_llm.providers.sdk_guardrails import Context, TurnGuards
from backend.tools.openai_llm.turns import LONGEST_ANSWER, TurnRequest

Result = RunResult | RunResultStreaming
_QUIET = RunConfig(tracing_disabled=True, trace_include_sensitive_data=False)


async def run_turn(
    agent: Agent[Context], request: TurnRequest, gate: GatedSink | None, guards: TurnGuards
) -> Result:
    """One run of ``agent`` in the context of ``request``; what it says goes to ``gate``.

    A tool call ends it, as does an answer; a handoff is a second call of the model.
    """
    items, most_calls = input_of(request), 2 if agent.handoffs else 1
    if gate is None:
        return await Runner.run(
            agent, items, context=request.context, max_turns=most_calls, run_config=_QUIET
        )
    result = Runner.run_streamed(
        agent, items, context=request.context, max_turns=most_calls, run_config=_QUIET
    )
    stopping = asyncio.create_task(_stop_when_tripped(result, guards))
    try:
        await _follow(result, request, agent, gate)
    finally:
        stopping.cancel()
    guards.require_untripped()
    return result


async def _follow(
    result: RunResultStreaming, request: TurnRequest, agent: Agent[Context], gate: GatedSink
) -> None:
    length = 0
    async for event in result.stream_events():
        if event.type == "raw_response_event" and isinstance(event.data, ResponseTextDeltaEvent):
            length += len(event.data.delta)
            if length > LONGEST_ANSWER:
                result.cancel()
                raise too_much(request.estimate())
            gate.add(event.data.delta)
        elif event.type == "agent_updated_stream_event" and event.new_agent is not agent:
            gate.take_back()


async def _stop_when_tripped(result: RunResultStreaming, guards: TurnGuards) -> None:
    """The SDK itself looks for a tripped guardrail only when the model says something more."""
    await guards.is_tripped.wait()
    result.cancel()
