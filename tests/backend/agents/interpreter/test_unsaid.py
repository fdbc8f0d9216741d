"""What a message leaves unsaid: verbs, kinds of things, and slots of a plan that is changed."""

import pytest
from pydantic import JsonValue

from backend.agents.interpreter import interpret

PENDING = {"pending_plan": True}


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("a bucket called acme-9 in Paris", "create_bucket"),
        ("cluster called red in Paris", "create_cluster"),
        ("two more servers in Seoul", "launch_ec2"),
        ("acme/web on fargate, Paris", "deploy_ecs_repo"),
        ("i-0123456789abcdef0 off, Paris", "stop_ec2"),
        ("vol-0123456789abcdef0 to 100 GB, Paris", "resize_volume"),
        ("some instances in Paris", "list_ec2_instances"),
        ("buckets in Paris", "list_buckets"),
        ("another bucket?", "list_buckets"),
    ],
)
def test_a_wish_without_a_verb(text: str, action: str) -> None:
    assert interpret(text).action == action


@pytest.mark.parametrize(
    ("text", "second", "slots"),
    [
        ("list buckets then delete acme-9", "delete_bucket", {"bucket_name": "acme-9"}),
        ("show roles, drop old-runner", "delete_iam_role", {"role_name": "old-runner"}),
        ("list key pairs and delete lap-9", "delete_key_pair", {"key_name": "lap-9"}),
    ],
)
def test_a_second_wish_takes_the_kind_of_the_first(
    text: str, second: str, slots: dict[str, JsonValue]
) -> None:
    steps = interpret(text).steps
    assert (steps[1].action, steps[1].slots) == (second, slots)


@pytest.mark.parametrize(
    "text", ["list buckets and check again", "list buckets then delete nothing"]
)
def test_what_is_no_name_is_no_second_wish(text: str) -> None:
    assert interpret(text).action == "list_buckets"


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("change the bucket name to acme-9", {"bucket_name": "acme-9"}),
        ("use the key ops-9 rather", {"key_name": "ops-9"}),
        ("put it in the cluster blue instead", {"cluster_name": "blue"}),
        ("only two of them, not four", {"count": 2}),
        ("yes, but 3 instances please", {"count": 3}),
        ("use 4 copies instead", {"desired_count": 4}),
        ("set port to 8080", {"port": 8080}),
        ("1024 mb of memory please", {"memory": 1024}),
    ],
)
def test_a_change_says_which_slot_it_changes(text: str, slots: dict[str, JsonValue]) -> None:
    frame = interpret(text, PENDING)
    assert (frame.action, frame.slots) == ("modify_plan", slots)


def test_a_change_fits_the_action_of_the_plan() -> None:
    service = interpret("only two of them", {**PENDING, "pending_action": "create_service"})
    bucket = interpret("name it acme-9", {**PENDING, "pending_action": "create_bucket"})
    assert service.slots == {"desired_count": 2}
    assert bucket.slots == {"bucket_name": "acme-9"}


def test_a_new_bucket_of_a_plan_is_not_a_second_one() -> None:
    assert interpret("make the bucket name acme-9", PENDING).action == "modify_plan"


@pytest.mark.parametrize(
    ("text", "action"),
    [("what will this cost me if I say yes?", "explain"), ("ok but is it safe?", "explain")],
)
def test_a_question_about_the_plan_changes_nothing(text: str, action: str) -> None:
    assert interpret(text, PENDING).action == action


def test_but_narrows_what_a_question_asks_for() -> None:
    assert interpret("What do we pay for but never use?").action == "find_unused_resources"


def test_its_is_of_what_was_made_last() -> None:
    launched = {"last_launched": "i-0123456789abcdef0"}
    for text in ("what's its public ip?", "is it running?"):
        assert interpret(text, launched).slots == {"instance_id": "i-0123456789abcdef0"}
