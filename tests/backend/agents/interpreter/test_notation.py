"""Messages in the notation of the contract: names of actions, names of slots, values."""

import pytest

from backend.agents.interpreter import interpret
from backend.agents.interpreter.actions.registry import default_registry
from backend.agents.interpreter.slots.assigned import assigned, value_of
from tests.evaluations.utterances import contract


@pytest.mark.parametrize("name", sorted(name for name in contract()["actions"] if "_" in name))
def test_an_action_is_wished_by_its_name(name: str) -> None:
    context = {"pending_plan": True}
    needs_more = {"small_talk", "out_of_scope", "modify_plan", "provide_slot"}
    if name not in needs_more:
        assert interpret(f"please run {name} now", context).action == name


@pytest.mark.parametrize(
    "text",
    [
        "create a bucket called delete_bucket in us-east-1",
        'create the bucket "delete_bucket" in us-east-1',
        "create_bucket bucket_name=delete_bucket region=us-east-1",
    ],
)
def test_the_name_of_an_action_may_be_a_value(text: str) -> None:
    frame = interpret(text)
    assert (frame.action, frame.slots["bucket_name"]) == ("create_bucket", "delete_bucket")


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("don't run delete_bucket on logs-1", "clarify"),
        ("we ran delete_bucket logs-1 yesterday", "clarify"),
        ("undo delete_bucket logs-1", "clarify"),
        ("never run terminate_ec2 i-0123456789abcdef0", "clarify"),
        ("what does delete_bucket do?", "explain"),
        ("how do I use delete_bucket?", "help"),
        ("delete_bucket logs-1 without approval", "refuse"),
    ],
)
def test_a_name_alone_is_no_wish(text: str, action: str) -> None:
    assert interpret(text).action == action


def test_values_have_the_types_of_their_slots() -> None:
    assert value_of("desired_count", "3") == 3
    assert value_of("desired_count", "many") is None
    assert value_of("force", "true") is True
    assert value_of("instance_ids", '["i-1", "i-2"]') == ["i-1", "i-2"]
    assert value_of("payload", '{"a": 1}') == {"a": 1}
    assert value_of("payload", "{broken}") is None
    assert value_of("region", "Mumbai") == "ap-south-1"
    assert value_of("status", "enabled") == "Enabled"


def test_what_is_assigned_is_taken_out_of_the_text() -> None:
    create = default_registry().actions["create_subnet"]
    found = assigned("subnet --vpc-id vpc-0a1b2c3d cidr_block=10.0.0.0/24 please", create)
    assert found.slots == {"vpc_id": "vpc-0a1b2c3d", "cidr_block": "10.0.0.0/24"}
    assert found.rest == "subnet please"


def test_a_zone_gives_its_region() -> None:
    create = default_registry().actions["create_subnet"]
    assert assigned("availability_zone=eu-west-1a", create).slots["region"] == "eu-west-1"


@pytest.mark.parametrize("text", ["ok?", "everything is fine?", "no, do it", "not ok"])
def test_what_is_no_plain_yes_approves_nothing(text: str) -> None:
    assert interpret(text, {"pending_plan": True}).action != "approve_plan"
