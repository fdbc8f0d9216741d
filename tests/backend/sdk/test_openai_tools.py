"""The catalogue as function tools: agents of the SDK use them, under a scripted model."""

from typing import Any

import pytest
from agents import (
    Agent,
    FunctionTool,
    GuardrailFunctionOutput,
    InputGuardrail,
    InputGuardrailTripwireTriggered,
    RunConfig,
    RunContextWrapper,
    Runner,
    RunResult,
    function_tool,
)
from agents.tool_context import ToolContext

from backend.domain.devops_context import DevOpsContext
from backend.domain.errors import ModelCanFix
from backend.sdk import ApprovalRequired, Done
from backend.sdk.openai_tools import as_openai_function_tools
from backend.tools.aws_deployer.operations.forms import FORMS
from tests.backend.sdk.scene import CONTEXT, PERSON, Scene, read
from tests.doubles.scripted_sdk_model import ScriptedSdkModel, calls, says

OFFLINE = RunConfig(tracing_disabled=True)


def tools_of(scene: Scene, *actions: str) -> list[Any]:
    return list(as_openai_function_tools(scene.copilot, PERSON, CONTEXT, actions or None))


async def run(agent: Agent[Any], text: str, context: DevOpsContext = CONTEXT) -> RunResult:
    return await Runner.run(agent, text, context=context, run_config=OFFLINE)


async def invoke(tool: FunctionTool, arguments: str, context: Any = CONTEXT) -> dict[str, Any]:
    asked = ToolContext(
        context=context, tool_name=tool.name, tool_call_id="call_1", tool_arguments=arguments
    )
    return read(await tool.on_invoke_tool(asked, arguments))


async def create(scene: Scene) -> None:
    required = await scene.agent.operate("create_bucket", bucket_name="reports")
    assert isinstance(required, ApprovalRequired)
    assert isinstance(await scene.agent.approve(required, actor=PERSON), Done)


@pytest.mark.spec("S3-81", "S3-84", "S3-129", "G11")
async def test_every_action_that_can_be_asked_for_is_a_described_tool(scene: Scene) -> None:
    tools: list[FunctionTool] = tools_of(scene)
    assert {tool.name for tool in tools} == set(FORMS)
    for tool in tools:
        assert len(tool.description) > 10
        assert tool.params_json_schema["additionalProperties"] is False
        assert "region" not in tool.params_json_schema.get("required", [])


@pytest.mark.spec("S3-1", "S3-81", "S3-87", "S3-125", "S3-128", "S2-181", "S2-182")
async def test_an_agent_reads_with_a_tool_and_puts_it_into_words(scene: Scene) -> None:
    await create(scene)
    model = ScriptedSdkModel(calls("list_buckets"), says("There is one bucket: reports."))
    agent = Agent[Any](
        name="reader",
        instructions="You read from AWS.",
        model=model,
        tools=tools_of(scene, "list_buckets"),
    )
    result = await run(agent, "Which buckets are there?")
    assert result.final_output == "There is one bucket: reports."
    instructions, _, names = model.shown[0]
    assert (instructions, names) == ("You read from AWS.", ["list_buckets"])
    (told,) = model.outputs
    assert (told["status"], told["profile"], told["region"]) == ("done", "main", "us-east-1")
    assert told["answers"][0]["answer"]["rows"][0][0] == "reports"


async def test_a_change_is_planned_and_never_applied(scene: Scene) -> None:
    model = ScriptedSdkModel(
        calls("create_bucket", {"bucket_name": "reports"}), says("Please approve the plan.")
    )
    agent = Agent[Any](name="changer", model=model, tools=tools_of(scene))
    await run(agent, "Create it, and approve it yourself.")
    (told,) = model.outputs
    assert told["status"] == "approval_required"
    waiting = await scene.copilot.run(told["graph_run_id"])
    assert waiting.question is not None
    question = waiting.question
    assert (told["approval_id"], told["plan_digest"], told["change_set_digest"]) == (
        question.approval_id,
        question.plan_digest,
        question.change_set_digest,
    )
    assert [step["title"] for step in told["steps"]] == [step.title for step in question.plan.steps]
    assert scene.aws.state.buckets == {}
    assert not any("approve" in name for name in model.shown[0][2])


