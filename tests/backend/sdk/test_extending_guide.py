"""``docs/extending.md`` keeps its word: every block on that page is run as it is printed."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import botocore.session
import pytest
import yaml

from agentpro.loading import parse_graph
from agentpro.registry import Registry, registry_of
from agentpro.validation import problems_of
from backend.aws.account import Response
from backend.domain.secrets import Secret
from backend.sdk import Done, Failed
from backend.settings import settings_from
from backend.tools.aws_deployer.catalog import CATALOGUE
from backend.tools.aws_deployer.catalog.declaration import NoParams, ReadAction
from backend.tools.openai_llm.bedrock.endpoint import bedrock_endpoint
from backend.tools.openai_llm.turns import TurnFailed, TurnRequest
from tests.agentpro.graphs import run_once
from tests.backend.sdk.scene import PERSON, Scene, read
from tests.doubles.bedrock_server import bedrock_server
from tests.doubles.bedrock_server import says as bedrock_says
from tests.doubles.scripted_sdk_model import ScriptedSdkModel, calls, says
from tests.guides import blocks, page, run_block

PAGE = "extending.md"
FROM_PYTHON, OPENAI, LANGCHAIN, MODEL, BEDROCK, INTENT, TOOL, ACTION = blocks(PAGE, "python")
(SETTINGS,) = blocks(PAGE, "sh")
(GRAPH,) = blocks(PAGE, "yaml")
(READ_OPERATIONS,) = blocks(PAGE, "json")
REQUEST = TurnRequest(
    role="orchestrator",
    instructions="You speak.",
    text="hello",
    temperature=0.5,
    max_output_tokens=100,
)


def test_every_block_of_the_page_is_run_here() -> None:
    assert page(PAGE).count("```") == 2 * (8 + 3)


async def test_code_reads_and_has_a_change_approved(scene: Scene) -> None:
    example = run_block(FROM_PYTHON, PAGE)
    assert isinstance(await example["create_bucket"](scene.agent, "reports", PERSON), Done)
    assert isinstance(await example["create_bucket"](scene.agent, "NO CAPITALS", PERSON), Failed)
    assert await example["bucket_names"](scene.agent) == ["reports"]


@pytest.mark.slow
async def test_code_opens_a_service_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without credentials: the way to them is what it says."""
    example = run_block(FROM_PYTHON, PAGE)
    example["settings_from_environment"] = lambda: settings_from({"COPILOT_HOME": str(tmp_path)})
    with pytest.raises(RuntimeError, match="copilot credentials add"):
        await example["main"]()
    assert capsys.readouterr().out == ""


@pytest.mark.spec("S3-81", "G11")
async def test_an_agent_of_the_sdk_answers(scene: Scene) -> None:
    model = ScriptedSdkModel(calls("list_buckets"), says("None."))
    answer = await run_block(OPENAI, PAGE)["ask"](scene.copilot, PERSON, model, "Buckets?")
    assert answer == "None."
    assert [told["region"] for told in model.outputs] == ["eu-central-1"]


@pytest.mark.spec("S1-24", "G11")
async def test_langchain_has_all_tools(scene: Scene) -> None:
    tools = run_block(LANGCHAIN, PAGE)["tools"](scene.copilot, PERSON)
    (buckets,) = [tool for tool in tools if tool.name == "list_buckets"]
    assert read(await buckets.ainvoke({}))["status"] == "done"


@pytest.mark.spec("S1-74")
def test_another_address_is_a_setting() -> None:
    given = dict(line.split("=", 1) for line in SETTINGS.splitlines())
    choice = settings_from(given).model
    assert choice is not None
    assert choice.place == "http://127.0.0.1:11434/v1"
    assert choice.endpoint.models == ("llama3.3", "llama3.2")
    assert choice.session_tokens.input_tokens == 100_000


