"""Amazon Bedrock over real HTTP on loopback: what is sent, and how every failure comes back."""

import asyncio
from typing import Any

import pytest

from agentpro.tools import ToolResult
from backend.domain.redaction import KnownSecrets
from backend.domain.secrets import Secret
from backend.tools.openai_llm import bedrock_endpoint, connect_bedrock
from tests.backend.tools.openai_llm.llm_parts import House, Watcher, no_pause
from tests.backend.tools.openai_llm.offered_tools import EXCHANGE, LIST, LOOK
from tests.contracts.document_stores import HandClock
from tests.doubles.bedrock_server import BedrockServer, Said, bedrock_server, fails, says, uses
from tests.doubles.guardrail_checks import CHECKS, MALICIOUS, SENSITIVE

KEY_ID, SECRET_KEY = "AKIAFAKE567890123456", "FAKE/EXAMPLE/secret/key/for/bedrock/only"
PRIMARY, FALLBACK = "example.primary-v1:0", "example.fallback-v1:0"
PLACE = {
    "type": "object",
    "properties": {"region": {"type": "string", "enum": ["eu-central-1", "us-east-1"]}},
    "required": ["region"],
    "additionalProperties": False,
}
watched = pytest.mark.parametrize("is_watched", [False, True])


def house_at(url: str, watcher: Watcher | None = None, timeout_s: float = 10.0) -> House:
    known = KnownSecrets()
    endpoint = bedrock_endpoint(
        "eu-central-1",
        [PRIMARY, FALLBACK],
        Secret(KEY_ID),
        Secret(SECRET_KEY),
        url=url,
        timeout_s=timeout_s,
    )
    return House(connect_bedrock(endpoint, known, CHECKS, HandClock(), no_pause), known, watcher)


async def asked(
    *said: Said, watcher: Watcher | None = None, timeout_s: float = 10.0, **args: Any
) -> tuple[ToolResult, BedrockServer, House]:
    async with bedrock_server(*said) as server:
        house = house_at(server.url, watcher, timeout_s)
        return await house.complete(**args), server, house


def error_code(result: ToolResult) -> str | None:
    return result.error["error_code"] if result.error else None


def given(result: ToolResult) -> tuple[Any, Any]:
    assert isinstance(result.value, dict), result.error
    return result.value["value"], result.value["tool_calls"]


@pytest.mark.spec("S2-4")
async def test_a_turn_is_one_signed_request_with_the_roles_prompt_and_nothing_else() -> None:
    result, server, house = await asked(says("hi"), input="what is new?")
    assert given(result) == ("hi", [])
    (request,) = server.asked
    assert server.models == [PRIMARY]
    assert request.body == {
        "system": [{"text": "You plan."}],
        "messages": [{"role": "user", "content": [{"text": "what is new?"}]}],
        "inferenceConfig": {"maxTokens": 2_000, "temperature": 0.2},
    }
    assert f"Credential={KEY_ID}/" in request.headers["authorization"]
    assert "/eu-central-1/bedrock/aws4_request" in request.headers["authorization"]
    assert await house.spent() == (11, 7)


async def test_the_keys_are_known_secrets_from_the_start() -> None:
    house = house_at("http://127.0.0.1:9")
    assert any(house.known.findings(SECRET_KEY))


@watched
async def test_typed_output_is_a_tool_that_must_be_called(is_watched: bool) -> None:
    watcher = Watcher() if is_watched else None
    answer = uses(("1", "_answer", {"region": "eu-central-1"}), text="Here it is.")
    result, server, _ = await asked(answer, output_schema=PLACE, watcher=watcher)
    assert given(result) == ({"region": "eu-central-1"}, [])
    config = server.asked[0].body["toolConfig"]
    assert config["toolChoice"] == {"tool": {"name": "_answer"}}
    assert config["tools"][0]["toolSpec"]["inputSchema"] == {"json": PLACE}
    assert watcher is None or watcher.text == ""


