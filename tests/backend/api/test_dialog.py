"""What the credentials dialog and the form call: keys in, references out, the sandbox on demand."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest

from backend.api.parts import Sandbox
from backend.domain.errors import OperatorMustAct
from tests.contracts.copilot_clients import TOKEN
from tests.doubles.fake_conversations import FakeConversations
from tests.doubles.fake_copilot import FakeCopilot
from tests.doubles.served_parts import app_around

BEARER = {"Authorization": f"Bearer {TOKEN.reveal()}"}
KEY = {
    "kind": "access_key",
    "name": "main",
    "access_key_id": "AKIAFAKEFAKEFAKE1234",
    "secret_access_key": "FAKE/secret",
}


class StartedSandbox:
    """Counts how often it was wanted."""

    def __init__(self) -> None:
        self.wanted = 0

    def ensure(self) -> str:
        self.wanted += 1
        return "http://127.0.0.1:4566"


class BrokenSandbox:
    """Never starts."""

    def ensure(self) -> str:
        raise OperatorMustAct("E_SANDBOX_FAILED", "The sandbox did not start.", "Read its log.")


@asynccontextmanager
async def asking(
    twin: FakeCopilot, sandbox: Sandbox | None = None, talks: FakeConversations | None = None
) -> AsyncGenerator[httpx.AsyncClient, None]:
    app = app_around(twin, TOKEN, sandbox=sandbox, conversations=talks)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    address = "http://127.0.0.1:8000"
    async with httpx.AsyncClient(transport=transport, base_url=address, headers=BEARER) as http:
        yield http


@pytest.mark.spec("S2-176")
async def test_a_key_goes_in_and_its_last_four_come_out() -> None:
    async with asking(FakeCopilot()) as http:
        added = await http.post("/api/v1/credentials", json=KEY)
        listed = await http.get("/api/v1/credentials")
    assert (added.status_code, added.json()["last_four"]) == (201, "1234")
    assert listed.json() == [added.json()]
    assert "FAKE/secret" not in added.text + listed.text


async def test_the_sandbox_is_started_once_and_adopted_after_that() -> None:
    sandbox, twin = StartedSandbox(), FakeCopilot()
    body = {"kind": "sandbox_account", "name": "sandbox"}
    async with asking(twin, sandbox) as http:
        health = (await http.get("/api/health")).json()
        first = (await http.post("/api/v1/credentials", json=body)).json()
        second = (await http.post("/api/v1/credentials", json={"kind": "sandbox_account"})).json()
    assert health["is_sandbox_available"] is True
    assert first == second
    assert (first["name"], first["is_sandbox"]) == ("sandbox-4566", True)
    assert (sandbox.wanted, len(twin.specs)) == (2, 1)


@pytest.mark.parametrize(
    ("sandbox", "error_code", "status"),
    [(None, "E_SANDBOX_OFF", 422), (BrokenSandbox(), "E_SANDBOX_FAILED", 503)],
)
async def test_a_sandbox_that_is_not_to_be_had(
    sandbox: Sandbox | None, error_code: str, status: int
) -> None:
    async with asking(FakeCopilot(), sandbox) as http:
        answer = await http.post("/api/v1/credentials", json={"kind": "sandbox_account"})
    assert (answer.status_code, answer.json()["error_code"]) == (status, error_code)


async def test_credentials_are_forgotten() -> None:
    async with asking(FakeCopilot()) as http:
        added = (await http.post("/api/v1/credentials", json=KEY)).json()
        path = f"/api/v1/credentials/{added['credential_id']}"
        codes = [(await http.delete(path)).status_code for _ in range(2)]
        left = (await http.get("/api/v1/credentials")).json()
    assert (codes, left) == ([204, 404], [])


async def test_values_of_a_form_become_references() -> None:
    twin = FakeCopilot()
    body = {"application_name": "hello", "values": {"DB_URL": "FAKE-url"}}
    async with asking(twin) as http:
        answer = await http.post("/api/v1/environment_values", json=body)
    assert answer.json() == {"DB_URL": "cred_values"}
    assert twin.kept["hello"]["DB_URL"].reveal() == "FAKE-url"


async def test_conversations_without_a_socket() -> None:
    talks = FakeConversations()
    async with asking(FakeCopilot(), talks=talks) as http:
        begun = (await http.post("/api/v1/sessions")).json()
        talks.tell(begun["session_id"], 3)
        path = f"/api/v1/sessions/{begun['session_id']}/events"
        page = (await http.get(path, params={"after_sequence": 1})).json()
        listed = (await http.get("/api/v1/sessions")).json()
        missing = await http.get("/api/v1/sessions/ses_9/events")
    assert [event["sequence"] for event in page["events"]] == [2, 3]
    assert (page["epoch"], page["last_sequence"]) == ("epoch_1", 3)
    assert [each["session_id"] for each in listed] == [begun["session_id"]]
    assert missing.status_code == 404
