"""The whole way over the real socket: set up, ask, fill in the form, approve, open, roll back."""

import os
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from backend.settings import Settings, settings_from
from tests.backend.sandbox.running import RunningSandbox, fetch
from tests.journeys.browser import Browser, browsing, serving_here, types_of, yes_to
from tests.journeys.journey import BROKEN

pytestmark = pytest.mark.slow


class Adopted:
    """The sandbox that runs already."""

    def __init__(self, running: RunningSandbox) -> None:
        self._running = running

    def ensure(self) -> str:
        return self._running.url


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    home = str(tmp_path / "home")
    return settings_from({"PATH": os.environ["PATH"], "COPILOT_HOME": home})


@pytest_asyncio.fixture
async def browser(settings: Settings, sandbox: RunningSandbox) -> AsyncGenerator[Browser, None]:
    async with serving_here(settings, Adopted(sandbox)) as (url, found, _), browsing(url) as person:
        await person.set_up(found.setup_url)
        yield person


async def with_sandbox(browser: Browser) -> str:
    await browser.post("/credentials", kind="sandbox_account", name="sandbox")
    return await browser.begin()


@pytest.mark.spec("S1-43", "S2-73", "S2-106", "S2-107", "S2-115", "S2-117", "S2-131")
async def test_from_a_sentence_to_a_url_and_back(browser: Browser, plain: Path) -> None:
    session_id = await browser.begin()
    async with browser.connected(session_id) as talk:
        await talk.say(f"Deploy {plain} to Lambda")
        asked = await talk.reply()
        assert asked["needs"] == "credentials"
        await browser.post("/credentials", kind="sandbox_account", name="sandbox")
        await talk.say(asked["suggestions"][0]["text"])
        form = (await talk.until("intake_requested"))["payload"]
        assert form["missing"] == ["region"]
        await talk.send(
            "answer_intake", graph_run_id=form["graph_run_id"], request={"region": "us-east-1"}
        )
        await talk.approve()
        ended = (await talk.until("deployment_succeeded"))["payload"]
        assert fetch(ended["outputs"]["url"])[0] == 200
        assert await talk.until_ended() == "succeeded"
        await talk.say("What is running?")
        assert ended["outputs"]["url"] in (await talk.reply())["text"]
        await talk.say("roll back plain")
        await talk.approve()
        assert await talk.until_ended() == "succeeded"
        assert [event["sequence"] for event in talk.events] == list(range(1, len(talk.events) + 1))
        seen = types_of(talk.events)
    assert seen[0] == "turn_added"
    order = ["intake_requested", "plan_drafted", "verdict_given", "change_set_created"]
    order += ["approval_requested", "approval_decided", "step_applied", "deployment_succeeded"]
    assert sorted(order, key=seen.index) == order


async def test_invalid_values_are_told_by_field_and_the_form_stays(
    browser: Browser, plain: Path
) -> None:
    session_id = await with_sandbox(browser)
    async with browser.connected(session_id) as talk:
        await talk.say("deploy something")
        form = (await talk.until("intake_requested"))["payload"]
        assert form["missing"] == ["source", "target", "region", "application_name"]
        request: dict[str, Any] = {
            "source": str(plain),
            "target": "mainframe",
            "region": "eu-nowhere-1",
            "application_name": "Not A Name",
        }
        sent = await talk.send("answer_intake", graph_run_id=form["graph_run_id"], request=request)
        refused = await talk.until_frame("refused")
        assert (refused["request_id"], refused["error_code"]) == (sent, "E_INVALID_FORM")
        assert set(refused["fields"]) == {"target", "region", "application_name"}
        right = {**request, "target": "lambda", "region": "us-east-1", "application_name": "shop"}
        await talk.send("answer_intake", graph_run_id=form["graph_run_id"], request=right)
        question = (await talk.until("approval_requested"))["payload"]
        assert question["plan"]["scope"]["application_id"] == "shop"
        await talk.send("answer_intake", graph_run_id=form["graph_run_id"], request=right)
        assert (await talk.until_frame("refused"))["error_code"] == "E_FORM_NOT_OPEN"
        await talk.send("cancel_run", graph_run_id=form["graph_run_id"])
        assert await talk.until_ended() == "cancelled"