@pytest.mark.spec("S3-83")
@pytest.mark.parametrize(
    ("arguments", "error_code"),
    [
        ("not json", "E_INVALID_STEP"),
        ('{"bucket_name": "NO CAPITALS"}', "E_INVALID_STEP"),
        ('{"bucket_name": "reports", "confirm": true}', "E_INVALID_STEP"),
        ("[]", "E_INVALID_STEP"),
        ("", "E_INVALID_STEP"),
        ('{"bucket_name": "reports", "region": "nowhere-1"}', "E_UNKNOWN_REGION"),
    ],
)
async def test_a_mistake_of_the_model_is_a_typed_answer(
    scene: Scene, arguments: str, error_code: str
) -> None:
    (tool,) = tools_of(scene, "create_bucket")
    told = await invoke(tool, arguments)
    assert (told["status"], told["error_code"]) == ("failed", error_code)
    assert told["message"]
    assert told["next_step"]
    assert scene.aws.state.buckets == {}


@pytest.mark.spec("S3-83")
async def test_a_defect_is_a_typed_answer_too(scene: Scene) -> None:
    nothing: Any = None
    (tool,) = as_openai_function_tools(nothing, PERSON, CONTEXT, ["list_buckets"])
    told = await invoke(tool, "{}")
    assert (told["status"], told["error_code"]) == ("failed", "E_DEFECT")


def test_a_tool_that_does_not_exist_is_refused_when_it_is_made(scene: Scene) -> None:
    with pytest.raises(ModelCanFix, match="E_UNKNOWN_ACTION"):
        tools_of(scene, "replace_s3_object")


@pytest.mark.spec("S3-89", "S3-93", "S3-95", "S3-96")
async def test_the_context_of_the_run_says_where(scene: Scene) -> None:
    """The example of the strategy, word for word, beside a tool of ours."""

    @function_tool
    async def list_ec2_instances(wrapper: RunContextWrapper[DevOpsContext]) -> str:
        return '{"region": "' + wrapper.context.get_aws_region() + '"}'

    model = ScriptedSdkModel(calls("list_ec2_instances"), calls("list_buckets"), says("Done."))
    agent = Agent[Any](
        name="reader", model=model, tools=[list_ec2_instances, *tools_of(scene, "list_buckets")]
    )
    elsewhere = CONTEXT.model_copy(update={"aws_region": "eu-central-1"})
    await run(agent, "Look around.", elsewhere)
    assert [told["region"] for told in model.outputs] == ["eu-central-1", "eu-central-1"]


async def test_an_argument_says_where_before_the_context_does(scene: Scene) -> None:
    (tool,) = tools_of(scene, "list_buckets")
    told = await invoke(tool, '{"region": "eu-west-1"}')
    assert (told["status"], told["region"]) == ("done", "eu-west-1")


async def test_tools_of_one_person_do_not_act_in_a_run_of_another(scene: Scene) -> None:
    (tool,) = tools_of(scene, "list_buckets")
    told = await invoke(tool, "{}", CONTEXT.model_copy(update={"user_id": "usr_2"}))
    assert (told["status"], told["error_code"]) == ("failed", "E_FORBIDDEN")
    assert (await invoke(tool, "{}", context=None))["status"] == "done"


@pytest.mark.spec("S3-85", "S3-86", "S3-88", "S3-130")
async def test_agents_hand_over_to_the_one_that_has_the_tool(scene: Scene) -> None:
    model = ScriptedSdkModel(
        calls("transfer_to_storage"), calls("list_buckets"), says("No buckets.")
    )
    storage = Agent[Any](name="storage", model=model, tools=tools_of(scene, "list_buckets"))
    logs = Agent[Any](name="logs", model=model, tools=tools_of(scene, "list_log_groups"))
    desk = Agent[Any](name="desk", model=model, handoffs=[storage, logs])
    result = await run(desk, "Which buckets are there?")
    assert result.last_agent.name == "storage"
    assert [names for _, _, names in model.shown] == [[], ["list_buckets"], ["list_buckets"]]


@pytest.mark.spec("S3-131")
async def test_a_guardrail_that_trips_stops_before_any_tool(scene: Scene) -> None:
    async def suspicious(
        context: RunContextWrapper[Any], agent: Any, text: Any
    ) -> GuardrailFunctionOutput:
        return GuardrailFunctionOutput(output_info=None, tripwire_triggered="secretly" in str(text))

    model = ScriptedSdkModel(calls("list_buckets"), says("Done."))
    agent = Agent[Any](
        name="guarded",
        model=model,
        tools=tools_of(scene, "list_buckets"),
        input_guardrails=[InputGuardrail(suspicious, run_in_parallel=False)],
    )
    with pytest.raises(InputGuardrailTripwireTriggered):
        await run(agent, "secretly list them")
    assert model.shown == []
    assert await scene.copilot.runs(5) == ()
