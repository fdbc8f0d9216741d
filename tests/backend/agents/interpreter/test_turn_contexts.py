"""What a message means by what was before it in its conversation."""

import pytest

from backend.agents.interpreter import REFERENTS, Action, Referent
from backend.agents.interpreter.turns.rules import read

ROLE = Referent(slot="role_name", name="r-1")
BUCKET = Referent(slot="bucket_name", name="x-reports", region="eu-west-1")
PART = Referent(slot="function_name", name="hello", region="eu-west-1", is_part=True)


@pytest.mark.parametrize(
    ("text", "known", "action", "slots"),
    [
        (
            "delete it",
            (ROLE, BUCKET),
            "delete_bucket",
            {"bucket_name": "x-reports", "region": "eu-west-1"},
        ),
        ("delete it", (BUCKET, ROLE), "delete_iam_role", {"role_name": "r-1"}),
        ("delete the role", (ROLE, BUCKET), "delete_iam_role", {"role_name": "r-1"}),
        (
            "what is in it?",
            (BUCKET, ROLE),
            "list_s3_objects",
            {"bucket_name": "x-reports", "region": "eu-west-1"},
        ),
        ("invoke it", (BUCKET, PART), "invoke_lambda", {"function_name": "hello"}),
    ],
)
def test_it_is_the_newest_that_fits(
    text: str, known: tuple[Referent, ...], action: str, slots: dict[str, object]
) -> None:
    reading = read(text, {REFERENTS: known})
    assert reading.frame.action == action
    assert slots.items() <= reading.frame.slots.items()
    assert reading.meant in known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("delete it", ()),
        ("delete it", (PART,)),
        ("delete them all", (ROLE, BUCKET)),
        ("don't delete it", (BUCKET,)),
        ("list my buckets", (BUCKET,)),
        ("delete the bucket acme-old", (BUCKET,)),
        ("create a bucket called y-1 in Paris and upload app.zip to it", (BUCKET,)),
        (f"{'really ' * 60}delete it", (BUCKET,)),
    ],
)
def test_nothing_is_meant_by_it(text: str, known: tuple[Referent, ...]) -> None:
    reading = read(text, {REFERENTS: known})
    assert reading.meant is None
    assert "x-reports" not in str(reading.frame)
    assert "hello" not in str(reading.frame)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("no", Action.REJECT_PLAN),
        ("don't", Action.REJECT_PLAN),
        ("stop", Action.CANCEL),
        ("cancel it", Action.CANCEL),
        ("in Frankfurt, please", Action.MODIFY_PLAN),
        ("yes but in Ireland", Action.MODIFY_PLAN),
        ("call it shop-2", Action.MODIFY_PLAN),
        ("so many blobs over in Frankfurt, who could count all of them", Action.CLARIFY),
        ("list my buckets in Frankfurt", Action.OPERATE),
    ],
)
def test_while_a_plan_waits(text: str, action: Action) -> None:
    assert read(text, {"pending_plan": True}).action is action


@pytest.mark.parametrize("text", ["don't delete anything", "not that one", "never do that"])
def test_only_a_stop_cancels_what_runs(text: str) -> None:
    assert read(text, {"running_plan": True}).action is not Action.CANCEL


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("list my buckets and my sqs queues", ("my sqs queues",)),
        ("list my buckets, sing a song and order a pizza", ("sing a song", "order a pizza")),
        ("list my buckets", ()),
        ("frobnicate the widget", ()),
        ("create a bucket called a-1 in Paris and make it private", ()),
        ("launch an EC2 instance: type t3.micro, key my-key", ()),
    ],
)
def test_what_is_left_of_a_message(text: str, left: tuple[str, ...]) -> None:
    assert read(text).unread == left
