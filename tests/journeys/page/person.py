"""What a person does on the page, in the words that stand on it."""

import json
import re
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from maintenance.files import PROJECT
from tests.journeys.page.served import Served

PASSWORD = "FAKE four words nobody combines"
RUN_MS = 60_000
"""Far more than anything takes; the bound of every expectation."""
SETTLING_MS = 200
SCREENS = PROJECT / "build" / "screens"
_SIZES = {"1280": (1280, 900), "360": (360, 780)}


@dataclass
class Person:
    """Somebody in front of one tab."""

    page: Page
    served: Served
    problems: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", self._listen)

    def sets_up(self) -> None:
        """Open the link that the server printed, and become the owner."""
        self.page.goto(self.served.setup_link)
        self.page.get_by_label("Your name").fill("owner")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.keeps_screens("set-up")
        self.page.get_by_role("button", name="Create the owner").click()
        expect(self.page.get_by_text("What shall we deploy?")).to_be_visible()

    def uses_the_sandbox(self) -> None:
        self.keeps_screens("empty-conversation")
        self.page.get_by_role("button", name="Use the sandbox").first.click()
        expect(self.page.get_by_role("banner")).to_contain_text("SANDBOX")

    def says(self, text: str) -> None:
        box = self.page.get_by_role("textbox").last
        box.fill(text)
        box.press("Enter")
        expect(self.page.get_by_text(text).last).to_be_visible()

    def approves(self, button: str) -> None:
        """Tick every endpoint and press the button that names the effect."""
        approve = self.page.get_by_role("button", name=button)
        expect(approve).to_be_visible()
        for box in self.page.get_by_role("checkbox").all():
            box.check()
        approve.click()

    def types_the_name(self, name: str) -> None:
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("textbox").fill(name)
        self.keeps_screens("typed-confirmation")
        dialog.get_by_role("button", name=re.compile("^Delete")).click()

    def sees(self, text: str) -> Locator:
        found = self.page.get_by_text(text).last
        expect(found).to_be_visible()
        return found

    def keeps_screens(self, name: str) -> None:
        """Two widths, light and dark, into ``build/screens``; then back to where it was."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        for width, (wide, high) in _SIZES.items():
            for scheme in ("light", "dark"):
                self.page.set_viewport_size({"width": wide, "height": high})
                self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                self.page.wait_for_timeout(SETTLING_MS)
                self.page.screenshot(path=SCREENS / f"{name}-{width}-{scheme}.png")
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.emulate_media(color_scheme="light")

    def _listen(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.problems.append(str(getattr(message, "text", message)))


def answer_of(url: str, path: str = "api/health") -> dict[str, object]:
    """What the deployed application says."""
    with urllib.request.urlopen(f"{url.rstrip('/')}/{path}", timeout=60) as answer:
        found: dict[str, object] = json.load(answer)
        return found


def screens(name: str) -> list[Path]:
    return sorted(SCREENS.glob(f"{name}-*.png"))
