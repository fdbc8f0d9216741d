"""The agent of a role for one turn, and the specialists that it may hand the turn to."""

from agents import Agent, Handoff, Model, ModelSettings, handoff

from backend.tools.openai_llm.offered.specialists import (
    SPECIALISTS,
    specialist_instructions,
    tools_by_specialist,
)
from backend.tools.openai_llm.offered.tool_calls import ToolDeclaration
from backend.tools.openai_llm.providers.declared_tools import function_tool_of
from backend.tools.openai_llm.providers.sdk_guardrails import Context, TurnGuards
from backend.tools.openai_llm.providers.typed_output import TypedOutput
from backend.tools.openai_llm.turns import TurnRequest


class RoleAgents:
    """Makes the agents of one turn: all on one model, all behind the same guardrails."""

    def __init__(
        self, request: TurnRequest, model: Model, settings: ModelSettings, guards: TurnGuards
    ) -> None:
        self._request = request
        self._model = model
        self._settings = settings
        self._guards = guards

    def role(self) -> Agent[Context]:
        """The role itself, with all its tools and a handoff to each specialist."""
        agent = self._agent(self._request.role, self._request.instructions, self._request.tools)
        agent.input_guardrails = [self._guards.on_input()]
        agent.handoffs = [
            self._handoff(service, tools)
            for service, tools in tools_by_specialist(self._request.tools).items()
        ]
        return agent

    def _handoff(
        self, service: str, tools: tuple[ToolDeclaration, ...]
    ) -> Handoff[Context, Agent[Context]]:
        instructions = specialist_instructions(self._request.instructions, service)
        specialist = self._agent(f"{service}_specialist", instructions, tools)
        specialist.handoff_description = SPECIALISTS[service]
        return handoff(specialist)

    def _agent(
        self, name: str, instructions: str, tools: tuple[ToolDeclaration, ...]
    ) -> Agent[Context]:
        schema = self._request.output_schema
        return Agent[Context](
            name=name,
            instructions=instructions,
            model=self._model,
            model_settings=self._settings,
            tools=[function_tool_of(tool) for tool in tools],
            output_type=None if schema is None else TypedOutput(schema),
            output_guardrails=[self._guards.on_output()],
        )
