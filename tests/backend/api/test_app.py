"""The HTTP service: who is let in, what is refused, and how errors look."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from backend.api.access.declared import require_declared
from backend.api.access.grants import Grant, LocalOwner
from backend.api.access.guard import guarded_router
from backend.api.access.permissions import PERMISSIONS
from backend.api.app import create_app
from backend.api.bodies import LARGEST_BODY
from backend.api.owner import LOCAL_OWNER
from backend.api.parts import DocumentsBackEnd, Surroundings
from backend.domain.aws_credentials import AccessKeySpec, SandboxAccountSpec
from backend.domain.errors import Bug
from backend.domain.secrets import Secret
from tests.contracts.copilot_clients import TOKEN
from tests.doubles.fake_copilot import FakeCopilot
from tests.doubles.served_parts import app_around, parts_around

URL = "http://127.0.0.1:8000"
BEARER = {"Authorization": f"Bearer {TOKEN.reveal()}"}


@asynccontextmanager
async def client(
    app: FastAPI | None = None, headers: dict[str, str] | None = None
) -> AsyncGenerator[httpx.AsyncClient, None]:
    transport = httpx.ASGITransport(
        app or app_around(FakeCopilot(), TOKEN), raise_app_exceptions=False
    )
    given = BEARER if headers is None else headers
    async with httpx.AsyncClient(transport=transport, base_url=URL, headers=given) as http:
        yield http


GUARDED = [key for key, needed in PERMISSIONS.items() if needed and key[0] != "WEBSOCKET"]


@pytest.mark.parametrize("route", GUARDED)
async def test_nothing_but_health_is_open(route: tuple[str, str]) -> None:
    method, path = route
    async with client(headers={}) as http:
        answer = await http.request(method, path)
    assert answer.status_code == 401
    assert answer.json()["error_code"] == "E_UNAUTHENTICATED"


@pytest.mark.parametrize(
    "header", ["Bearer ", "Bearer wrong", "Basic FAKE-token", "FAKE-token", "Bearer FAKE-toke\xe9"]
)
async def test_another_token_is_no_token(header: str) -> None:
    async with client(headers={}) as http:
        answer = await http.get("/api/v1/runs", headers=[(b"authorization", header.encode())])
    assert answer.status_code == 401


async def test_a_token_without_the_permission_is_forbidden() -> None:
    app = app_around(FakeCopilot(), TOKEN)
    nobody = Grant(actor=LOCAL_OWNER, permissions=frozenset())
    app.state.local_owner = LocalOwner(token=TOKEN, grant=nobody)
    async with client(app) as http:
        answer = await http.get("/api/v1/runs")
    assert (answer.status_code, answer.json()["error_code"]) == (403, "E_FORBIDDEN")


@pytest.mark.spec("S2-129")
async def test_health_says_what_it_is_made_of_and_nothing_secret() -> None:
    twin = FakeCopilot()
    async with client(app_around(twin, TOKEN), headers={}) as http:
        empty = (await http.get("/api/health")).json()
        actor = LOCAL_OWNER
        sandbox = SandboxAccountSpec(name="s", endpoint_url="http://127.0.0.1:1")
        await twin.add_credential(actor, sandbox)
        one = (await http.get("/api/health")).json()
        key = AccessKeySpec(
            name="k",
            access_key_id="AKIAFAKEFAKEFAKE0001",
            secret_access_key=Secret("FAKE"),
        )
        await twin.add_credential(actor, key)
        both = (await http.get("/api/health")).json()
    assert empty["status"] == "ok"
    assert [each["accounts"] for each in (empty, one, both)] == [
        [],
        ["sandbox"],
        ["aws", "sandbox"],
    ]
    assert (empty["language"], empty["documents"]) == ("interpreter", "embedded")
    assert "FAKE" not in json.dumps(both)


@pytest.mark.parametrize("back_end", ["embedded", "mongodb"])
async def test_health_names_the_back_end_of_the_documents(back_end: DocumentsBackEnd) -> None:
    parts = replace(parts_around(FakeCopilot()), documents=back_end)
    app = create_app(parts, Surroundings(sandbox=None, page=Path("nowhere")), TOKEN)
    async with client(app, headers={}) as http:
        assert (await http.get("/api/health")).json()["documents"] == back_end


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test:8000", "", "10.0.0.1:8000"])
async def test_other_hosts_are_refused(host: str) -> None:
    async with client() as http:
        answer = await http.get("/api/health", headers={"host": host})
    assert answer.status_code == 403


@pytest.mark.parametrize("host", ["localhost:8000", "[::1]:8000", "127.0.0.1"])
async def test_loopback_hosts_pass(host: str) -> None:
    async with client() as http:
        answer = await http.get("/api/health", headers={"host": host})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("none", 200)]
)
async def test_requests_of_foreign_pages_are_refused(site: str, status: int) -> None:
    async with client() as http:
        answer = await http.get("/api/v1/runs", headers={"sec-fetch-site": site})
    assert answer.status_code == status


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"type": "cancel_run"}',
        b'{"type": "cancel_run", "graph_run_id": 1}',
        b'{"type": "start_rollback", "graph_run_id": "run_1"}',
        b'{"type": "cancel_run", "graph_run_id": "run_1", "more": true}',
        b'{"type": "cancel_run", "graph_run_id": "run_1", "graph_run_id": "run_2"}',
        b"[" * 100_000,
    ],
)
async def test_what_is_not_as_declared_is_refused(body: bytes) -> None:
    async with client() as http:
        answer = await http.post("/api/v1/commands/cancel_run", content=body)
    assert (answer.status_code, answer.json()["error_code"]) == (422, "E_INVALID_REQUEST")


async def test_a_refused_secret_is_not_quoted() -> None:
    spec = {
        "kind": "access_key",
        "name": "x",
        "access_key_id": "wrong",
        "secret_access_key": "FAKE",
    }
    async with client() as http:
        answer = await http.post("/api/v1/credentials", json={**spec, "session_token": ["FAKE"]})
    assert answer.status_code == 422
    assert "access_key_id" in answer.json()["message"]
    assert "FAKE" not in answer.text


async def test_a_body_without_end_is_cut_off() -> None:
    async with client() as http:
        answer = await http.post("/api/v1/credentials", content=b" " * (LARGEST_BODY + 1))
    assert (answer.status_code, answer.json()["error_code"]) == (413, "E_TOO_LARGE")


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=many"])
async def test_a_wrong_query_is_refused(query: str) -> None:
    async with client() as http:
        answer = await http.get(f"/api/v1/runs?{query}")
    assert (answer.status_code, answer.json()["error_code"]) == (422, "E_INVALID_REQUEST")


async def test_an_unknown_address_answers_in_the_same_shape() -> None:
    async with client() as http:
        unknown, wrong_method = await http.get("/nothing"), await http.delete("/api/v1/runs")
    assert [unknown.status_code, wrong_method.status_code] == [404, 405]
    assert unknown.json()["error_code"] == wrong_method.json()["error_code"] == "E_NO_SUCH_ROUTE"


async def test_a_defect_tells_no_details() -> None:
    class Broken(FakeCopilot):
        async def runs(self, limit: int):
            raise RuntimeError("FAKE details")

    async with client(app_around(Broken(), TOKEN)) as http:
        answer = await http.get("/api/v1/runs")
    assert (answer.status_code, answer.json()["error_code"]) == (500, "E_DEFECT")
    assert "FAKE" not in answer.text


def test_an_undeclared_route_does_not_start() -> None:
    app = app_around(FakeCopilot(), TOKEN)
    router = guarded_router()
    router.add_api_route("/api/v1/secret", lambda: None)
    app.router.routes.extend(router.routes)
    with pytest.raises(Bug, match="E_ROUTE_UNDECLARED"):
        require_declared(app)


def test_an_unguarded_route_does_not_start() -> None:
    app = app_around(FakeCopilot(), TOKEN)
    app.router.routes.pop()
    app.add_api_route("/{path:path}", lambda: None)
    with pytest.raises(Bug, match="not guarded"):
        require_declared(app)
