"""A streamed answer on the page, and the receipt of the language model in its header."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.doubles.openai_server import OpenAiServer, Reply, fails, openai_server, says
from tests.journeys.page.person import Person, screens
from tests.journeys.page.served import Served, free_port

pytestmark = pytest.mark.slow
QUESTION = "What is a Lambda layer good for?"
PATIENCE_MS = 60_000
ANSWER = (
    "A **Lambda layer** is an archive of libraries that several functions share.\n\n"
    "- It keeps each package small, so that a deployment uploads less.\n"
    "- It has versions of its own; a function names the one that it uses.\n"
    "- It is no place for secrets: whoever may read the function may read it.\n\n"
    "Your plan needs none: the example's package holds everything that it imports."
)


class Model:
    """The scripted service, on a thread of its own: Playwright keeps the loop of this one."""

    def __init__(self) -> None:
        self.server: OpenAiServer | None = None
        self._is_up, self._is_over = threading.Event(), asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    @property
    def base_url(self) -> str:
        assert self.server is not None
        return self.server.base_url

    def will_say(self, *replies: Reply) -> None:
        assert self.server is not None
        self.server.replies.extend(replies)

    def start(self) -> None:
        self._thread.start()
        assert self._is_up.wait(10)

    def stop(self) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._is_over.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        async with openai_server() as self.server:
            self._is_up.set()
            await self._is_over.wait()


@pytest.fixture
def model() -> Iterator[Model]:
    scripted = Model()
    scripted.start()
    yield scripted
    scripted.stop()


@pytest.fixture
def served(tmp_path: Path, model: Model) -> Iterator[Served]:
    settings = {
        "OPENAI_API_KEY": "sk-FAKE-0123456789-EXAMPLE",
        "OPENAI_BASE_URL": model.base_url,
        "COPILOT_SESSION_TOKENS": "80000/3500",
    }
    server = Served(home=tmp_path / "home", port=free_port(), settings=settings)
    server.start()
    yield server
    assert server.stop() == 0
    server.command("sandbox", "stop")


@pytest.mark.spec("S1-53", "S2-56", "S2-157")
def test_an_answer_grows_and_the_header_tells_who_words_it(
    person: Person, model: Model, page: Page
) -> None:
    receipt = page.get_by_role("button", name="gpt-4.1-mini")
    expect(receipt).to_contain_text("0 / 80k in")

    model.will_say(says(ANSWER, pause_s=0.1))
    person.says(QUESTION)
    draft = page.locator("[data-draft]")
    expect(draft).to_contain_text("It keeps each package small", timeout=PATIENCE_MS)
    assert "everything that it imports" not in (draft.text_content() or "")
    person.keeps_screens("model-writing")
    expect(page.get_by_text("everything that it imports")).to_be_visible(timeout=PATIENCE_MS)
    expect(draft).to_have_count(0, timeout=PATIENCE_MS)
    expect(receipt).to_contain_text("11 / 80k in")
    person.keeps_screens("model-answered")

    model.will_say(fails(503), says("An alias points to a version."))
    person.says("And what is an alias good for?")
    person.sees("An alias points to a version.")
    degraded = page.get_by_role("button", name="degraded")
    expect(degraded).to_contain_text("gpt-4o-mini")
    degraded.click()
    expect(page.get_by_text("Another model answers in its place.")).to_be_visible()
    person.keeps_screens("model-degraded")
    page.keyboard.press("Escape")
    assert person.problems == []
    assert len(screens("model-writing")) == 4


@pytest.mark.spec("S2-7")
def test_a_spent_budget_is_told_with_what_to_do(person: Person, model: Model, page: Page) -> None:
    dear = {"prompt_tokens": 4_200, "completion_tokens": 1_900, "total_tokens": 6_100}
    model.will_say(says("It shares libraries.", usage=dear))
    person.says(QUESTION)
    person.sees("It shares libraries.")
    person.says("And what is an alias good for?")
    person.sees("E_BUDGET")
    receipt = page.get_by_role("button", name="Interpreter")
    expect(receipt).to_contain_text("tokens used up")
    receipt.click()
    expect(page.get_by_text("1,900 of 3,500")).to_be_visible()
    person.keeps_screens("model-spent")
    assert person.problems == []
