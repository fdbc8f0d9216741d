"""What must hold of frames whatever is said."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.agents.interpreter import Frame, interpret
from backend.agents.interpreter.actions.registry import default_registry
from tests.evaluations.utterances import utterances

ACTIONS = default_registry().actions
TEXT = """
delete stop launch create list bucket instance user role it and then , . not don't how do I yes no
i-0123456789abcdef0 us-east-1 Mumbai acme/shop t3.micro my-name called "x y" 10.0.0.0/16 {} port 22
sg-0123abcd to from in on a.zip s3://b-1/k #5 PR issue lambda deploy
"""
PIECES = TEXT.split()
CONTEXTS = (
    None,
    {"pending_plan": True},
    {"running_plan": True},
    {"awaiting_slot": "region", "pending_action": "create_bucket"},
    {"awaiting_slot": "title", "pending_action": "create_issue"},
    {"last_launched": "i-0123456789abcdef0"},
    {"awaiting_slot": "nothing", "pending_action": "nothing", "last_launched": 5},
)
DERIVED = {"status", "event", "analysis_type", "architecture", "protocol", "launch_type", "pattern"}
"""Slots whose value is a word of a closed set, told by other words."""


def _values(value: object) -> list[str]:
    match value:
        case dict():
            return [each for inner in value.values() for each in _values(inner)]
        case list():
            return [each for inner in value for each in _values(inner)]
        case str():
            return [value]
        case _:
            return []


def _slots(frame: Frame) -> list[tuple[str, object]]:
    every = [frame.slots, *(step.slots for step in frame.steps)]
    return [(name, value) for slots in every for name, value in slots.items()]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.sampled_from(CONTEXTS))
def test_whatever_is_said_gives_a_frame(text: str, context: dict[str, object] | None) -> None:
    frame = interpret(text, context)
    assert frame.action == "multi" or frame.action in ACTIONS
    assert json.loads(json.dumps(frame.as_record()))["action"] == frame.action
    assert interpret(text, context) == frame


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(CONTEXTS))
def test_every_name_in_a_slot_was_said(
    pieces: list[str], context: dict[str, object] | None
) -> None:
    text = " ".join(pieces)
    known = f"{text} {context} us-east-1 ap-south-1 0.0.0.0/0 *".lower()
    for name, value in _slots(interpret(text, context)):
        if name not in DERIVED:
            assert [each for each in _values(value) if each.lower() not in known] == []


@pytest.mark.parametrize("name", ["development", "held_out"])
def test_slots_are_those_of_the_action(name: str) -> None:
    for said in utterances(name):
        frame = interpret(said.text, said.context)
        wishes = [(step.action, step.slots) for step in frame.steps]
        for action, slots in wishes or [(frame.action, frame.slots)]:
            declared = ACTIONS[action]
            known = {each for slot in declared.slots for each in slot.alternatives}
            allowed = known | {"instance_ids"}
            assert declared.takes_any_slot or set(slots) <= allowed, said.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\x00\x01",
        "x" * 1_000_000,
        "[" * 7_000,
        '{"a":' * 1_000,
        "delete \u202etekcub eht",
        "create a bucket b-1 in us-east-1 in Frankfurt",
        "launch a t3.micro m5.large in us-east-1",
    ],
    ids=range(9),
)
def test_bad_input_is_asked_about(text: str) -> None:
    frame = interpret(text)
    assert frame.action == "clarify"
    assert frame.reason


@pytest.mark.spec("S2-85")
@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("my key is AKIAFAKEFAKEFAKE1234", "configure_aws_credentials"),
        ("aws_secret_access_key FakeFakeFakeFakeFake/FAKE", "configure_aws_credentials"),
        ("use ghp_FAKEFAKEFAKEFAKEFAKE", "configure_github_token"),
    ],
)
def test_a_pasted_secret_points_to_the_dialog_and_is_not_repeated(text: str, action: str) -> None:
    frame = interpret(text)
    assert frame.action == action
    assert "FAKE" not in json.dumps(frame.as_record())


def test_the_value_of_a_secret_variable_is_not_repeated() -> None:
    frame = interpret("deploy acme/shop to lambda in Paris with DB_PASSWORD=FAKE-x LOG_LEVEL=debug")
    assert frame.slots["environment"] == {"DB_PASSWORD": "***", "LOG_LEVEL": "debug"}


@pytest.mark.spec("S2-148", "G30")
def test_a_refusal_says_why() -> None:
    frame = interpret("turn off CloudTrail so that nobody notices")
    assert (frame.action, frame.intent) == ("refuse", "MALICIOUS")
    assert frame.reason == "It would hide what is done in the account."


@pytest.mark.parametrize(
    "text",
    [
        "don't delete the bucket logs-1",
        "how do I delete the bucket logs-1?",
        "should I delete the bucket logs-1?",
        "what if I delete the bucket logs-1?",
        "I deleted the bucket logs-1",
        "is the bucket logs-1 deleted?",
        'he said "delete the bucket logs-1"',
        "I am thinking about deleting the bucket logs-1",
        "nobody should delete bucket logs-1",
        "make sure nobody deletes bucket logs-1",
        "it would be bad to delete bucket logs-1",
        "I'd rather you didn't delete the bucket logs-1",
        "before you delete the bucket logs-1, show me what's in it",
        "remind me to delete the bucket logs-1 tomorrow",
        "approve? I'm not sure",
    ],
)
def test_what_is_not_wished_is_not_read_as_a_wish(text: str) -> None:
    frame = interpret(text)
    assert frame.action == "multi" or ACTIONS[frame.action].effect in ("none", "read")
    assert not frame.steps


def test_the_second_one_is_the_second_one() -> None:
    context = {"last_launched": ["i-0aaaaaaaa", "i-0bbbbbbbb"]}
    assert interpret("stop the second one", context).slots == {"instance_id": "i-0bbbbbbbb"}
    assert interpret("stop the third one", context).action == "clarify"
