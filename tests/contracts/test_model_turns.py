"""What every provider of models promises: two over real HTTP, and the scripted twin."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from agentpro.tools import TokenUsage
from backend.domain.secrets import Secret
from backend.tools.openai_llm import bedrock_endpoint, model_endpoint
from backend.tools.openai_llm.bedrock.connecting import turns_at
from backend.tools.openai_llm.failures import refused, unusable
from backend.tools.openai_llm.guarding.guarded_turns import GuardedTurns
from backend.tools.openai_llm.offered.tool_calls import Exchange, ToolCall
from backend.tools.openai_llm.providers.agents_sdk import AgentsSdk
from backend.tools.openai_llm.turns import ModelTurns, TurnFailed, TurnRequest
from tests.backend.tools.openai_llm.offered_tools import EXCHANGE, LOOK, declarations
from tests.doubles import bedrock_server as bedrock_says
from tests.doubles.guardrail_checks import BROKEN, CHECKS, MALICIOUS, SENSITIVE
from tests.doubles.openai_server import calls_tool, openai_server, refuses, says
from tests.doubles.scripted_turns import USED, ScriptedTurns, answer, asks_for

Provider = Callable[[str], AbstractAsyncContextManager[ModelTurns]]
SCHEMA = {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]}


def request(**changed: object) -> TurnRequest:
    fields = {
        "role": "planner",
        "instructions": "Count.",
        "text": "one two",
        "temperature": 0.2,
        "max_output_tokens": 100,
    }
    return TurnRequest(**{**fields, **changed})  # type: ignore[arg-type]


@asynccontextmanager
async def sdk(scene: str) -> AsyncGenerator[ModelTurns, None]:
    reply = {
        "text": says("two words"),
        "object": says('{"count": 2}'),
        "refusal": refuses(),
        "malformed": says('{"count": "many"}'),
        "call": calls_tool("look", {"name": "web"}),
        "unknown call": calls_tool("rm", {}),
        "sensitive": says(f"at {SENSITIVE}"),
        "breaking": says(BROKEN),
    }[scene]
    async with openai_server(reply) as server:
        yield AgentsSdk(model_endpoint(Secret("sk-FAKE-EXAMPLE"), server.base_url), CHECKS)


@asynccontextmanager
async def bedrock(scene: str) -> AsyncGenerator[ModelTurns, None]:
    said = {
        "text": bedrock_says.says("two words"),
        "object": bedrock_says.uses(("1", "_answer", {"count": 2})),
        "refusal": bedrock_says.says("", stop_reason="content_filtered"),
        "malformed": bedrock_says.uses(("1", "_answer", {"count": "many"})),
        "call": bedrock_says.uses(("1", "look", {"name": "web"})),
        "unknown call": bedrock_says.uses(("1", "rm", {})),
        "sensitive": bedrock_says.says(f"at {SENSITIVE}"),
        "breaking": bedrock_says.says(BROKEN),
    }[scene]
    async with bedrock_says.bedrock_server(said) as server:
        key = Secret("FAKE-EXAMPLE")
        endpoint = bedrock_endpoint("us-east-1", ["example.model"], key, key, url=server.url)
        yield GuardedTurns(turns_at(endpoint), CHECKS)


@asynccontextmanager
async def twin(scene: str) -> AsyncGenerator[ModelTurns, None]:
    script = ScriptedTurns(
        {
            "text": answer("two words"),
            "object": answer({"count": 2}),
            "refusal": refused(USED),
            "malformed": unusable("it is malformed", USED),
            "call": asks_for("look", name="web"),
            "unknown call": unusable("it asks for a tool that was not offered", USED),
            "sensitive": answer(f"at {SENSITIVE}"),
            "breaking": answer(BROKEN),
        }[scene]
    )
    yield GuardedTurns(script, CHECKS)


@pytest.fixture(params=[sdk, bedrock, twin], ids=["agents_sdk", "bedrock", "scripted"])
def provider(request: pytest.FixtureRequest) -> Provider:
    return request.param


async def test_a_text_comes_with_its_model_and_what_it_cost(provider: Provider) -> None:
    async with provider("text") as turns:
        found = await turns.take(request(), "gpt-4.1-mini")
    assert (found.value, found.model, found.usage) == ("two words", "gpt-4.1-mini", USED)


async def test_an_object_fits_its_schema(provider: Provider) -> None:
    async with provider("object") as turns:
        found = await turns.take(request(output_schema=SCHEMA), "gpt-4.1-mini")
    assert found.value == {"count": 2}


async def failure(taken: Awaitable[object]) -> TurnFailed:
    with pytest.raises(TurnFailed) as caught:
        await taken
    return caught.value


@pytest.mark.parametrize(
    ("scene", "code"), [("refusal", "E_MODEL_REFUSED"), ("malformed", "E_MODEL_OUTPUT")]
)
async def test_an_answer_that_is_none_is_charged_and_blames_the_turn(
    provider: Provider, scene: str, code: str
) -> None:
    async with provider(scene) as turns:
        failed = await failure(turns.take(request(output_schema=SCHEMA), "gpt-4.1-mini"))
    assert (failed.error.error_code, failed.blamed, failed.usage) == (code, "turn", USED)


class Shown:
    """Keeps what a sink was shown."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, text: str) -> None:
        self.text += text

    def take_back(self) -> None:
        self.text = ""