async def test_typed_output_beside_tools_leaves_the_choice_among_them() -> None:
    result, server, _ = await asked(
        uses(("1", "look", {"name": "web"})), tools=[LOOK], output_schema=PLACE
    )
    assert given(result) == (None, [{"tool": "look", "args": {"name": "web"}}])
    assert server.asked[0].body["toolConfig"]["toolChoice"] == {"any": {}}


@watched
async def test_tool_calls_come_back_as_data(is_watched: bool) -> None:
    watcher = Watcher() if is_watched else None
    result, server, house = await asked(
        uses(("1", "look", {"name": "web"}), ("2", "list_all", {"name": "x"}), text="One moment."),
        tools=[LOOK, LIST],
        watcher=watcher,
    )
    calls = [{"tool": "look", "args": {"name": "web"}}, {"tool": "list_all", "args": {"name": "x"}}]
    assert given(result) == (None, calls)
    assert "toolChoice" not in server.asked[0].body["toolConfig"]
    assert await house.spent() == (11, 7)
    assert watcher is None or watcher.text == ""


@pytest.mark.parametrize("tools", [[LOOK], []])
async def test_what_was_called_is_told_with_its_tool_declared(tools: list[Any]) -> None:
    result, server, _ = await asked(says("It runs."), tools=tools, exchanges=[EXCHANGE])
    assert given(result)[0] == "It runs."
    body = server.asked[0].body
    _, call, answer = body["messages"]
    assert call["content"] == [
        {"toolUse": {"toolUseId": "done_1", "name": "look", "input": {"name": "web"}}}
    ]
    assert answer["content"] == [
        {"toolResult": {"toolUseId": "done_1", "content": [{"text": '{"state":"running"}'}]}}
    ]
    assert [each["toolSpec"]["name"] for each in body["toolConfig"]["tools"]] == ["look"]


async def test_a_tool_that_is_only_spoken_of_is_not_offered() -> None:
    again = uses(("1", "look", {"name": "web"}))
    result, _, _ = await asked(again, tools=[], exchanges=[EXCHANGE])
    assert error_code(result) == "E_MODEL_OUTPUT"


@pytest.mark.parametrize(
    ("said", "args", "code"),
    [
        (says(""), {}, "E_MODEL_OUTPUT"),
        (says(" \n"), {}, "E_MODEL_OUTPUT"),
        (says("half", stop_reason="max_tokens"), {}, "E_MODEL_OUTPUT"),
        (says("?", stop_reason="malformed_model_output"), {}, "E_MODEL_OUTPUT"),
        (says("no", stop_reason="guardrail_intervened"), {}, "E_MODEL_REFUSED"),
        (says("no", stop_reason="content_filtered"), {}, "E_MODEL_REFUSED"),
        (says("eu-central-1"), {"output_schema": PLACE}, "E_MODEL_OUTPUT"),
        (uses(("1", "_answer", {"region": "mars"})), {"output_schema": PLACE}, "E_MODEL_OUTPUT"),
        (
            uses(("1", "_answer", {"region": "us-east-1"}), ("2", "look", {"name": "x"})),
            {"output_schema": PLACE, "tools": [LOOK]},
            "E_MODEL_OUTPUT",
        ),
        (uses(("1", "_answer", {"region": "us-east-1"})), {}, "E_MODEL_OUTPUT"),
        (uses(("1", "shell_runner", {})), {"tools": [LOOK]}, "E_MODEL_OUTPUT"),
        (
            uses(("1", "look", {"name": "x"}), ("1", "look", {"name": "y"})),
            {"tools": [LOOK]},
            "E_MODEL_OUTPUT",
        ),
        (uses(("1", "look", {"name": 1})), {"tools": [LOOK]}, "E_TOOL_ARGUMENTS"),
    ],
)
@watched
async def test_an_answer_that_is_none_is_refused_and_paid_for(
    said: Said, args: dict[str, Any], code: str, is_watched: bool
) -> None:
    watcher = Watcher() if is_watched else None
    result, server, house = await asked(said, says("again"), watcher=watcher, **args)
    assert (error_code(result), result.value) == (code, None)
    assert len(server.asked) == 1
    assert await house.spent() == (11, 7)
    assert watcher is None or watcher.text == ""


