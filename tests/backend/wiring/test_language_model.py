"""Who pays for a turn, who watches it, and what a session may spend, whatever its run says."""

from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import JsonValue

from agentpro.run.budget import TokenBudget
from agentpro.tools import ToolResult, ToolScope
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import SessionId
from backend.domain.redaction import PLACEHOLDER
from backend.runs.conversation.live_turns import LiveTurns
from backend.settings import settings_from
from backend.wiring.foundation import Foundation, open_foundation
from backend.wiring.language_model import AllowedTokens, Payers, Watchers, language_model
from tests.backend.tools.openai_llm.llm_parts import KEY, PAYER, a_scope

BEDROCK = {
    "COPILOT_MODEL_PROVIDER": "bedrock",
    "COPILOT_BEDROCK_REGION": "eu-central-1",
    "COPILOT_BEDROCK_ACCESS_KEY_ID": "AKIAFAKEFAKEFAKEFAKE",
    "COPILOT_BEDROCK_SECRET_ACCESS_KEY": "FAKE/secret/EXAMPLE",
    "COPILOT_MODELS": "anthropic.claude-v2",
}


class Listening:
    """A tool that remembers with which inputs it was called."""

    name = "openai_llm"
    capabilities = frozenset({"complete"})

    def __init__(self) -> None:
        self.inputs: list[Mapping[str, JsonValue]] = []

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        del capability, args
        self.inputs.append(scope.inputs)
        return ToolResult(value="heard")


def settings_of(home: Path, **given: str) -> Any:
    return settings_from({"COPILOT_HOME": str(home), **given})


@pytest_asyncio.fixture
async def base(tmp_path: Path) -> AsyncGenerator[Foundation, None]:
    settings = settings_of(tmp_path, OPENAI_API_KEY=KEY)
    async with open_foundation(settings, is_reader=False) as opened:
        yield opened


async def test_the_key_is_redacted_from_the_beginning(base: Foundation) -> None:
    assert KEY not in base.redactor.text(f"it is {KEY}")
    assert PLACEHOLDER in base.redactor.text(f"it is {KEY}")


async def test_without_a_key_there_is_no_model(base: Foundation, tmp_path: Path) -> None:
    language = language_model(settings_of(tmp_path), base)
    assert (language.tool, language.status, language.tokens) == (None, None, None)


@pytest.mark.parametrize(
    ("given", "model"),
    [({"OPENAI_API_KEY": KEY}, "gpt-4.1-mini"), (BEDROCK, "anthropic.claude-v2")],
    ids=["openai", "bedrock"],
)
@pytest.mark.spec("S2-55")
async def test_a_model_is_there_without_being_asked(
    base: Foundation, tmp_path: Path, given: dict[str, str], model: str
) -> None:
    language = language_model(settings_of(tmp_path, **given), base)
    assert language.tool is not None
    assert language.status is not None
    assert language.status().active_model == model
    assert not language.status().is_degraded
    assert language.tokens is not None
    assert language.tokens.allowance == TokenBudget(input_tokens=80_000, output_tokens=40_000)


@pytest.mark.spec("S2-7")
async def test_the_session_of_a_message_pays(base: Foundation) -> None:
    payers = Payers(base.repositories.runs)
    inputs = {"scope": PAYER.scope.to_json(), "session_id": "ses_7"}
    payer = await payers.of(a_scope(inputs=inputs))
    assert (payer.scope, payer.session_id) == (PAYER.scope, SessionId("ses_7"))
    with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
        await payers.of(a_scope(inputs={"scope": PAYER.scope.to_json()}))


async def test_only_replies_are_watched() -> None:
    watchers = Watchers(LiveTurns())
    assert watchers.of(a_scope(inputs={"session_id": "ses_1", "turn_id": "turn_1_reply"}))
    assert watchers.of(a_scope(inputs={"session_id": "ses_1"})) is None
    assert watchers.of(a_scope(inputs={"turn_id": 1, "session_id": "ses_1"})) is None


@pytest.mark.spec("S2-7")
async def test_what_a_run_was_begun_with_does_not_raise_the_allowance() -> None:
    heard = Listening()
    tool = AllowedTokens(heard, TokenBudget(input_tokens=10, output_tokens=5))
    asked = {"token_allowance": {"input_tokens": 120_000, "output_tokens": 60_000}, "other": 1}
    assert (await tool.call("complete", {}, a_scope(inputs=asked))).value == "heard"
    assert (tool.name, tool.capabilities) == (heard.name, heard.capabilities)
    assert heard.inputs == [
        {"token_allowance": {"input_tokens": 10, "output_tokens": 5}, "other": 1}
    ]
