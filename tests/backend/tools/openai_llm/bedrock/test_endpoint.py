"""Where Bedrock is reached: what may be given, and what is refused without quoting a key."""

from typing import Any

import pytest

from backend.domain.errors import UserCanFix
from backend.domain.secrets import Secret
from backend.tools.openai_llm import BedrockEndpoint, bedrock_endpoint

KEY = "FAKE-EXAMPLE-secret"


def endpoint(**changed: Any) -> BedrockEndpoint:
    fields: dict[str, Any] = {
        "region": "eu-central-1",
        "models": ["example.model-v1:0"],
        "access_key_id": Secret("AKIAFAKE567890123456"),
        "secret_access_key": Secret(KEY),
    }
    return bedrock_endpoint(**{**fields, **changed})


def test_a_model_and_its_fallback() -> None:
    assert endpoint(models=["a", "b"]).models == ("a", "b")
    assert endpoint(models=["a", "a"]).models == ("a",)
    assert endpoint(url="http://127.0.0.1:9").url == "http://127.0.0.1:9"
    assert KEY not in repr(endpoint())


@pytest.mark.parametrize(
    "changed",
    [
        {"region": "Frankfurt"},
        {"region": "us-east-1.evil.example/"},
        {"models": []},
        {"models": ["a", "b", "c"]},
        {"models": [""]},
        {"models": ["a b"]},
        {"secret_access_key": Secret("")},
        {"url": "https://bedrock.example"},
        {"url": "http://bedrock.example"},
    ],
)
def test_what_is_no_endpoint_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(UserCanFix) as caught:
        endpoint(**changed)
    assert caught.value.error_code == "E_SETTING_INVALID"
    assert KEY not in str(caught.value.as_record())
