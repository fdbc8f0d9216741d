"""The OpenAI Agents SDK over real HTTP: what is sent, and how every failure comes back."""

import logging

import pytest

from agentpro.tools import ToolResult
from tests.backend.tools.openai_llm.llm_parts import KEY, House, Watcher, house_at
from tests.doubles.openai_server import (
    INPUT_TOKENS,
    OUTPUT_TOKENS,
    OpenAiServer,
    Reply,
    calls_tool,
    drops,
    fails,
    filters,
    hangs,
    openai_server,
    refuses,
    says,
    sends,
)

PLACE = {
    "type": "object",
    "properties": {"region": {"type": "string", "enum": ["eu-central-1", "us-east-1"]}},
    "required": ["region"],
    "additionalProperties": False,
}
PRIMARY, FALLBACK = "gpt-4.1-mini", "gpt-4o-mini"


async def asked(
    *replies: Reply, timeout_s: float = 10.0, watcher: Watcher | None = None, **args: object
) -> tuple[ToolResult, OpenAiServer, House]:
    async with openai_server(*replies) as server:
        house = house_at(server.base_url, watcher, timeout_s)
        return await house.complete(**args), server, house  # type: ignore[arg-type]


def error_code(result: ToolResult) -> str | None:
    return result.error["error_code"] if result.error else None


@pytest.mark.spec("S2-4", "S3-1")
async def test_a_turn_is_one_request_with_the_roles_prompt_and_nothing_else() -> None:
    result, server, _ = await asked(says("hi"), input="what is new?")
    assert result.is_ok
    (request,) = server.asked
    assert request.path == "/v1/chat/completions"
    assert request.texts == [("system", "You plan."), ("user", "what is new?")]
    assert (request.model, request.body["temperature"]) == (PRIMARY, 0.2)
    assert request.body["max_tokens"] == 2_000
    assert {"tools", "metadata", "user", "store"}.isdisjoint(request.body)


async def test_headers_say_who_asks_and_nothing_about_this_machine() -> None:
    _, server, _ = await asked(says("hi"))
    headers = server.asked[0].headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["user-agent"] == "aws-copilot"
    allowed = {"accept", "accept-encoding", "connection", "content-length", "content-type", "host"}
    assert set(headers) <= {*allowed, "authorization", "user-agent"}


async def test_a_schema_is_sent_and_the_answer_is_an_object() -> None:
    result, server, _ = await asked(says('{"region": "eu-central-1"}'), output_schema=PLACE)
    assert isinstance(result.value, dict)
    assert result.value["value"] == {"region": "eu-central-1"}
    sent = server.asked[0].body["response_format"]["json_schema"]
    assert (sent["schema"], sent["strict"]) == (PLACE, True)


async def test_a_schema_that_the_vendor_cannot_enforce_is_sent_as_a_wish() -> None:
    loose = {"type": "object", "properties": {"note": {"type": "string"}}}
    result, server, _ = await asked(says('{"note": "x", "more": 1}'), output_schema=loose)
    assert result.is_ok
    sent = server.asked[0].body["response_format"]["json_schema"]
    assert (sent["schema"], sent["strict"]) == (loose, False)


@pytest.mark.spec("S2-5")
@pytest.mark.parametrize(
    "failure",
    [
        fails(429, "rate_limit_exceeded"),
        fails(429, headers=[("Retry-After", "1")]),
        fails(500),
        fails(502),
        fails(503),
        fails(404, "model_not_found"),
        drops(),
        hangs(),
        sends(b"<html>gateway</html>", "text/html"),
        sends(b"{ not json"),
        sends(b"[]"),
    ],
    ids=[
        "429",
        "429-later",
        "500",
        "502",
        "503",
        "404",
        "dropped",
        "silent",
        "html",
        "cut",
        "list",
    ],
)
async def test_the_fallback_answers_when_the_primary_cannot(failure: Reply) -> None:
    result, server, house = await asked(failure, says("hi"), timeout_s=2.0)
    assert result.is_ok
    assert server.models == [PRIMARY, FALLBACK]
    status = house.failover.status
    assert (status.active_model, status.is_degraded) == (FALLBACK, True)
    assert await house.spent() == (11, 7)


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (
            fails(401, "invalid_api_key", f"Incorrect API key provided: {KEY}"),
            "E_MODEL_UNAVAILABLE",
        ),
        (fails(403), "E_MODEL_UNAVAILABLE"),
        (fails(400, "context_length_exceeded"), "E_MODEL_UNAVAILABLE"),
        (fails(422), "E_MODEL_UNAVAILABLE"),
        (fails(429, "insufficient_quota"), "E_RATE_LIMIT"),
        (fails(400, "content_policy_violation"), "E_MODEL_REFUSED"),
        (refuses("That would be wrong."), "E_MODEL_REFUSED"),
        (filters(), "E_MODEL_REFUSED"),
        (says(""), "E_MODEL_OUTPUT"),
        (says("  \n"), "E_MODEL_OUTPUT"),
    ],
)
async def test_what_no_other_model_can_help_is_told_at_once(failure: Reply, code: str) -> None:
    result, server, _ = await asked(failure)
    assert error_code(result) == code
    assert server.models == [PRIMARY]
    assert result.error is not None
    assert KEY not in str(result.error)
    assert result.error["next_step"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Certainly! The region is eu-central-1.",
        '{"region": "eu-central-1"',
        '{"region": "mars-north-1"}',
        '{"region": "eu-central-1", "run": "rm -rf /"}',
        '{"region": "eu-central-1", "region": "us-east-1"}',
        '["eu-central-1"]',
        '{"region": NaN}',
    ],
)
async def test_an_answer_that_breaks_its_schema_is_refused_and_paid_for(text: str) -> None:
    result, server, house = await asked(says(text), output_schema=PLACE)
    assert (error_code(result), result.value) == ("E_MODEL_OUTPUT", None)
    assert server.models == [PRIMARY]
    assert await house.spent() == (11, 7)


