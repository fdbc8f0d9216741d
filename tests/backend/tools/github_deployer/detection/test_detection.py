"""Detection: facts about sources, without running any of their code."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import text

from backend.domain.errors import UserCanFix
from backend.tools.github_deployer.detection import (
    Detection,
    HandlerFact,
    detect,
    require_handler,
    run_checks,
)
from tests.backend.tools.github_deployer.repositories import write_files

FASTAPI = "from fastapi import FastAPI\napp = FastAPI()\n"


def facts(folder: Path, files: Mapping[str, str]) -> Detection:
    return detect(write_files(folder, files))


def handler(folder: Path, files: Mapping[str, str]) -> HandlerFact:
    found = facts(folder, files).handler
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"main.py": FASTAPI}, ("asgi", "main", "app", ".")),
        (
            {"src/shop/__init__.py": "", "src/shop/main.py": FASTAPI},
            ("asgi", "shop.main", "app", "src"),
        ),
        (
            {"app/main.py": "import app.x\n" + FASTAPI, "app/x.py": ""},
            ("asgi", "app.main", "app", "."),
        ),
        ({"backend/main.py": FASTAPI}, ("asgi", "main", "app", "backend")),
        (
            {"a.py": "def lambda_handler(event, context): ..."},
            ("lambda", "a", "lambda_handler", "."),
        ),
        ({"a.py": "def handler(event, context): ..."}, ("lambda", "a", "handler", ".")),
        ({"main.py": FASTAPI + "h = Mangum(app)"}, ("lambda", "main", "h", ".")),
        (
            {"main.py": "import fastapi\napi: X = fastapi.FastAPI(title='x')"},
            ("asgi", "main", "api", "."),
        ),
        ({"main.py": "import fastapi\napp = create_app()"}, ("asgi", "main", "app", ".")),
        ({"web/__init__.py": FASTAPI}, ("asgi", "web", "app", ".")),
        ({"other.py": FASTAPI, "main.py": FASTAPI}, ("asgi", "main", "app", ".")),
    ],
)
def test_finds_the_handler(
    tmp_path: Path, files: dict[str, str], expected: tuple[str, ...]
) -> None:
    found = handler(tmp_path, files)
    assert (found.kind, found.module, found.attribute, found.import_root) == expected


@pytest.mark.parametrize(
    "files",
    [
        {"tests/test_main.py": FASTAPI},
        {"main.py": "def handler(request): ..."},
        {"main.py": "def make():\n    app = FastAPI()\n"},
        {"main.py": "app = create_app()"},
    ],
)
def test_does_not_take_everything_for_a_handler(tmp_path: Path, files: dict[str, str]) -> None:
    assert facts(tmp_path, files).handler is None


def test_runs_nothing(tmp_path: Path) -> None:
    code = f"open({str(tmp_path / 'ran')!r}, 'w')\n" + FASTAPI
    assert handler(tmp_path, {"main.py": code}).line == 3
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"main.py": FASTAPI + "@app.get('/api/health')\ndef h(): ..."}, "/api/health"),
        (
            {"main.py": FASTAPI + "@app.get('/healthz')\n@app.get('/health')\ndef h(): ..."},
            "/health",
        ),
        ({"main.py": FASTAPI + "@app.post('/health')\ndef h(): ..."}, "/"),
        ({"main.py": FASTAPI}, "/"),
        (
            {
                "main.py": FASTAPI + "from routes import checks\n"
                "app.include_router(checks.router, prefix='/api')\n",
                "routes/checks.py": "router = APIRouter(prefix='')\n"
                "@router.get('/health')\nasync def h(): ...",
            },
            "/api/health",
        ),
        (
            {
                "main.py": FASTAPI + "from checks import router as r\napp.include_router(r)\n",
                "checks.py": "router = APIRouter(prefix='/api')\n"
                "@router.get('/health')\ndef h(): ...",
            },
            "/api/health",
        ),
        (
            {"main.py": FASTAPI, "checks.py": "r = APIRouter()\n@r.get('/health')\ndef h(): ..."},
            "/",
        ),
    ],
)
def test_finds_the_health_path(tmp_path: Path, files: dict[str, str], path: str) -> None:
    assert facts(tmp_path, files).health_path == path


PROJECT = "[project]\ndependencies = ['fastapi']\n"


@pytest.mark.parametrize(
    ("files", "kind", "path"),
    [
        ({"requirements.txt": "x==1 --hash=sha256:0"}, "requirements_hashed", "requirements.txt"),
        (
            {"requirements.txt": "fastapi\n", "pyproject.toml": PROJECT},
            "requirements",
            "requirements.txt",
        ),
        ({"uv.lock": "", "pyproject.toml": PROJECT, "requirements.txt": "x"}, "uv_lock", "uv.lock"),
        ({"pyproject.toml": PROJECT}, "pyproject", "pyproject.toml"),
        ({"pyproject.toml": "[tool.x]\n"}, "none", None),
        ({"pyproject.toml": "not toml ="}, "none", None),
        ({"pyproject.toml": "project = 1"}, "none", None),
    ],
)
def test_finds_declared_dependencies(
    tmp_path: Path, files: dict[str, str], kind: str, path: str | None
) -> None:
    found = facts(tmp_path, {"main.py": FASTAPI, **files}).dependencies
    assert (found.kind, found.path) == (kind, path)


def test_dependencies_nearest_to_the_handler_count(tmp_path: Path) -> None:
    files = {"backend/main.py": FASTAPI, "backend/requirements.txt": "a", "requirements.txt": "b"}
    assert facts(tmp_path, files).dependencies.path == "backend/requirements.txt"


def test_names_undeclared_imports(tmp_path: Path) -> None:
    code = (
        "import os, boto3, util\nfrom numpy.x import y\nfrom . import z\nimport fastapi.routing\n"
    )
    files = {"main.py": code, "util.py": "", "tests/test_x.py": "import pytest"}
    assert facts(tmp_path, files).undeclared_imports == ("fastapi", "numpy")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"pyproject.toml": "[project]\nrequires-python = '>=3.11'"}, ">=3.11"),
        ({"runtime.txt": "python-3.12.4\n"}, "==3.12.*"),
        ({".python-version": "3.10\n"}, "==3.10.*"),
        ({}, None),
    ],
)
def test_finds_the_python_version(
    tmp_path: Path, files: dict[str, str], expected: str | None
) -> None:
    assert facts(tmp_path, {"main.py": FASTAPI, **files}).requires_python == expected


def test_finds_a_front_end(tmp_path: Path) -> None:
    package = '{"scripts": {"build": "vite build"}}'
    found = facts(
        tmp_path, {"frontend/package.json": package, "frontend/pnpm-lock.yaml": ""}
    ).front_end
    assert found is not None
    assert (found.path, found.package_manager, found.has_build_script) == (
        "frontend/package.json",
        "pnpm",
        True,
    )


def test_a_page_without_python_is_static(tmp_path: Path) -> None:
    assert facts(tmp_path, {"index.html": "<p>"}).framework == "static"


@pytest.mark.spec("S2-87", "S2-90")
def test_syntax_errors_are_named_by_file_and_line(tmp_path: Path) -> None:
    found = facts(tmp_path, {"main.py": FASTAPI, "b.py": "x = 1\ny = (\n", "c.py": "return 1\n"})
    assert [(issue.path, issue.line) for issue in found.syntax_issues] == [("b.py", 2), ("c.py", 1)]
    checks = {check.name: check for check in run_checks(found)}
    assert checks["python_compiles"].status == "failed"
    assert "SYNTAX_ERROR: b.py:2" in checks["python_compiles"].reason


def test_a_newer_python_is_not_judged(tmp_path: Path) -> None:
    found = facts(tmp_path, {"main.py": "x = (\n"})
    assert run_checks(found, python_version="3.99")[0].status == "skipped"
    assert run_checks(found, python_version="3.10")[0].status == "failed"


@pytest.mark.spec("S2-87")
def test_checks_that_do_not_apply_say_why(tmp_path: Path) -> None:
    files = {"main.py": "def lambda_handler(event, context): ..."}
    checks = [(check.name, check.status) for check in run_checks(facts(tmp_path, files))]
    assert checks == [
        ("python_compiles", "passed"),
        ("handler_found", "passed"),
        ("dependencies_declared", "skipped"),
        ("front_end_builds", "skipped"),
    ]


@pytest.mark.spec("S2-120", "G31")
def test_a_front_end_that_is_not_deployed_is_not_built(tmp_path: Path) -> None:
    files = {"main.py": FASTAPI, "frontend/package.json": "{}", "frontend/pnpm-lock.yaml": ""}
    (check,) = (each for each in run_checks(facts(tmp_path, files)) if "front_end" in each.name)
    assert (check.status, check.reason) == (
        "skipped",
        "frontend/package.json is not part of a Lambda package.",
    )


@pytest.mark.parametrize(
    ("files", "error_code"),
    [
        ({"index.html": "<p>"}, "NOTHING_DEPLOYABLE"),
        ({"main.py": "x = 1"}, "HANDLER_NOT_FOUND"),
        ({"main.py": "app = FastAPI(\n"}, "SYNTAX_ERROR"),
        ({"main.py": FASTAPI}, "DEPENDENCIES_UNDECLARED"),
    ],
)
def test_refusals(tmp_path: Path, files: dict[str, str], error_code: str) -> None:
    found = facts(tmp_path, files)
    with pytest.raises(UserCanFix) as refused:
        require_handler(found)
    assert refused.value.error_code == error_code
    assert "FastAPI" in refused.value.next_step or error_code != "HANDLER_NOT_FOUND"


def test_survives_hostile_nesting(tmp_path: Path) -> None:
    deep = "x = " + "-" * 100_000 + "1"
    nested = "x = " + "(" * 5_000 + ")" * 5_000
    found = facts(tmp_path, {"a.py": deep, "b.py": nested, "c.py": "x = '\0'"})
    assert {issue.path for issue in found.syntax_issues} == {"a.py", "b.py", "c.py"}


@given(text(max_size=200))
def test_any_text_gives_facts(tmp_path_factory: pytest.TempPathFactory, source: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "main.py").write_bytes(source.encode("utf-8", errors="surrogatepass"))
    (folder / "pyproject.toml").write_bytes(source.encode("utf-8", errors="surrogatepass"))
    (folder / "package.json").write_bytes(source.encode("utf-8", errors="surrogatepass"))
    assert detect(folder).python_file_count == 1


def test_the_facts_are_plain_json(tmp_path: Path) -> None:
    found = facts(tmp_path, {"main.py": FASTAPI})
    assert Detection.model_validate_json(found.model_dump_json()) == found
