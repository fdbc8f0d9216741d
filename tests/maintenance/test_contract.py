"""The exported contract: what is in it, and that the committed files are current."""

import json

import pytest

from backend.api.access.permissions import FRAME_PERMISSIONS, PERMISSIONS
from backend.domain.conversations.payloads import PAYLOADS
from backend.domain.events import EventType
from maintenance.contract import FOLDER, contract, main


@pytest.mark.spec("S1-44")
def test_every_route_is_described() -> None:
    paths = contract()["openapi.json"]["paths"]
    described = {(method.upper(), path) for path in paths for method in paths[path]}
    declared = {key for key in PERMISSIONS if key[0] != "WEBSOCKET"}
    assert described == declared - {("GET", "/{path:path}")}


def test_every_frame_and_payload_is_described() -> None:
    files = contract()
    frames = files["client_frames.json"]["properties"]["frame"]["discriminator"]["mapping"]
    assert set(frames) == set(FRAME_PERMISSIONS)
    assert set(files["event_payloads.json"]["properties"]) == {each.value for each in PAYLOADS}
    event_types = files["events.json"]["$defs"]["EventType"]["enum"]
    assert set(event_types) == {each.value for each in EventType}


def test_no_schema_tells_a_default_of_a_secret() -> None:
    text = json.dumps(contract())
    assert '"format": "password"' in text
    assert "FAKE" not in text


def test_the_committed_files_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(list(FOLDER.glob("*.json")))
