"""Turns through the OpenAI Agents SDK: one agent of the role, one answer or what it asks for."""

import asyncio

from agents import Agent, ModelSettings, OpenAIChatCompletionsModel
from openai import AsyncOpenAI

from agentpro.tools import TokenUsage
from backend.tools.openai_llm.checked_calls import checked_calls
from backend.tools.openai_llm.endpoint import ModelEndpoint
from backend.tools.openai_llm.failures import unreachable, unusable
from backend.tools.openai_llm.guarding.checks import Checks
from backend.tools.openai_llm.guarding.gated_sink import GatedSink
from backend.tools.openai_llm.providers.clients import Clients
from backend.tools.openai_llm.providers.declared_tools import written_calls
from backend.tools.openai_llm.providers.role_agents import RoleAgents
from backend.tools.openai_llm.providers.running import Result, run_turn
from backend.tools.openai_llm.providers.sdk_failures import failure_of
from backend.tools.openai_llm.providers.sdk_guardrails import Context, TurnGuards
from backend.tools.openai_llm.providers.silence import silence
from backend.tools.openai_llm.turns import TextSink, TurnAnswer, TurnFailed, TurnRequest

silence()


class AgentsSdk:
    """The provider behind one OpenAI-compatible address; making it loads certificates."""

    def __init__(self, endpoint: ModelEndpoint, checks: Checks) -> None:
        self._endpoint = endpoint
        self._checks = checks
        self._clients = Clients(endpoint)

    async def take(
        self, request: TurnRequest, model: str, sink: TextSink | None = None
    ) -> TurnAnswer:
        """One turn; see :class:`~backend.tools.openai_llm.turns.ModelTurns`."""
        gate = None if sink is None else GatedSink(sink)
        guards = TurnGuards(request, self._checks, gate)
        try:
            async with asyncio.timeout(self._endpoint.timeout_s), self._clients.open() as client:
                agent = self._agent(request, model, client, guards)
                result = await run_turn(agent, request, gate, guards)
        except TimeoutError:
            raise unreachable("it took too long") from None
        except TurnFailed:
            raise
        except Exception as error:  # noqa: BLE001 - nonsense trips the SDK; tracebacks quote it
            raise failure_of(error, request.prompt_cost()) from None
        return _answer(result, request, model, guards)

    def _agent(
        self, request: TurnRequest, model: str, client: AsyncOpenAI, guards: TurnGuards
    ) -> Agent[Context]:
        settings = ModelSettings(
            temperature=request.temperature,
            max_tokens=request.max_output_tokens,
            store=False if self._endpoint.is_vendor else None,
            include_usage=True,
        )
        chat_model = OpenAIChatCompletionsModel(model, client)
        return RoleAgents(request, chat_model, settings, guards).role()


def _answer(result: Result, request: TurnRequest, model: str, guards: TurnGuards) -> TurnAnswer:
    usage = _usage_of(result)
    spent = usage or TokenUsage()
    if result.raw_responses[-1].usage.output_tokens >= request.max_output_tokens:
        raise unusable("it was cut off, being too long", spent)
    calls = checked_calls(written_calls(result.raw_responses), request.tools, spent)
    if not guards.has_let_in or not (calls or guards.has_let_out):
        raise unusable("its guardrails have not run", spent)
    if calls:
        return TurnAnswer(value=None, model=model, usage=usage, tool_calls=calls)
    if result.final_output is None or not str(result.final_output).strip():
        raise unusable("it is empty", spent)
    return TurnAnswer(value=result.final_output, model=model, usage=usage)


def _usage_of(result: Result) -> TokenUsage | None:
    usage = result.context_wrapper.usage
    if not usage.input_tokens and not usage.output_tokens:
        return None
    return TokenUsage(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
