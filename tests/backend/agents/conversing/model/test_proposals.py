"""A model's reading counts as far as the person has said it, word for word."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from backend.agents.conversing.model.proposals import (
    MOST_SLOTS,
    as_command,
    offered,
    proposed,
    reading_schema,
    stands_in,
)
from backend.agents.interpreter import Frame
from backend.agents.interpreter.text.normalising import normalised

MESSAGE = "a home for blobs called logs-1 in Frankfurt, not in prod-2"


def reading(action: object, *slots: tuple[str, str, str]) -> JsonValue:
    given: Any = [{"name": name, "value": value, "quote": quote} for name, value, quote in slots]
    chosen: Any = action
    return {"action": chosen, "slots": given}


def slots_of(message: str, action: str, *slots: tuple[str, str, str]) -> dict[str, JsonValue]:
    proposal = proposed(message, reading(action, *slots))
    assert proposal is not None
    return proposal.frame.slots


@pytest.mark.parametrize("value", ["Frankfurt", "eu-central-1"])
def test_a_value_may_be_given_as_said_or_as_read(value: str) -> None:
    found = slots_of(MESSAGE, "create_bucket", ("region", value, "Frankfurt"))
    assert found == {"region": "eu-central-1"}


@pytest.mark.parametrize(
    ("name", "value", "quote"),
    [
        ("bucket_name", "evil", "evil"),
        ("bucket_name", "evil", "logs-1"),
        ("bucket_name", "logs", "logs"),
        ("bucket_name", "prod", "prod"),
        ("bucket_name", "", ""),
        ("region", "us-east-1", "Frankfurt"),
        ("region", "logs-1", "logs-1"),
        ("colour", "blobs", "blobs"),
    ],
    ids=["not said", "not this", "a part", "half", "empty", "other", "no region", "no slot"],
)
def test_what_was_not_said_is_dropped_and_missing(name: str, value: str, quote: str) -> None:
    proposal = proposed(MESSAGE, reading("create_bucket", (name, value, quote)))
    assert proposal is not None
    assert proposal.frame.slots == {}
    assert proposal.dropped == (("unknown",) if name == "colour" else (name,))
    assert "bucket_name" in proposal.frame.missing


@pytest.mark.parametrize(
    "action",
    [
        *("approve_plan", "reject_plan", "rollback", "cancel", "configure_aws_credentials"),
        *("delete_credentials", "refuse", "multi", "shell", None, 7, ["create_bucket"]),
    ],
)
def test_some_actions_are_never_a_models(action: object) -> None:
    assert proposed(MESSAGE, reading(action)) is None


@pytest.mark.parametrize("value", [None, "create_bucket", [], {"slots": []}, {"action": {}}])
def test_what_is_no_reading_is_none(value: JsonValue) -> None:
    assert proposed(MESSAGE, value) is None


@pytest.mark.parametrize(
    "slot", [None, "x", {"name": 1}, {"name": "region", "value": 3, "quote": ["Frankfurt"]}]
)
def test_what_is_no_slot_is_dropped(slot: JsonValue) -> None:
    proposal = proposed(MESSAGE, {"action": "create_bucket", "slots": [slot]})
    assert proposal is not None
    assert proposal.frame.slots == {}


def test_the_schema_offers_what_may_be_proposed() -> None:
    schema: Any = reading_schema()
    names = schema["properties"]["action"]["enum"]
    assert set(names) == {*offered(), None}
    assert len(names) > 60
    assert not {"approve_plan", "reject_plan", "cancel", "rotate_credentials"} & set(names)


def test_a_destructive_reading_says_so_and_has_a_command() -> None:
    message = "logs-1 over in Frankfurt has outlived itself"
    slots = [("bucket_name", "logs-1", "logs-1"), ("region", "Frankfurt", "Frankfurt")]
    proposal = proposed(message, reading("delete_bucket", *slots))
    assert proposal is not None
    assert proposal.is_destructive
    assert as_command(proposal.frame) == "delete_bucket bucket_name=logs-1 region=eu-central-1"


def test_what_would_be_read_otherwise_has_no_command() -> None:
    frame = Frame(intent="X", action="delete_bucket", slots={"bucket_name": "a b"})
    assert as_command(frame) is None


@pytest.mark.parametrize("quote", ["Frank\u200bfurt", "ＦＲＡＮＫＦＵＲＴ".title(), " Frankfurt "])
def test_quotes_are_compared_as_they_look(quote: str) -> None:
    assert stands_in(quote, MESSAGE)


NAMES = st.from_regex(r"[a-z][a-z0-9-]{2,12}[a-z0-9]", fullmatch=True)
WORDS = st.lists(NAMES, min_size=1, max_size=8)
SLOT_NAMES = st.sampled_from(["bucket_name", "region", "function_name", "role_name", "count"])
ACTIONS = st.sampled_from(sorted(offered()))
VALUES = st.one_of(NAMES, st.text(max_size=20))


@pytest.mark.spec("S2-80")
@given(WORDS, ACTIONS, st.lists(st.tuples(SLOT_NAMES, VALUES, VALUES), max_size=6))
def test_no_text_is_ever_a_value_that_the_message_does_not_hold(
    words: list[str], action: str, slots: list[tuple[str, str, str]]
) -> None:
    message = " ".join(words)
    for name, value in slots_of(message, action, *slots).items():
        quotes = [quote for said, _, quote in slots if said == name]
        assert any(stands_in(quote, message) for quote in quotes)
        if name in ("bucket_name", "function_name", "role_name"):
            assert str(value) in normalised(message)


@given(WORDS, ACTIONS)
def test_what_is_quoted_from_elsewhere_gives_nothing(words: list[str], action: str) -> None:
    names = [slot.alternatives[0] for slot in offered()[action].slots][:MOST_SLOTS]
    foreign = [(name, "Zzz-9", "Zzz-9") for name in names]
    assert slots_of(" ".join(words), action, *foreign) == {}
