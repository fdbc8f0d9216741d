"""A browser, and a served product that nobody has used yet."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from maintenance.files import PROJECT
from tests.journeys.page.person import RUN_MS, Person
from tests.journeys.page.served import Served, free_port

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the journeys of this folder: while it lives, its event loop runs in this
    thread, and no other may.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip('Chromium is missing: install the package "chromium" to run these journeys')
    if not (PROJECT / "frontend" / "dist" / "index.html").is_file():
        pytest.skip("the page is not built: run `make page`")
    expect.set_options(timeout=RUN_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(home=tmp_path / "home", port=free_port())
    server.start()
    yield server
    assert server.stop() == 0
    server.command("sandbox", "stop")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(RUN_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def person(page: Page, served: Served) -> Person:
    """The owner, signed in, in an empty conversation, with the sandbox account."""
    person = Person(page=page, served=served)
    person.sets_up()
    person.uses_the_sandbox()
    return person


def account_digest(served: Served) -> str:
    answer = served.command("account", "digest", "--json", "--sandbox", "--region", "us-east-1")
    return str(json.loads(answer)["digest"])


def account_comes_to(served: Served, digest: str) -> None:
    """The page tells of each thing that is taken back, so the account may be on its way."""
    deadline = time.monotonic() + RUN_MS / 1000
    while (found := account_digest(served)) != digest:
        assert time.monotonic() < deadline, found