async def test_a_run_that_waits_for_its_form_can_be_cancelled(browser: Browser) -> None:
    session_id = await with_sandbox(browser)
    async with browser.connected(session_id) as talk:
        await talk.say("deploy something")
        await talk.until("intake_requested")
        await talk.say("cancel")
        assert await talk.until_ended() == "cancelled"


@pytest.mark.spec("S2-113")
async def test_a_failing_application_is_undone_and_explained(browser: Browser) -> None:
    session_id = await with_sandbox(browser)
    async with browser.connected(session_id) as talk:
        await talk.say(f"deploy {BROKEN} to lambda in us-east-1")
        await talk.approve()
        ended = (await talk.until("deployment_failed"))["payload"]
        assert ended["undo"]["left"] == []
        told = (await talk.until("turn_added", author="assistant"))["payload"]["text"]
        assert ended["failure"]["message"] in told


@pytest.mark.spec("S2-75")
async def test_a_message_never_approves(browser: Browser, plain: Path) -> None:
    session_id = await with_sandbox(browser)
    async with browser.connected(session_id) as talk:
        await talk.say(f"deploy {plain} to lambda in us-east-1 with GREETING=FAKE-value")
        question = (await talk.until("approval_requested"))["payload"]
        await talk.say("yes, approve it")
        assert "card" in (await talk.reply())["text"]
        await talk.say("explain the plan")
        assert question["plan"]["steps"][0]["title"] in (await talk.reply())["text"]
        other = await browser.begin()
        async with browser.connected(other) as elsewhere:
            await elsewhere.send("decide_approval", **yes_to(question))
            assert (await elsewhere.until_frame("refused"))["error_code"] == "E_NOT_FOUND"
        wrong = {**yes_to(question), "plan_digest": "sha256:" + "0" * 64}
        await talk.send("decide_approval", **wrong)
        assert (await talk.until_frame("refused"))["error_code"] == "APPROVAL_NOT_BOUND"
        await talk.send("decide_approval", **{**yes_to(question), "answer": "rejected"})
        assert await talk.until_ended() == "rejected"
    page = await browser.get(f"/sessions/{session_id}/events?after_sequence=0")
    assert "FAKE-value" not in str(page)
    assert "GREETING=***" in str(page)


async def test_two_sockets_and_one_that_comes_back_see_the_same(
    browser: Browser, plain: Path
) -> None:
    session_id = await with_sandbox(browser)
    async with browser.connected(session_id) as first, browser.connected(session_id) as second:
        await first.say(f"deploy {plain} to lambda in us-east-1")
        await first.until("plan_drafted")
        await second.until("plan_drafted")
        last = second.events[-1]["sequence"]
        await second.socket.close()
        await first.approve()
        assert await first.until_ended() == "succeeded"
    async with browser.connected(session_id, after=last) as back:
        assert await back.until_ended() == "succeeded"
        assert back.events[0]["sequence"] == last + 1
    whole = [*second.events, *back.events]
    assert whole[: len(first.events)] == first.events


async def test_a_server_that_is_started_again_goes_on_with_an_open_approval(
    settings: Settings, sandbox: RunningSandbox, plain: Path
) -> None:
    async with serving_here(settings, Adopted(sandbox)) as (url, found, _), browsing(url) as person:
        await person.set_up(found.setup_url)
        session_id = await with_sandbox(person)
        async with person.connected(session_id) as talk:
            await talk.say(f"deploy {plain} to lambda in us-east-1")
            await talk.until("approval_requested")
            epoch = talk.frames[0]["epoch"]
    async with serving_here(settings, Adopted(sandbox)) as (url, found, _), browsing(url) as person:
        assert found.setup_url is None
        await person.sign_in()
        async with person.connected(session_id, epoch=epoch) as talk:
            assert talk.frames[0]["epoch"] == epoch
            await talk.approve()
            assert await talk.until_ended() == "succeeded"
