"""Where a model may be reached."""

import pytest

from backend.domain.errors import UserCanFix
from backend.domain.secrets import Secret
from backend.tools.openai_llm.endpoint import model_endpoint

KEY = Secret("sk-FAKE-EXAMPLE")


@pytest.mark.parametrize(
    "url",
    [
        "https://api.openai.com/v1",
        "https://models.example.org:8443/openai/v1/",
        "http://127.0.0.1:11434/v1",
        "http://[::1]:11434/v1",
        "http://localhost:1234/v1",
    ],
)
def test_https_anywhere_and_http_on_this_machine(url: str) -> None:
    assert model_endpoint(KEY, url).base_url == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.openai.com/v1",
        "http://models.example.org/v1",
        "http://127.0.0.1.example.org/v1",
        "http://localhost.example.org/v1",
        "http://10.0.0.7/v1",
        "https://user:FAKEpassword@models.example.org/v1",
        "https://models.example.org/v1?key=FAKE",
        "https://models.example.org/v1#here",
        "https://models.example.org:0/v1",
        "https://models.example.org:many/v1",
        "https://[::1/v1",
        "ftp://127.0.0.1/v1",
        "file:///etc/passwd",
        "https://models.example.org /v1",
        "https://models\u202e.example.org/v1",
    ],
)
def test_everything_else_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(UserCanFix) as caught:
        model_endpoint(KEY, url)
    assert caught.value.error_code == "E_SETTING_INVALID"
    assert "FAKE" not in caught.value.message + caught.value.next_step


@pytest.mark.parametrize("key", ["", "sk-FAKE\nX-Other: 1", "sk FAKE", "schlüssel-FAKE"])
def test_a_key_is_one_word_of_a_header(key: str) -> None:
    with pytest.raises(UserCanFix, match="OPENAI_API_KEY"):
        model_endpoint(Secret(key))


@pytest.mark.spec("S2-4", "S2-5")
def test_the_models_are_the_specified_ones() -> None:
    assert model_endpoint(KEY).models == ("gpt-4.1-mini", "gpt-4o-mini")


def test_one_model_that_is_its_own_fallback_is_asked_as_one() -> None:
    assert model_endpoint(KEY, primary="m", fallback="m").models == ("m",)


def test_the_key_is_not_shown() -> None:
    assert "FAKE" not in repr(model_endpoint(KEY))
