"""Which model the settings choose, and what is refused without quoting a secret."""

import pytest

from agentpro.run.budget import TokenBudget
from backend.domain.errors import UserCanFix
from backend.tools.openai_llm.bedrock.endpoint import BedrockEndpoint
from backend.tools.openai_llm.endpoint import ModelEndpoint
from backend.tools.openai_llm.providers.choice import model_choice

KEY = "sk-FAKE-0123456789-EXAMPLE"


@pytest.mark.spec("S2-55", "S2-7", "S3-20")
def test_a_key_alone_is_enough() -> None:
    choice = model_choice({"OPENAI_API_KEY": KEY})
    assert isinstance(choice.endpoint, ModelEndpoint)
    assert choice.endpoint.base_url == choice.place == "https://api.openai.com/v1"
    assert [key.reveal() for key in choice.secrets] == [KEY]
    assert choice.endpoint.models == ("gpt-4.1-mini", "gpt-4o-mini")
    assert choice.session_tokens == TokenBudget(input_tokens=80_000, output_tokens=40_000)
    assert KEY not in repr(choice)


def test_another_service_with_its_own_models() -> None:
    choice = model_choice(
        {
            "OPENAI_API_KEY": "none",
            "OPENAI_BASE_URL": "http://127.0.0.1:11434/v1",
            "COPILOT_MODELS": "qwen3:8b, llama3.1:8b",
            "COPILOT_SESSION_TOKENS": "120000/60000",
        }
    )
    assert choice.endpoint.models == ("qwen3:8b", "llama3.1:8b")
    assert choice.place == "http://127.0.0.1:11434/v1"
    assert choice.session_tokens == TokenBudget(input_tokens=120_000, output_tokens=60_000)


def test_one_model_has_no_fallback() -> None:
    choice = model_choice({"OPENAI_API_KEY": KEY, "COPILOT_MODELS": "qwen3:8b"})
    assert choice.endpoint.models == ("qwen3:8b",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENAI_BASE_URL", "http://models.example/v1"),
        ("OPENAI_BASE_URL", "https://user:FAKE-secret@models.example/v1"),
        ("OPENAI_BASE_URL", "https://models.example/v1?key=FAKE-secret"),
        ("OPENAI_API_KEY", "FAKE secret"),
        ("COPILOT_MODELS", "one,two,three"),
        ("COPILOT_MODELS", "one,"),
        ("COPILOT_MODELS", "a name"),
        ("COPILOT_MODELS", "x" * 201),
        ("COPILOT_SESSION_TOKENS", "80000"),
        ("COPILOT_SESSION_TOKENS", "0/10"),
        ("COPILOT_SESSION_TOKENS", "120001/10"),
        ("COPILOT_SESSION_TOKENS", "10/60001"),
        ("COPILOT_SESSION_TOKENS", "-1/10"),
        ("COPILOT_SESSION_TOKENS", "٣/10"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(UserCanFix) as refusal:
        model_choice({"OPENAI_API_KEY": KEY, name: value})
    assert refusal.value.error_code == "E_SETTING_INVALID"
    assert name in refusal.value.message
    told = str(refusal.value.as_record())
    assert "FAKE" not in told
    assert "secret" not in told


@pytest.mark.parametrize("name", ["OPENAI_BASE_URL", "COPILOT_MODELS", "COPILOT_SESSION_TOKENS"])
def test_without_a_key_the_rest_is_refused(name: str) -> None:
    with pytest.raises(UserCanFix, match="OPENAI_API_KEY"):
        model_choice({name: "1/1"})


BEDROCK = {
    "COPILOT_MODEL_PROVIDER": "bedrock",
    "COPILOT_BEDROCK_REGION": "eu-central-1",
    "COPILOT_BEDROCK_ACCESS_KEY_ID": "AKIAFAKEFAKEFAKEFAKE",
    "COPILOT_BEDROCK_SECRET_ACCESS_KEY": "FAKE/secret/EXAMPLE",
    "COPILOT_MODELS": "anthropic.claude-v2",
}


def test_bedrock_has_keys_of_its_own() -> None:
    choice = model_choice(BEDROCK)
    assert isinstance(choice.endpoint, BedrockEndpoint)
    assert choice.endpoint.models == ("anthropic.claude-v2",)
    assert choice.place == "Amazon Bedrock in eu-central-1"
    assert {key.reveal() for key in choice.secrets} == {
        "AKIAFAKEFAKEFAKEFAKE",
        "FAKE/secret/EXAMPLE",
    }
    assert "FAKE" not in repr(choice)


@pytest.mark.parametrize("name", sorted(set(BEDROCK) - {"COPILOT_MODEL_PROVIDER"}))
def test_bedrock_needs_all_of_it(name: str) -> None:
    given = {key: value for key, value in BEDROCK.items() if key != name}
    with pytest.raises(UserCanFix, match=name):
        model_choice(given)


def test_another_provider_is_refused() -> None:
    with pytest.raises(UserCanFix, match="COPILOT_MODEL_PROVIDER"):
        model_choice({"OPENAI_API_KEY": KEY, "COPILOT_MODEL_PROVIDER": "someone"})
