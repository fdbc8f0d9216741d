"""The interpreter as a model of the SDK: an agent on it answers with the frame."""

import json
from typing import Any

import pytest
from agents import Agent, RunConfig, Runner

from backend.agents.interpreter import interpret
from backend.tools.openai_llm.providers.interpreter_model import InterpreterModel
from backend.tools.openai_llm.providers.typed_output import TypedOutput

QUIET = RunConfig(tracing_disabled=True)
FRAME = {"intent": "deploy", "action": "deploy_app", "slots": {"count": 2}, "missing": []}
SCHEMA: Any = {"type": "object", "required": ["intent", "action", "slots", "missing"]}


class Reading:
    """Gives the same frame to every text, and keeps the texts."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> dict[str, Any]:
        self.texts.append(text)
        return {**FRAME}


def agent(read: Any, **fields: Any) -> Agent[None]:
    return Agent[None](
        name="intake", instructions="Read it.", model=InterpreterModel(read), **fields
    )


@pytest.mark.spec("S3-128")
async def test_an_agent_answers_with_the_frame_of_what_was_said() -> None:
    read = Reading()
    result = await Runner.run(agent(read), "deploy it twice", run_config=QUIET)
    assert json.loads(result.final_output) == FRAME
    assert read.texts == ["deploy it twice"]
    usage = result.context_wrapper.usage
    assert (usage.input_tokens, usage.output_tokens) == (0, 0)


async def test_it_reads_as_the_interpreter_does() -> None:
    text = "launch two t3.micro instances in frankfurt"
    model = agent(lambda message: interpret(message).as_record())
    result = await Runner.run(model, text, run_config=QUIET)
    assert json.loads(result.final_output) == interpret(text).as_record()


async def test_a_stream_says_the_same() -> None:
    result = Runner.run_streamed(agent(Reading()), "deploy it", run_config=QUIET)
    pieces = [
        event.data.delta
        async for event in result.stream_events()
        if event.type == "raw_response_event" and event.data.type == "response.output_text.delta"
    ]
    assert json.loads("".join(pieces)) == json.loads(result.final_output) == FRAME


async def test_the_frame_may_be_the_typed_output_of_an_agent() -> None:
    typed = agent(Reading(), output_type=TypedOutput(SCHEMA))
    result = await Runner.run(typed, "deploy it", run_config=QUIET)
    assert result.final_output == FRAME


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ([{"role": "user", "content": "one"}, {"role": "user", "content": "two"}], "two"),
        ([{"role": "user", "content": [{"type": "input_text", "text": "three"}]}], "three"),
        ([{"role": "system", "content": "four"}], ""),
        ("", ""),
    ],
)
async def test_the_last_message_of_the_user_is_read(given: Any, read: str) -> None:
    reading = Reading()
    await Runner.run(agent(reading), given, run_config=QUIET)
    assert reading.texts == [read]