async def test_a_sink_is_shown_the_text_while_it_is_written(provider: Provider) -> None:
    shown = Shown()
    async with provider("text") as turns:
        found = await turns.take(request(), "gpt-4.1-mini", shown)
    assert shown.text == found.value == "two words"
    assert found.usage == TokenUsage(input_tokens=11, output_tokens=7)


TOOLS = declarations(LOOK)
CALL = ToolCall(tool="look", args={"name": "web"})


@pytest.mark.parametrize("is_watched", [False, True])
async def test_a_tool_call_is_data(provider: Provider, is_watched: bool) -> None:
    shown = Shown() if is_watched else None
    async with provider("call") as turns:
        found = await turns.take(request(tools=TOOLS), "gpt-4.1-mini", shown)
    assert (found.value, found.tool_calls, found.usage) == (None, (CALL,), USED)


async def test_a_turn_goes_on_with_what_was_called(provider: Provider) -> None:
    exchanges = (Exchange.from_json(EXCHANGE),)
    async with provider("text") as turns:
        found = await turns.take(request(tools=TOOLS, exchanges=exchanges), "gpt-4.1-mini")
    assert (found.value, found.tool_calls) == ("two words", ())


async def test_a_tool_that_was_not_offered_is_no_answer(provider: Provider) -> None:
    async with provider("unknown call") as turns:
        failed = await failure(turns.take(request(tools=TOOLS), "gpt-4.1-mini"))
    assert (failed.error.error_code, failed.usage) == ("E_MODEL_OUTPUT", USED)


@pytest.mark.spec("S3-105")
@pytest.mark.parametrize("text", [MALICIOUS, BROKEN])
async def test_a_malicious_message_is_not_answered(provider: Provider, text: str) -> None:
    shown = Shown()
    async with provider("text") as turns:
        failed = await failure(turns.take(request(text=text), "gpt-4.1-mini", shown))
    assert (failed.error.error_code, failed.blamed) == ("E_GUARDRAIL", "turn")
    assert "security_guardrail" in failed.error.message
    assert failed.usage.input_tokens > 0
    assert shown.text == ""


@pytest.mark.spec("S3-110")
@pytest.mark.parametrize("scene", ["sensitive", "breaking"])
async def test_a_sensitive_answer_is_withheld(provider: Provider, scene: str) -> None:
    async with provider(scene) as turns:
        failed = await failure(turns.take(request(), "gpt-4.1-mini"))
    assert (failed.error.error_code, failed.usage) == ("E_GUARDRAIL", USED)
    assert "sensitive_info_guardrail" in failed.error.message
