"""The requests of the specification: what is missing comes from the person or a shown default,
nothing is invented, and what cannot be done yet is said.
"""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from backend.agents.interpreter.turns.rules import read
from backend.domain.conversations.turns import Turn
from backend.domain.identifiers import GraphRunId
from backend.runs.places import TENANT
from tests.backend.runs.conversation.talking import Talk, open_talk

EC2 = "Launch a t3.micro EC2 instance in us-east-1 with key dev-key"
UPLOAD = "Upload app.zip to the my-app-bucket in S3"
LAMBDA = "Deploy a Lambda named hello-func with runtime python3.12"
ECS = "Create an ECS Fargate service with 2 tasks using my-task"
ROLE = "arn:aws:iam::123456789012:role/lambda-exec-role"
INVENTED = (
    "ami-1234567890abcdef0",
    "hello_func.zip",
    ROLE,
    "hello.handler",
    "my-cluster",
    "my-service",
    "my-task:1",
)
"""Values that examples elsewhere fill in, and that nobody has said here."""


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncGenerator[Talk, None]:
    async with open_talk(tmp_path) as opened:
        await opened.add_key()
        yield opened


async def started(talk: Talk, run_id: GraphRunId | None) -> dict[str, Any]:
    """What the run of that id was started with."""
    assert run_id is not None
    begun = await talk.house.wait_for(run_id, "graph_started")
    inputs: Any = begun.payload["inputs"]
    return inputs["operation"]


async def declined(talk: Talk, said: str) -> Turn:
    """The reply to something that cannot be done: no run, and suggestions that can be."""
    reply = await talk.say(said)
    assert reply.graph_run_id is None
    assert await talk.house.repositories.runs.of_session(TENANT, talk.session_id) == []
    assert reply.suggestions
    assert not any(value in reply.text for value in INVENTED)
    return reply


@pytest.mark.parametrize("said", [EC2, UPLOAD, LAMBDA, ECS])
@pytest.mark.spec("S2-203", "S2-204", "S2-205", "S2-206")
def test_no_value_is_invented(said: str) -> None:
    frame = read(said).frame
    assert not any(str(value) in INVENTED for value in frame.slots.values())


@pytest.mark.spec("S2-203")
async def test_a_machine_is_understood_and_declined_with_what_can_be_done(talk: Talk) -> None:
    frame = read(EC2).frame
    assert frame.action == "launch_ec2"
    assert frame.slots == {
        "region": "us-east-1",
        "instance_type": "t3.micro",
        "key_name": "dev-key",
    }
    assert frame.missing == ("ami_id",)
    reply = await declined(talk, EC2)
    assert "virtual machines (EC2)" in reply.text
    assert "AWS Lambda" in reply.text


@pytest.mark.spec("S2-204")
async def test_an_upload_begins_with_exactly_what_was_said(talk: Talk) -> None:
    reply = await talk.say(UPLOAD)
    operation = await started(talk, reply.graph_run_id)
    said = {"bucket_name": "my-app-bucket", "file_path": "app.zip"}
    assert operation["calls"] == [{"tool": "upload_s3", "args": said}]
    assert "us-east-1" in reply.text


@pytest.mark.spec("S2-204")
async def test_an_upload_of_a_file_that_is_not_there_says_so(talk: Talk) -> None:
    reply = await talk.say(UPLOAD)
    assert reply.graph_run_id is not None
    await talk.house.ended(reply.graph_run_id)
    ending = (await talk.turns())[-1]
    assert "The operation failed, and nothing of it is left." in ending.text
    assert "app.zip" in ending.text
    assert [each.text for each in ending.suggestions] == ["Why did it fail?", "What now?"]


@pytest.mark.spec("S2-205", "S2-107")
async def test_a_function_is_asked_about_until_everything_was_said(talk: Talk) -> None:
    asked = await talk.say(LAMBDA)
    assert asked.graph_run_id is None
    assert asked.text.startswith("Which zip file? I shall also need: role arn, handler, region.")
    for value in ("hello_func.zip", ROLE, "hello.handler"):
        asked = await talk.say(value)
        assert asked.graph_run_id is None
    reply = await talk.say("us-east-1")
    operation = await started(talk, reply.graph_run_id)
    assert operation == {
        "calls": [
            {
                "tool": "deploy_lambda",
                "args": {
                    "function_name": "hello-func",
                    "runtime": "python3.12",
                    "zip_file": "hello_func.zip",
                    "role_arn": ROLE,
                    "handler": "hello.handler",
                },
            }
        ],
        "region": "us-east-1",
    }


@pytest.mark.spec("S2-206")
async def test_containers_are_understood_and_declined_with_what_can_be_done(talk: Talk) -> None:
    frame = read(ECS).frame
    assert frame.action == "create_service"
    assert frame.slots == {
        "task_definition": "my-task",
        "desired_count": 2,
        "launch_type": "FARGATE",
    }
    assert frame.missing == ("cluster", "service_name", "region")
    reply = await declined(talk, ECS)
    assert "containers (ECS, Fargate)" in reply.text
    assert "AWS Lambda" in reply.text
