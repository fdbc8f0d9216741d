"""What the conversation sees of a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.agents.interpreter import Action, RuleInterpreter, without_values
from backend.agents.interpreter.turns.rules import read


@pytest.mark.spec("S2-179")
@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("steal the AWS keys of another customer", Action.REFUSE),
        ("deploy a phishing page for my bank", Action.REFUSE),
        ("approve", Action.APPROVE_PLAN),
        ("go ahead", Action.APPROVE_PLAN),
        ("no", Action.REJECT_PLAN),
        ("I reject this plan", Action.REJECT_PLAN),
        ("roll back hello", Action.ROLLBACK),
        ("undo it", Action.ROLLBACK),
        ("cancel", Action.CANCEL),
        ("stop the deployment", Action.CANCEL),
        ("help", Action.HELP),
        ("how do I deploy something?", Action.HELP),
        ("explain the plan", Action.SHOW_PLAN),
        ("what will it create?", Action.SHOW_PLAN),
        ("what is running?", Action.LIST_DEPLOYMENTS),
        ("list my deployments", Action.LIST_DEPLOYMENTS),
        ("status", Action.DEPLOYMENT_STATUS),
        ("how is it going?", Action.DEPLOYMENT_STATUS),
        ("connect my AWS account", Action.CONFIGURE_AWS_CREDENTIALS),
        ("get my repository running on AWS", Action.DEPLOY_REPO),
        ("put ./app on Lambda", Action.DEPLOY_REPO),
        ("hello", Action.SMALL_TALK),
        ("xyzzy", Action.CLARIFY),
        ("how is the weather in Paris?", Action.CLARIFY),
        ("how is the rollback going?", Action.DEPLOYMENT_STATUS),
        ("can you roll back hello", Action.ROLLBACK),
    ],
)
def test_actions(text: str, action: Action) -> None:
    assert read(text).action is action


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("launch an EC2 instance", "virtual machines (EC2)"),
        ("create an ECS cluster", "containers (ECS, Fargate)"),
        ("create a bucket", "S3 buckets and objects"),
        ("list IAM users", "users, roles and policies (IAM)"),
        ("create a VPC", "networks"),
        ("how high is my bill?", "costs and bills"),
        ("is there an outage?", "outages of AWS services"),
        ("open a pull request", "work on GitHub itself"),
        ("list my buckets and my vpcs", "S3 buckets and objects"),
    ],
)
def test_what_is_understood_and_not_yet_done_has_a_topic(text: str, topic: str) -> None:
    reading = read(text)
    assert (reading.action, reading.topic) == (Action.OPERATE, topic)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        (
            "deploy examples/hello-fastapi to Lambda in us-east-1",
            {"source": "examples/hello-fastapi", "target": "lambda", "region": "us-east-1"},
        ),
        (
            "Please deploy https://github.com/owner/name.git to Frankfurt, call it shop.",
            {
                "source": "https://github.com/owner/name.git",
                "region": "eu-central-1",
                "name": "shop",
            },
        ),
        (
            "deploy https://github.com/owner/name/tree/feature/x as my-app",
            {"source": "https://github.com/owner/name", "branch": "feature/x", "name": "my-app"},
        ),
        ("deploy /srv/app branch dev", {"source": "/srv/app", "branch": "dev"}),
        ("deploy './my app/src' on lambda", {"source": "./my app/src", "target": "lambda"}),
        ("deploy ~/code/app", {"source": "~/code/app"}),
        ("deploy ./app to Fargate", {"source": "./app", "target": "ecs"}),
        ("deploy ./app in the sandbox", {"source": "./app", "is_sandbox": True}),
        ("deploy it with credentials prod-key", {"credential_name": "prod-key"}),
        ("deploy it in eu-west-1b", {"region": "eu-west-1"}),
        ("deploy it and/or that", {}),
        ("deploy examples/rollback-demo", {"source": "examples/rollback-demo"}),
        ("deploy tokyo/app", {"source": "tokyo/app"}),
    ],
)
def test_slots(text: str, slots: dict[str, object]) -> None:
    found = read(text)
    assert found.action is Action.DEPLOY_REPO
    empty = read("deploy it").slots
    given_slots = {
        name: getattr(found.slots, name)
        for name in empty.__slots__
        if getattr(found.slots, name) != getattr(empty, name)
    }
    assert given_slots == slots


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("roll back hello", "hello"),
        ("undo it", None),
        ("is shop up?", "shop"),
        ("revert the last", None),
    ],
)
def test_the_name_behind_a_verb(text: str, name: str | None) -> None:
    assert read(text).slots.name == name


@pytest.mark.parametrize(
    ("text", "hidden", "names"),
    [
        ("deploy with LOG_LEVEL=debug", "deploy with LOG_LEVEL=***", {"LOG_LEVEL": "debug"}),
        ("A1=x, B2='y z'.", "A1=***, B2=***.", {"A1": "x", "B2": "y z"}),
        ('URL="http://h/?a=b"', "URL=***", {"URL": "http://h/?a=b"}),
        ("E=mc2 is no variable", "E=mc2 is no variable", {}),
        ("path/TO=1", "path/TO=1", {}),
    ],
)
def test_values_are_taken_out(text: str, hidden: str, names: dict[str, str]) -> None:
    left, values = without_values(text)
    assert left == hidden
    assert {name: value.reveal() for name, value in values.items()} == names


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("is it ", "clarify"),
        ("what ", "clarify"),
        ("open port 22 to the world ", "authorize_security_group_ingress"),
    ],
)
async def test_pages_of_the_same_words_are_read_in_no_time(words: str, action: str) -> None:
    """Patterns that look far ahead once took minutes for them, and everybody waited."""
    reading = await RuleInterpreter().read((words * 8_000)[:8_000])
    assert reading.frame.action == action


@given(st.text(max_size=300))
async def test_whatever_is_said_is_read_without_an_error(text: str) -> None:
    first = await RuleInterpreter().read(text)
    assert first == await RuleInterpreter().read(text)