async def test_when_nothing_answers_attempts_are_bounded() -> None:
    result, server, house = await asked(fails(503), fails(503), fails(503), says("too late"))
    assert error_code(result) == "E_MODEL_UNAVAILABLE"
    assert server.models == [PRIMARY, FALLBACK, PRIMARY]
    assert house.failover.status.active_model is None
    assert await house.spent() == (0, 0)


async def test_a_closed_port_is_a_typed_error() -> None:
    async with openai_server() as server:
        base_url = server.base_url
    result = await house_at(base_url).complete()
    assert error_code(result) == "E_MODEL_UNAVAILABLE"


async def test_a_redirect_is_not_followed() -> None:
    async with openai_server(says("stolen")) as elsewhere:
        there = f"{elsewhere.base_url}/chat/completions"
        replies = [fails(307, headers=[("Location", there)])] * 3
        result, _, house = await asked(*replies)
        assert error_code(result) == "E_MODEL_UNAVAILABLE"
        assert elsewhere.connections == 0
        assert house.failover.status.active_model is None


async def test_a_text_is_streamed_to_who_reads_along() -> None:
    watcher = Watcher()
    result, server, house = await asked(says("all is well here"), watcher=watcher)
    assert server.asked[0].body["stream"] is True
    assert isinstance(result.value, dict)
    assert watcher.text == result.value["value"] == "all is well here"
    assert await house.spent() == (11, 7)


async def test_a_stream_that_breaks_is_taken_back_and_asked_elsewhere() -> None:
    watcher = Watcher()
    broken = Reply(message={"role": "assistant", "content": "half of it " * 99}, breaks_after=60)
    result, server, _ = await asked(broken, says("whole"), watcher=watcher)
    assert server.models == [PRIMARY, FALLBACK]
    assert result.is_ok
    assert (watcher.text, watcher.taken_back) == ("whole", 1)


async def test_a_stream_that_drips_ends_with_the_time_of_the_attempt() -> None:
    watcher = Watcher()
    drip = says("word " * 200, pause_s=0.1)
    result, server, _ = await asked(drip, says("whole"), watcher=watcher, timeout_s=2.0)
    assert server.models == [PRIMARY, FALLBACK]
    assert (result.is_ok, watcher.text) == (True, "whole")


async def test_a_stream_that_does_not_end_is_broken_off() -> None:
    watcher = Watcher()
    result, server, _ = await asked(says(f"{'word' * 500} " * 40), watcher=watcher)
    assert (error_code(result), server.models) == ("E_MODEL_OUTPUT", [PRIMARY])
    assert (watcher.text, watcher.taken_back) == ("", 1)


@pytest.mark.parametrize("reply", [refuses(), filters(), calls_tool("run", {})])
async def test_a_streamed_refusal_is_one_as_well(reply: Reply) -> None:
    watcher = Watcher()
    result, _, _ = await asked(reply, watcher=watcher)
    assert error_code(result) in {"E_MODEL_REFUSED", "E_MODEL_OUTPUT"}
    assert watcher.text == ""


@pytest.mark.parametrize("is_watched", [False, True])
async def test_an_answer_that_was_cut_off_is_refused(is_watched: bool) -> None:
    watcher = Watcher() if is_watched else None
    cut = Reply(message={"role": "assistant", "content": "To delete"}, finish_reason="length")
    result, _, house = await asked(cut, watcher=watcher, max_output_tokens=OUTPUT_TOKENS)
    assert error_code(result) == "E_MODEL_OUTPUT"
    assert await house.spent() == (INPUT_TOKENS, OUTPUT_TOKENS)
    assert watcher is None or watcher.text == ""


async def test_a_service_that_does_not_count_is_charged_by_estimate() -> None:
    _, _, house = await asked(says("hello there", usage=None))
    input_tokens, output_tokens = await house.spent()
    assert input_tokens > 0
    assert output_tokens > 0


@pytest.mark.spec("S2-57")
async def test_logs_hold_neither_prompt_nor_answer_nor_key(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    leak = fails(401, "invalid_api_key", f"Incorrect API key provided: {KEY}")
    for reply in (says("quiet answer"), leak, fails(500), says("quiet {")):
        await asked(reply, input="quiet question", output_schema=PLACE)
    assert "sha256:" in caplog.text
    assert "quiet" not in caplog.text
    assert KEY not in caplog.text


async def test_the_key_is_a_known_secret_from_the_start() -> None:
    house = house_at("http://127.0.0.1:9/v1")
    assert any(house.known.findings(f"Bearer {KEY}"))


@pytest.mark.spec("S3-23")
async def test_tracing_sends_nothing_anywhere() -> None:
    from agents.tracing import get_trace_provider, trace
    from agents.tracing.provider import DefaultTraceProvider

    await asked(says("hi"))
    provider = get_trace_provider()
    assert isinstance(provider, DefaultTraceProvider)
    assert provider._disabled is True
    assert provider._multi_processor._processors == ()
    assert trace("anything").export() is None
