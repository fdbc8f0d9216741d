"""What cannot be deployed is refused with its reason and a next step; nothing is left half done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from backend.domain.errors import CopilotError
from tests.journeys.journey import PLAIN, Journey, changes_sent, plain_application

pytestmark = pytest.mark.slow

Prepare = Callable[[Path], None]
TOO_MANY_BYTES = 251 * 2**20


def nothing(_: Path) -> None:
    """The application as it is."""


def without_files(folder: Path) -> None:
    (folder / "app.py").unlink()


def without_python(folder: Path) -> None:
    without_files(folder)
    (folder / "notes.txt").write_text("nothing to run", encoding="utf-8")


def without_handler(folder: Path) -> None:
    (folder / "app.py").write_text("x = 1\n", encoding="utf-8")


def with_a_syntax_error(folder: Path) -> None:
    (folder / "app.py").write_text("def handler(event, context:\n", encoding="utf-8")


def with_undeclared_imports(folder: Path) -> None:
    (folder / "app.py").write_text(f"import requests\n{PLAIN}", encoding="utf-8")


def with_a_secret(folder: Path) -> None:
    secret = "AKIAFAKE" + "EXAMPLE23456"
    (folder / "settings.py").write_text(f'KEY = "{secret}"\n', encoding="utf-8")


def with_an_escaping_link(folder: Path) -> None:
    (folder.parent / "outside.txt").write_text("private", encoding="utf-8")
    (folder / "inside.txt").symlink_to("../outside.txt")


def too_large(folder: Path) -> None:
    with (folder / "large.bin").open("wb") as file:
        file.truncate(TOO_MANY_BYTES)


def with_an_impossible_python(folder: Path) -> None:
    text = '[project]\nname = "plain"\nversion = "1"\nrequires-python = "<3"\n'
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One bad input and the reason code that tells it."""

    code: str
    prepare: Prepare = nothing
    place: str = "plain"
    request: dict[str, Any] = field(default_factory=dict)


CASES = {
    "a path that does not exist": Case(code="SOURCE_NOT_FOUND", place="nowhere"),
    "a path outside the workspace": Case(code="E_FORBIDDEN", place="../../../../etc"),
    "the data directory": Case(code="E_FORBIDDEN", place="home"),
    "an empty folder": Case(code="NOTHING_DEPLOYABLE", prepare=without_files),
    "no Python": Case(code="NOTHING_DEPLOYABLE", prepare=without_python),
    "no handler": Case(code="HANDLER_NOT_FOUND", prepare=without_handler),
    "a syntax error": Case(code="SYNTAX_ERROR", prepare=with_a_syntax_error),
    "undeclared imports": Case(code="DEPENDENCIES_UNDECLARED", prepare=with_undeclared_imports),
    "a secret": Case(code="SECRET_IN_REPOSITORY", prepare=with_a_secret),
    "an escaping link": Case(code="SYMLINK_ESCAPE", prepare=with_an_escaping_link),
    "too large": Case(code="PACKAGE_TOO_LARGE", prepare=too_large),
    "an unknown region": Case(code="E_UNKNOWN_REGION", request={"region": "mars-north-1"}),
    "an unknown runtime": Case(code="RUNTIME_UNKNOWN", request={"runtime": "python2.7"}),
    "a runtime it refuses": Case(code="RUNTIME_UNKNOWN", prepare=with_an_impossible_python),
    "a name that AWS refuses": Case(code="E_INVALID_NAME", request={"name": "Not_A_Name"}),
    "a name that is too long": Case(code="E_INVALID_NAME", request={"name": "a" * 41}),
    "a reserved variable": Case(
        code="E_INVALID_VARIABLE", request={"environment": {"AWS_REGION": "cred_0"}}
    ),
    "credentials that do not exist": Case(
        code="E_CREDENTIAL_NOT_FOUND", request={"credential_id": "cred_unknown"}
    ),
}


@pytest.mark.spec("S2-90", "S2-107", "S2-125")
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
async def test_bad_input_is_told(case: Case, journey: Journey, tmp_path: Path) -> None:
    case.prepare(plain_application(tmp_path / "plain"))
    told = await refusal(journey, str(tmp_path / case.place), case.request)
    assert told["error_code"] == case.code
    assert str(told["message"]).endswith((".", "?"))
    assert told["next_step"]
    await check_nothing_is_left(journey)


async def refusal(journey: Journey, source: str, request: dict[str, Any]) -> dict[str, Any]:
    try:
        story = await journey.deploy(source, **request)
    except CopilotError as error:
        return dict(error.as_record())
    assert (story.view.completion_state, story.nodes[-2:]) == ("undone", ["explanation", "closure"])
    assert journey.copilot.service is not None
    await journey.copilot.service.host.result(story.view.graph_run_id)
    return dict(story.view.failure or {})


async def check_nothing_is_left(journey: Journey) -> None:
    repositories, service = journey.copilot.repositories, journey.copilot.service
    assert service is not None
    assert not changes_sent(journey.sandbox)
    assert await repositories.runs.open_everywhere() == []
    assert await service.host.unfinished() == ()
    assert await journey.copilot.deployments() == ()
    left = list((journey.home / "work").rglob("partial*"))
    assert left == []
