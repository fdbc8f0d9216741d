"""What a person gives as a secret is used, and found nowhere."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from backend.domain.secrets import Secret
from tests.backend.sandbox.running import fetch
from tests.journeys.journey import OWNER, Journey, Story, plain_application

pytestmark = pytest.mark.slow

VALUE = "correct-FAKE-horse-battery-EXAMPLE-7391"
PROVES_IT = '''"""Shows that it knows the secret, without telling it."""

import hashlib
import os


def handler(event, context):
    value = os.environ["DB_PASSWORD"]
    return {"statusCode": 200, "body": hashlib.sha256(value.encode()).hexdigest()}
'''
TELLS_IT = '''"""Tells its secret to everybody, and fails: the answer becomes part of an error."""

import os


def handler(event, context):
    return {"statusCode": 500, "body": "cannot log in with " + os.environ["DB_PASSWORD"]}
'''


async def deployed_with_the_secret(journey: Journey, source: Path) -> Story:
    kept = await journey.copilot.keep_environment(OWNER, "hello", {"DB_PASSWORD": Secret(VALUE)})
    return await journey.deploy(source, environment=kept)


async def places_of_the_secret(journey: Journey) -> list[str]:
    """Files of the data directory that hold it, in any spelling in which it could be written."""
    raw = VALUE.encode()
    spellings = {
        raw,
        raw.hex().encode(),
        base64.b64encode(raw),
        raw[::-1],
        VALUE.encode("utf-16le"),
    }
    files = await journey.files()
    assert {"documents.db", "engine.db", "logs/events.jsonl"} <= files.keys()
    return [name for name, content in files.items() if any(each in content for each in spellings)]


@pytest.mark.spec("S2-48", "S2-141", "S2-151", "S2-152", "G10", "G26")
async def test_a_function_sees_its_secret_and_no_file_does(
    journey: Journey, tmp_path: Path
) -> None:
    story = await deployed_with_the_secret(
        journey, plain_application(tmp_path / "plain", PROVES_IT)
    )
    assert story.view.url is not None
    assert fetch(story.view.url)[2].decode() == hashlib.sha256(VALUE.encode()).hexdigest()
    assert VALUE not in json.dumps([event.to_json() for event in story.events])
    assert await places_of_the_secret(journey) == []


@pytest.mark.spec("S2-141", "S2-151")
async def test_an_application_that_tells_its_secret_is_not_quoted(
    journey: Journey, tmp_path: Path
) -> None:
    story = await deployed_with_the_secret(journey, plain_application(tmp_path / "plain", TELLS_IT))
    assert (story.view.completion_state, story.error_code) == ("undone", "E_UNHEALTHY")
    assert VALUE not in json.dumps(story.view.to_json())
    assert await places_of_the_secret(journey) == []
