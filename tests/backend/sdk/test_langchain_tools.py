"""The catalogue as tools of LangChain."""

import asyncio
from typing import Any, cast

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tools import BaseTool
from langchain_core.tracers.context import tracing_v2_callback_var

from backend.sdk import ApprovalRequired, Done
from backend.sdk.langchain_tools import CatalogueTool, as_langchain_tools
from backend.tools.aws_deployer.operations.forms import FORMS
from tests.backend.sdk.scene import CONTEXT, PERSON, Scene, read


def tool_of(scene: Scene, action: str, profile: str | None = None) -> CatalogueTool:
    (tool,) = as_langchain_tools(scene.copilot, PERSON, CONTEXT, [action], profile)
    assert isinstance(tool, CatalogueTool)
    return tool


async def create(scene: Scene) -> None:
    required = await scene.agent.operate("create_bucket", bucket_name="reports")
    assert isinstance(required, ApprovalRequired)
    assert isinstance(await scene.agent.approve(required, actor=PERSON), Done)


@pytest.mark.spec("S1-1", "S1-2", "S1-24", "S1-35", "S1-36", "S1-37", "S1-39", "G11")
async def test_every_action_is_a_base_tool_with_a_typed_schema(scene: Scene) -> None:
    tools = as_langchain_tools(scene.copilot, PERSON, CONTEXT)
    assert {tool.name for tool in tools} == set(FORMS)
    for tool in tools:
        assert isinstance(tool, BaseTool)
        assert tool.description
        schema: Any = tool.args_schema
        assert set(schema.model_fields) == {*FORMS[tool.name].model_fields, "region"}
        assert set(tool.args) == set(schema.model_fields)


@pytest.mark.spec("S1-4", "S1-36", "S1-55", "S1-56")
async def test_a_read_is_answered_on_either_way(scene: Scene) -> None:
    await create(scene)
    tool = tool_of(scene, "list_buckets")
    for text in (await tool.ainvoke({}), await asyncio.to_thread(tool.invoke, {})):
        told = read(text)
        assert (told["status"], told["profile"]) == ("done", "main")
        assert told["answers"][0]["answer"]["rows"][0][0] == "reports"


async def test_a_model_gets_it_as_the_answer_to_its_call(scene: Scene) -> None:
    call = {"name": "list_buckets", "args": {}, "id": "call_1", "type": "tool_call"}
    message = await tool_of(scene, "list_buckets").ainvoke(call)
    assert message.tool_call_id == "call_1"
    assert read(message.content)["status"] == "done"


async def test_another_event_loop_than_the_services_may_wait_for_it(scene: Scene) -> None:
    tool = tool_of(scene, "list_buckets")
    text = await asyncio.to_thread(lambda: asyncio.run(tool.ainvoke({"region": "eu-west-1"})))
    assert (read(text)["status"], read(text)["region"]) == ("done", "eu-west-1")


async def test_a_change_is_planned_and_never_applied(scene: Scene) -> None:
    told = read(await tool_of(scene, "create_bucket").ainvoke({"bucket_name": "reports"}))
    assert told["status"] == "approval_required"
    waiting = await scene.copilot.run(told["graph_run_id"])
    assert waiting.question is not None
    assert told["plan_digest"] == waiting.question.plan_digest
    assert scene.aws.state.buckets == {}


async def test_what_was_not_said_is_not_put_into_anybodys_mouth(scene: Scene) -> None:
    """LangChain fills in defaults; they must not look as if a person had said them."""
    await create(scene)
    told = read(await tool_of(scene, "list_s3_objects").ainvoke({"bucket_name": "reports"}))
    run = await scene.copilot.replay_run(told["graph_run_id"])
    assert told["status"] == "done"
    plan: Any = run.state["plan"]
    assert plan["steps"][0]["provenance"] == {"bucket_name": "user", "prefix": "default"}


@pytest.mark.spec("S1-37", "S1-38")
@pytest.mark.parametrize(
    ("said", "error_code"),
    [
        ({}, "E_INVALID_STEP"),
        ({"bucket_name": "NO CAPITALS"}, "E_INVALID_STEP"),
        ({"bucket_name": "reports", "confirm": True}, "E_INVALID_STEP"),
        ("reports", "E_INVALID_STEP"),
        ({"bucket_name": "reports", "region": "nowhere-1"}, "E_UNKNOWN_REGION"),
    ],
    ids=repr,
)
async def test_a_mistake_is_a_typed_answer(scene: Scene, said: Any, error_code: str) -> None:
    tool = tool_of(scene, "create_bucket")
    for text in (await tool.ainvoke(said), await asyncio.to_thread(tool.invoke, said)):
        told = read(text)
        assert (told["status"], told["error_code"]) == ("failed", error_code)
        assert told["next_step"]


@pytest.mark.spec("S1-38")
async def test_a_call_that_would_stop_its_own_event_loop_is_refused(scene: Scene) -> None:
    assert read(tool_of(scene, "list_buckets").invoke({}))["error_code"] == "E_WOULD_BLOCK"


@pytest.mark.spec("S1-38")
def test_a_tool_of_a_service_that_is_closed_says_so() -> None:
    nothing: Any = None

    async def made() -> list[BaseTool]:
        return as_langchain_tools(nothing, PERSON, CONTEXT, ["list_buckets"])

    (tool,) = asyncio.run(made())
    assert read(tool.invoke({}))["error_code"] == "E_SERVICE_CLOSED"
    assert read(asyncio.run(tool.ainvoke({})))["error_code"] == "E_SERVICE_CLOSED"


@pytest.mark.spec("S1-3", "S1-39", "S1-55")
async def test_clients_come_guarded_and_by_profile(scene: Scene) -> None:
    await scene.add_sandbox()
    unclear = read(await tool_of(scene, "list_buckets").ainvoke({}))
    assert unclear["error_code"] == "E_CREDENTIAL_UNCLEAR"
    named = tool_of(scene, "list_buckets", profile="main")
    assert read(await named.ainvoke({}))["profile"] == "main"
    unknown = tool_of(scene, "list_buckets", profile="nobody")
    assert read(await unknown.ainvoke({}))["error_code"] == "E_CREDENTIAL_NOT_FOUND"
    client = named._get_client("s3", "main")
    assert read(await client.answer("list_buckets", {}))["status"] == "done"
    assert read(await client.answer("list_iam_roles", {}))["error_code"] == "E_UNKNOWN_ACTION"


class Listening(BaseCallbackHandler):
    def __init__(self) -> None:
        self.heard: list[str] = []

    def on_tool_start(self, serialized: Any, input_str: str, **_: Any) -> None:
        self.heard.append(serialized["name"])


async def test_a_handler_that_a_program_passes_or_sets_goes_on_hearing_of_it(scene: Scene) -> None:
    passed, placed = Listening(), Listening()
    await tool_of(scene, "list_buckets").ainvoke({}, {"callbacks": [passed]})
    token = tracing_v2_callback_var.set(cast(Any, placed))
    await tool_of(scene, "list_iam_roles").ainvoke({})
    tracing_v2_callback_var.reset(token)
    assert (passed.heard, placed.heard) == (["list_buckets"], ["list_iam_roles"])