@pytest.mark.spec("S1-74")
async def test_a_provider_of_ones_own_takes_turns() -> None:
    llm = run_block(MODEL, PAGE)["llm"]
    answer = await llm.turns.take(REQUEST, "polly")
    assert (answer.value, answer.model) == ("You said: hello", "polly")
    with pytest.raises(TurnFailed) as failed:
        await llm.turns.take(REQUEST, "rico")
    assert failed.value.blamed == "model"


@pytest.mark.spec("S1-74", "S1-75")
async def test_bedrock_takes_turns() -> None:
    example = run_block(BEDROCK, PAGE)
    async with bedrock_server(bedrock_says("Hello.")) as server:
        example["bedrock_endpoint"] = partial(bedrock_endpoint, url=server.url)
        llm = example["bedrock"](Secret("AKIAFAKEFAKEFAKE1234"), Secret("Fake/Fake"))
        answer = await llm.turns.take(REQUEST, llm.models[0])
    assert (answer.value, answer.model) == ("Hello.", "anthropic.claude-v2")
    assert "Fake" not in repr(llm)


@pytest.mark.spec("S4-42", "G22")
def test_an_intent_is_understood() -> None:
    example = run_block(INTENT, PAGE)
    sure, by_category = example["sure"], example["by_category"]
    assert (sure.intent, sure.action) == ("TOPICS", "list_subscribers")
    assert sure.slots == {"region": "eu-central-1"}
    assert (by_category.intent, by_category.action) == ("TOPICS", "list_subscribers")


def tool_parts(roster: dict[str, str]) -> Registry:
    example = run_block(TOOL, PAGE)
    return registry_of(handlers=[example["notify"]], tools=[example["OnCall"](roster)])


@pytest.mark.spec("S1-76")
@pytest.mark.parametrize(
    ("roster", "facts"),
    [({"hello": "ann"}, {"on_call": {"person": "ann"}}), ({}, {})],
    ids=["found", "nobody"],
)
async def test_a_tool_is_called_where_it_is_granted(
    roster: dict[str, str], facts: dict[str, Any]
) -> None:
    registry = tool_parts(roster)
    parsed = parse_graph(GRAPH.encode(), "dispatch-1.0.0.yaml")
    assert problems_of(parsed.definition, parsed.source, registry.known_names()) == ()
    ended: Any = await run_once(registry, parsed.definition, application="hello")
    assert ended["facts"] == facts


def test_a_tool_that_is_not_known_cannot_be_granted() -> None:
    graph: dict[str, Any] = yaml.safe_load(GRAPH)
    graph["roles"]["dispatcher"]["tools"] = {"on_call": ["find", "wake"]}
    parsed = parse_graph(yaml.safe_dump(graph).encode(), "dispatch-1.0.0.yaml")
    known = tool_parts({}).known_names()
    assert problems_of(parsed.definition, parsed.source, known) != ()


class Tables:
    """A reader of an account with two pages of tables."""

    region = "eu-central-1"

    def read(self, service: str, operation: str, **params: Any) -> Response:
        assert (service, operation) == ("dynamodb", "ListTables")
        if params:
            assert params == {"ExclusiveStartTableName": "orders"}
            return {"TableNames": ["people"]}
        return {"TableNames": ["orders"], "LastEvaluatedTableName": "orders"}

    def find(self, service: str, operation: str, missing: Any, **params: Any) -> Response | None:
        return self.read(service, operation, **params)


@pytest.mark.spec("S1-2", "S1-68", "S1-69")
def test_an_action_is_one_declaration() -> None:
    (declared,) = run_block(ACTION, PAGE)["READS"]
    assert isinstance(declared, ReadAction)
    assert declared.name not in CATALOGUE
    session: Any = botocore.session.Session()
    model = session.get_service_model(declared.service).operation_model(declared.operation)
    assert "ExclusiveStartTableName" in model.input_shape.members
    assert declared.answer(Tables(), NoParams()) == {
        "columns": ["table_name"],
        "rows": [["orders"], ["people"]],
        "total": 2,
    }
    assert json.loads(READ_OPERATIONS) == {declared.service: [declared.operation]}