@pytest.mark.spec("S2-5")
@pytest.mark.parametrize(
    "failure",
    [
        fails(429, "ThrottlingException"),
        fails(400, "ThrottlingException"),
        fails(500, "InternalServerException"),
        fails(503, "ServiceUnavailableException"),
        fails(408, "ModelTimeoutException"),
        fails(424, "ModelErrorException"),
        fails(429, "ModelNotReadyException"),
        fails(404, "ResourceNotFoundException"),
        fails(403, "AccessDeniedException"),
        Said(breaks_after=0),
        Said(delay_s=30.0),
        Said(body=b"<html>gateway</html>"),
        Said(body=b"{}"),
        Said(body=b"[]"),
    ],
)
async def test_the_fallback_answers_when_the_primary_cannot(failure: Said) -> None:
    result, server, house = await asked(failure, says("hi"), timeout_s=2.0)
    assert result.is_ok, result.error
    assert server.models == [PRIMARY, FALLBACK]
    assert house.failover.status.is_degraded
    assert await house.spent() == (11, 7)


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (fails(400, "ValidationException"), "E_MODEL_UNAVAILABLE"),
        (fails(403, "UnrecognizedClientException"), "E_MODEL_UNAVAILABLE"),
        (fails(403, "ExpiredTokenException"), "E_MODEL_UNAVAILABLE"),
        (fails(403, "InvalidSignatureException"), "E_MODEL_UNAVAILABLE"),
        (fails(400, "ServiceQuotaExceededException"), "E_RATE_LIMIT"),
    ],
)
async def test_what_no_other_model_can_help_is_told_at_once(failure: Said, code: str) -> None:
    result, server, _ = await asked(failure)
    assert (error_code(result), server.models) == (code, [PRIMARY])
    assert SECRET_KEY not in str(result.error)


async def test_a_text_is_streamed_to_who_reads_along() -> None:
    watcher = Watcher()
    result, server, house = await asked(says("all is well here"), watcher=watcher)
    assert server.asked[0].path.endswith("/converse-stream")
    assert given(result)[0] == watcher.text == "all is well here"
    assert await house.spent() == (11, 7)


@pytest.mark.parametrize(
    "broken",
    [
        says("half of it " * 20, breaks_after=9),
        says("half of it", stream_error="throttlingException"),
        says("half of it", stream_error="internalServerException"),
        says("half of it", stream_error="modelStreamErrorException"),
        says("word " * 200, pause_s=0.1),
    ],
    ids=["dropped", "throttled", "failed", "model", "drips"],
)
async def test_a_stream_that_breaks_is_taken_back_and_asked_elsewhere(broken: Said) -> None:
    watcher = Watcher()
    result, server, _ = await asked(broken, says("whole"), watcher=watcher, timeout_s=2.0)
    assert server.models == [PRIMARY, FALLBACK]
    assert result.is_ok, result.error
    await asyncio.sleep(0.15)
    assert (watcher.text, watcher.taken_back) == ("whole", 1)


async def test_a_stream_without_an_end_is_no_answer() -> None:
    result, _, _ = await asked(says("half of it", stop_reason=""), watcher=Watcher())
    assert error_code(result) == "E_MODEL_OUTPUT"


async def test_a_service_that_does_not_count_is_charged_by_estimate() -> None:
    _, _, house = await asked(says("hello there", usage=None), watcher=Watcher())
    input_tokens, output_tokens = await house.spent()
    assert input_tokens > 0
    assert output_tokens > 0


@watched
async def test_it_stands_behind_the_guardrails(is_watched: bool) -> None:
    watcher = Watcher() if is_watched else None
    malicious, _, house = await asked(Said(delay_s=1.0), input=MALICIOUS, watcher=watcher)
    assert error_code(malicious) == "E_GUARDRAIL"
    assert (await house.spent())[0] > 0
    sensitive, _, house = await asked(says(SENSITIVE), watcher=watcher)
    assert error_code(sensitive) == "E_GUARDRAIL"
    assert await house.spent() == (11, 7)
    assert watcher is None or watcher.text == ""
