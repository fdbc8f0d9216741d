"""The built page: its files, its document, its headers; and nothing from outside its folder."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from backend.api.headers import HEADERS
from tests.contracts.copilot_clients import TOKEN
from tests.doubles.fake_copilot import FakeCopilot
from tests.doubles.served_parts import app_around

HTML = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("FAKE")
    page = tmp_path / "dist"
    (page / "assets").mkdir(parents=True)
    (page / "index.html").write_text("<title>page</title>")
    (page / "assets" / "index-1a2b.js").write_text("export {};")
    (page / "icon.svg").write_text("<svg/>")
    (page / ".hidden").write_text("FAKE")
    (page / "link.txt").symlink_to(tmp_path / "secret.txt")
    return page


@asynccontextmanager
async def visiting(page: Path) -> AsyncGenerator[httpx.AsyncClient, None]:
    app = app_around(FakeCopilot(), TOKEN, page=page)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
        yield http


@pytest.mark.spec("S1-47")
@pytest.mark.parametrize("path", ["/", "/setup", "/deployments/dep_1"])
async def test_every_address_of_the_page_is_its_document(built: Path, path: str) -> None:
    async with visiting(built) as http:
        answer = await http.get(path, headers=HTML)
    assert (answer.status_code, answer.text) == (200, "<title>page</title>")
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "kind", "caching"),
    [
        ("/assets/index-1a2b.js", "text/javascript", "public, max-age=31536000, immutable"),
        ("/icon.svg", "image/svg+xml", "no-cache"),
    ],
)
async def test_files_say_what_they_are_and_how_long_they_last(
    built: Path, path: str, kind: str, caching: str
) -> None:
    async with visiting(built) as http:
        answer = await http.get(path)
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["cache-control"] == caching


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/.hidden",
        "/link.txt",
        "/assets/missing.js",
        "/api/nothing",
        "/assets",
        "/a%00b",
    ],
)
async def test_nothing_else_is_served(built: Path, path: str) -> None:
    async with visiting(built) as http:
        answer = await http.get(path)
    assert answer.status_code == 404
    assert "FAKE" not in answer.text


async def test_an_unknown_address_of_the_api_is_no_page(built: Path) -> None:
    async with visiting(built) as http:
        answer = await http.get("/api/v1/nothing", headers=HTML)
    assert (answer.status_code, answer.json()["error_code"]) == (404, "E_NO_SUCH_ROUTE")


async def test_a_page_that_was_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    async with visiting(tmp_path / "dist") as http:
        answer = await http.get("/", headers=HTML)
    assert answer.status_code == 503
    assert "make up" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize("path", ["/", "/api/health", "/api/v1/runs", "/nothing"])
async def test_every_answer_carries_the_security_headers(built: Path, path: str) -> None:
    async with visiting(built) as http:
        answer = await http.get(path, headers=HTML)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] in ("no-store", "no-cache")


async def test_a_refusal_at_the_perimeter_carries_them_too(built: Path) -> None:
    async with visiting(built) as http:
        answer = await http.get("/", headers={"host": "evil.test"})
    assert answer.status_code == 403
    assert answer.headers["x-frame-options"] == "DENY"
