"""The agents of a turn: how they are made, and what their run is handed."""

from typing import Any

import pytest
from agents import (
    Agent,
    FunctionTool,
    GuardrailFunctionOutput,
    Handoff,
    ModelSettings,
    RunContextWrapper,
    input_guardrail,
)
from agents.testing import ScriptedModel, assistant_message

from backend.tools.openai_llm.providers.role_agents import RoleAgents
from backend.tools.openai_llm.providers.running import run_turn
from backend.tools.openai_llm.providers.sdk_guardrails import Context, TurnGuards
from backend.tools.openai_llm.turns import TurnRequest
from tests.backend.tools.openai_llm.llm_parts import CONTEXT
from tests.backend.tools.openai_llm.offered_tools import LOOK, SEVERAL, declarations
from tests.doubles.guardrail_checks import CHECKS

REQUEST = TurnRequest(
    role="planner",
    instructions="You plan.",
    text="hello",
    temperature=0.2,
    max_output_tokens=10,
    tools=declarations(LOOK, *SEVERAL),
    context=CONTEXT,
)


def role(guards: TurnGuards) -> Agent[Context]:
    model = ScriptedModel([[assistant_message("hi")]])
    return RoleAgents(REQUEST, model, ModelSettings(temperature=0.2), guards).role()


@pytest.mark.spec("S3-87", "S3-106", "S3-111", "S3-128", "S3-129")
def test_an_agent_has_its_roles_instructions_tools_and_guardrails() -> None:
    agent = role(TurnGuards(REQUEST, CHECKS, None))
    assert (agent.name, agent.instructions) == ("planner", "You plan.")
    assert [tool.name for tool in agent.tools] == ["look", "list_instances", "list_buckets"]
    assert [each.get_name() for each in agent.input_guardrails] == ["security_guardrail"]
    assert agent.input_guardrails[0].run_in_parallel
    assert [each.get_name() for each in agent.output_guardrails] == ["sensitive_info_guardrail"]
    assert agent.model_settings.temperature == 0.2


@pytest.mark.spec("S3-88", "S3-130")
def test_a_role_hands_over_to_specialists_who_hand_over_to_nobody() -> None:
    agent = role(TurnGuards(REQUEST, CHECKS, None))
    names = [each.tool_name for each in agent.handoffs if isinstance(each, Handoff)]
    assert names == ["transfer_to_ec2_specialist", "transfer_to_s3_specialist"]


async def test_a_tool_that_is_run_all_the_same_raises() -> None:
    for tool in role(TurnGuards(REQUEST, CHECKS, None)).tools:
        assert isinstance(tool, FunctionTool)
        assert tool.needs_approval is True
        with pytest.raises(AssertionError):
            await tool.on_invoke_tool(None, "{}")  # type: ignore[arg-type]


@pytest.mark.spec("S3-89", "S3-93")
async def test_whatever_runs_in_a_turn_sees_who_acts() -> None:
    seen: list[str] = []

    @input_guardrail
    async def looks(
        context: RunContextWrapper[Context], agent: Agent[Any], given: Any
    ) -> GuardrailFunctionOutput:
        assert context.context is not None
        seen.append(context.context.get_aws_region())
        return GuardrailFunctionOutput(output_info=None, tripwire_triggered=False)

    guards = TurnGuards(REQUEST, CHECKS, None)
    agent = role(guards)
    agent.input_guardrails.append(looks)
    result = await run_turn(agent, REQUEST, None, guards)
    assert (result.final_output, seen) == ("hi", ["eu-central-1"])
    assert (guards.has_let_in, guards.has_let_out) == (True, True)
