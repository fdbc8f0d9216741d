"""What every provider of models promises: the SDK over real HTTP, and the scripted twin."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from agentpro.tools import TokenUsage
from backend.domain.secrets import Secret
from backend.tools.openai_llm import model_endpoint
from backend.tools.openai_llm.failures import refused, unusable
from backend.tools.openai_llm.providers.agents_sdk import AgentsSdk
from backend.tools.openai_llm.turns import ModelTurns, TurnFailed, TurnRequest
from tests.doubles.openai_server import openai_server, refuses, says
from tests.doubles.scripted_turns import USED, ScriptedTurns, answer

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
    }[scene]
    async with openai_server(reply) as server:
        yield AgentsSdk(model_endpoint(Secret("sk-FAKE-EXAMPLE"), server.base_url))


@asynccontextmanager
async def twin(scene: str) -> AsyncGenerator[ModelTurns, None]:
    yield ScriptedTurns(
        {
            "text": answer("two words"),
            "object": answer({"count": 2}),
            "refusal": refused(USED),
            "malformed": unusable("it is malformed", USED),
        }[scene]
    )


@pytest.fixture(params=[sdk, twin], ids=["agents_sdk", "scripted"])
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
