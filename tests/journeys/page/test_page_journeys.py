"""The product on its page, from the set-up link to an account that is as before."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.page.conftest import account_comes_to, account_digest
from tests.journeys.page.person import Person, answer_of, screens
from tests.journeys.page.served import Served

pytestmark = pytest.mark.slow
HELLO = "deploy examples/hello-fastapi to Lambda in us-east-1"
BROKEN = "deploy examples/broken-fastapi to Lambda in us-east-1"


@pytest.mark.spec("S2-72", "S2-75", "S2-83", "S2-106", "S2-114", "S2-128", "S2-131", "S2-176")
def test_from_the_setup_link_to_a_url_and_back(person: Person, served: Served) -> None:
    before = account_digest(served)
    person.says(HELLO)
    expect(person.page.get_by_role("button", name="Create 12 resources")).to_be_visible()
    person.keeps_screens("plan")
    person.approves("Create 12 resources")
    person.sees("hello-fastapi is live")
    person.keeps_screens("deployed")
    url = person.page.get_by_role("link", name="Open").last.get_attribute("href")
    assert url is not None
    assert answer_of(url)["status"] == "ok"

    person.page.get_by_role("button", name="Roll back").last.click()
    delete = person.page.get_by_role("button", name="Delete 12 resources")
    expect(delete).to_be_visible()
    delete.click()
    person.types_the_name("hello-fastapi")
    expect(person.page.get_by_text("rolled back").last).to_be_visible()
    person.keeps_screens("rolled-back")

    account_comes_to(served, before)
    assert person.problems == []
    assert len(screens("plan")) == 4


@pytest.mark.spec("S2-18", "S2-96", "S2-113")
def test_a_failed_health_check_is_explained_and_undone(person: Person, served: Served) -> None:
    before = account_digest(served)
    person.says(BROKEN)
    person.approves("Create 12 resources")
    person.sees("503")
    person.sees("undone")
    person.keeps_screens("failed")

    account_comes_to(served, before)
    assert person.problems == []


@pytest.mark.spec("S2-80", "S2-81", "S2-107", "S2-115", "S2-117")
def test_what_is_missing_is_asked_with_one_form(person: Person) -> None:
    person.says("deploy examples/hello-fastapi")
    region = person.page.get_by_label("AWS region")
    expect(region).to_be_visible()
    region.fill("mars-north-1")
    person.keeps_screens("form")
    person.page.get_by_role("button", name="Continue to the plan").click()
    expect(region).to_have_attribute("aria-invalid", "true")
    person.keeps_screens("form-invalid")
    region.fill("us-east-1")
    person.page.get_by_role("button", name="Continue to the plan").click()

    expect(person.page.get_by_role("button", name="Create 12 resources")).to_be_visible()


def test_reload_second_tab_and_killed_server_lose_nothing(
    person: Person, served: Served, page: Page
) -> None:
    person.says(HELLO)
    plan = person.page.get_by_role("button", name="Create 12 resources")
    expect(plan).to_be_visible()

    person.page.reload()
    expect(plan).to_be_visible()
    second = Person(page=page.context.new_page(), served=served)
    second.page.goto(person.page.url)
    expect(second.page.get_by_role("button", name="Create 12 resources")).to_be_visible()

    served.kill()
    person.sees("Nothing is lost")
    person.keeps_screens("server-gone")
    served.start()
    expect(second.page.get_by_role("banner")).to_contain_text("Live")
    second.approves("Create 12 resources")
    second.sees("hello-fastapi is live")
    person.sees("hello-fastapi is live")
    expect(plan).not_to_be_visible()
