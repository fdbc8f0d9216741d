"""Wishes that tell what shall be, things with their values like a form, and choices left open."""

import pytest

from backend.agents.interpreter import interpret
from backend.agents.interpreter.scoring.reservations import EITHER

_GROUP = "sg-0a0b0c0d0e0f01234"
_SERVER = "i-0123456789abcdef0"
_OTHER = "i-0fedcba9876543210"
_POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@pytest.mark.parametrize(
    ("said", "action"),
    [
        (f"{_SERVER} should be running again", "start_ec2_instances"),
        (f"{_SERVER} has to be halted", "stop_ec2"),
        ("vol-0123456789abcdef0 should have 300 gb", "resize_volume"),
        ("lia needs push access to zed/labs", "add_collaborator"),
        ("lia shouldn't have access to zed/labs anymore", "remove_collaborator"),
        (f"ann-k should get {_POLICY}", "attach_iam_policy"),
        (f"ann-k doesn't need {_POLICY} any more", "detach_iam_policy"),
        ("zed/labs must not be public", "update_repository_settings"),
        ("zed/api should become a lambda function in Ireland", "deploy_lambda_repo"),
        ("I'd like my app zed/notes online", "deploy_repo"),
        ("there should be an ecs cluster called batch-x in Paris", "create_cluster"),
    ],
)
def test_a_result_is_a_wish_for_what_brings_it_about(said: str, action: str) -> None:
    assert interpret(said).action == action


@pytest.mark.parametrize(
    "said",
    [
        f"port 22 on {_GROUP} should no longer be open to 0.0.0.0/0 in Ohio",
        f"port 22 must not be reachable from 0.0.0.0/0 on {_GROUP}, Ohio",
        f"nobody from 0.0.0.0/0 should get to port 22 on {_GROUP} any more, Ohio",
    ],
)
def test_what_shall_be_open_no_longer_is_closed_and_never_opened(said: str) -> None:
    frame = interpret(said)
    assert frame.action == "revoke_security_group_ingress"
    assert frame.slots == {
        "group_id": _GROUP, "port": 22, "cidr": "0.0.0.0/0", "region": "us-east-2"
    }  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "is the server supposed to be running?",
        f"the server {_SERVER} should be running but it is not reachable",
        f"nobody should open port 22 on {_GROUP}",
    ],
)
def test_what_is_asked_or_complained_of_is_no_result(said: str) -> None:
    assert interpret(said).action not in ("start_ec2_instances", "authorize_security_group_ingress")


@pytest.mark.parametrize(
    "said",
    [
        "s3 bucket, name: invoices-1, where: oregon",
        "bucket: invoices-1\nregion: us-west-2\naction: create",
    ],
)
def test_a_thing_with_its_values_is_ordered(said: str) -> None:
    frame = interpret(said)
    assert frame.action == "create_bucket"
    assert frame.slots == {"bucket_name": "invoices-1", "region": "us-west-2"}


def test_values_that_follow_in_a_sentence_of_their_own_order_nothing_twice() -> None:
    frame = interpret("could I get another server? c5.xlarge, Seoul, key seoul-key")
    assert frame.action == "launch_ec2"
    assert frame.slots == {
        "instance_type": "c5.xlarge", "region": "ap-northeast-2", "key_name": "seoul-key"
    }  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        f"terminate either {_SERVER} or {_OTHER}",
        f"terminate {_SERVER} or {_OTHER}",
        "delete user ann or user bob",
        "delete bucket logs-a or logs-b",
    ],
)
def test_one_of_two_is_asked_about_and_never_both(said: str) -> None:
    frame = interpret(said)
    assert (frame.action, frame.reason) == ("clarify", EITHER)


def test_what_stands_behind_the_colon_of_an_issue_is_its_title() -> None:
    frame = interpret("file an issue in zed/labs: Login page is blank")
    assert frame.action == "create_issue"
    assert frame.slots == {"repository": "zed/labs", "title": "Login page is blank"}


def test_to_have_a_look_creates_nothing() -> None:
    assert interpret("could i have a look at my buckets").action == "list_buckets"
    assert interpret("can i have a bucket called abc in Paris").action == "create_bucket"
    assert interpret("can i get rid of the bucket x-1").action == "explain"


def test_what_is_not_public_is_told_and_wishes_nothing() -> None:
    assert interpret("zed/labs is not public").action == "clarify"
