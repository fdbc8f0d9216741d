"""Whatever is sent to any route, the answer is one that was designed."""

import json
from functools import cache
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from backend.api.access.permissions import PERMISSIONS
from backend.api.app import described_app
from backend.api.bodies import DEEPEST, read_json
from tests.contracts.copilot_clients import TOKEN
from tests.doubles.fake_copilot import FakeCopilot
from tests.doubles.served_parts import app_around

BEARER = {"Authorization": f"Bearer {TOKEN.reveal()}"}
TAKING = sorted(path for method, path in PERMISSIONS if method == "POST")
LOOKING = sorted(
    path for method, path in PERMISSIONS if method in ("GET", "DELETE") and "path:path" not in path
)
SCHEMAS: dict[str, Any] = described_app().openapi()["paths"]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def fields_of(path: str) -> list[str]:
    """The names of the fields that a route declares, at any depth."""
    found: set[str] = set()

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            found.update(schema.get("properties", {}))
            for each in schema.values():
                walk(each)
        elif isinstance(schema, list):
            for each in schema:
                walk(each)

    walk(SCHEMAS[path]["post"].get("requestBody", {}))
    return sorted(found) or ["nothing"]


@cache
def app() -> FastAPI:
    """One for all: what is refused leaves nothing behind."""
    return app_around(FakeCopilot(), TOKEN)


async def answer_to(method: str, path: str, content: bytes = b"") -> httpx.Response:
    transport = httpx.ASGITransport(app(), raise_app_exceptions=False)
    address = "http://127.0.0.1:8000"
    async with httpx.AsyncClient(transport=transport, base_url=address, headers=BEARER) as http:
        return await http.request(method, path, content=content)


def require_designed(answer: httpx.Response) -> None:
    assert answer.status_code < 500, answer.text
    if answer.is_error:
        told = answer.json()
        assert told["error_code"]
        assert told["message"]
        assert told["next_step"]


@pytest.mark.parametrize("path", TAKING)
@given(data=st.data())
async def test_any_body_has_a_designed_answer(path: str, data: st.DataObject) -> None:
    names = st.sampled_from([*fields_of(path), "type", "kind"])
    body = data.draw(st.dictionaries(names, VALUES, max_size=6) | VALUES)
    filled = path.replace("{application_name}", "hello")
    require_designed(await answer_to("POST", filled, json.dumps(body).encode()))
    assert filled


@pytest.mark.parametrize("depth", [DEEPEST, 500, 50_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}")])
async def test_a_body_that_is_nested_too_deep_is_refused(
    depth: int, opening: str, closing: str
) -> None:
    deep = f"{opening * depth}1{closing * depth}"
    body = f'{{"calls": [{{"tool": "create_bucket", "args": {{"a": {deep}}}}}]}}'
    answer = await answer_to("POST", "/api/v1/operations", body.encode())
    assert answer.is_error
    assert answer.json()["error_code"] in {"E_INVALID_REQUEST", "E_TOO_LARGE"}
    assert depth == 50_000 or f"at most {DEEPEST} deep" in answer.text


def test_what_is_nested_as_deep_as_allowed_is_read() -> None:
    assert read_json("[" * DEEPEST + "1" + "]" * DEEPEST)
    with pytest.raises(ValueError, match="too deep"):
        read_json("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


@pytest.mark.parametrize("path", LOOKING)
async def test_any_address_has_a_designed_answer(path: str) -> None:
    method = next(method for method, known in PERMISSIONS if known == path)
    for strange in ("x", "..", "%00", "a" * 300, "ü", "'; drop", "{}", "%2e%2e%2f"):
        address = path
        for name in ("graph_run_id", "deployment_id", "credential_id", "session_id"):
            address = address.replace(f"{{{name}}}", strange)
        require_designed(await answer_to(method, address))
        assert strange
