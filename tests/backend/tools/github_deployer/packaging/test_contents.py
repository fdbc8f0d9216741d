"""What goes into a package, and what stays out."""

from pathlib import Path

import pytest

from backend.domain.errors import UserCanFix
from backend.tools.github_deployer.detection.facts import HandlerFact
from backend.tools.github_deployer.environment import uv_environment
from backend.tools.github_deployer.packaging.contents import (
    check_unzipped_size,
    dependency_entries,
    handler_entries,
    installed_versions,
    layered,
)
from backend.tools.github_deployer.packaging.uv import uv_error
from backend.tools.github_deployer.packaging.zip_writer import ZipEntry
from backend.tools.github_deployer.process import Completed
from tests.backend.tools.github_deployer.repositories import write_files


def fact(kind: str, import_root: str) -> HandlerFact:
    return HandlerFact.model_validate(
        {
            "kind": kind,
            "framework": "fastapi",
            "module": "shop.main",
            "attribute": "app",
            "import_root": import_root,
            "path": "shop/main.py",
            "line": 1,
        }
    )


def test_traces_of_the_machine_stay_out(tmp_path: Path) -> None:
    kept = (
        "lib/__init__.py",
        "lib/RECORD",
        "lib-1.0.dist-info/METADATA",
        "lib-1.0.dist-info/licenses/L",
    )
    dropped = (
        "bin/lib", "lib/__pycache__/x.pyc", "lib-1.0.dist-info/RECORD",
        "lib-1.0.dist-info/INSTALLER",
        "lib-1.0.dist-info/direct_url.json", "lib-1.0.dist-info/uv_cache.json", ".lock",
    )  # fmt: skip
    write_files(tmp_path, dict.fromkeys(kept + dropped, "Name: Lib\nVersion: 1.0\n"))
    assert sorted(entry.path for entry in dependency_entries(tmp_path)) == sorted(kept)
    assert installed_versions(tmp_path) == ("Lib==1.0",)


def test_later_layers_win() -> None:
    first, second = ZipEntry(path="a", content=b"1"), ZipEntry(path="a", content=b"2")
    assert layered([first], [second]) == (second,)


def test_a_lambda_handler_is_named_directly() -> None:
    assert handler_entries(fact("lambda", ".")) == ("shop.main.app", ())


@pytest.mark.parametrize(
    ("kind", "import_root", "parts"),
    [
        ("asgi", ".", ("from shop.main import app as application", "Mangum(application")),
        ("asgi", "src", ("sys.path.insert", "'src'", "Mangum(application")),
        ("lambda", "src", ("sys.path.insert", "handler = application")),
    ],
)
def test_the_generated_handler_compiles(
    kind: str, import_root: str, parts: tuple[str, ...]
) -> None:
    setting, (entry,) = handler_entries(fact(kind, import_root))
    code = entry.read().decode()
    assert setting == "_copilot_handler.handler"
    assert compile(code, entry.path, "exec")
    assert all(part in code for part in parts)


def test_a_package_beyond_the_limit_names_its_biggest_files() -> None:
    entries = [
        ZipEntry(path=name, content=b"x" * size) for name, size in (("small", 1), ("big", 9))
    ]
    assert check_unzipped_size(entries, largest=10) is None
    with pytest.raises(UserCanFix) as refused:
        check_unzipped_size(entries, largest=9)
    assert refused.value.error_code == "PACKAGE_TOO_LARGE"
    assert "big (" in refused.value.message.split("biggest files: ")[1].split(",")[0]


@pytest.mark.parametrize(
    ("exit_code", "words", "error_code"),
    [
        (None, "", "COMMAND_TIMED_OUT"),
        (
            2,
            "error: Failed to fetch: `https://user:FAKE@index.example/x`",
            "PACKAGE_INDEX_UNREACHABLE",
        ),
        (2, "error: failed to write: No space left on device (os error 28)", "DISK_FULL"),
        (1, "Hash mismatch for `x`", "DEPENDENCY_HASH_MISMATCH"),
        (1, "Because x==1 has no wheels with a matching platform", "DEPENDENCY_WITHOUT_WHEEL"),
        (1, "x was not found at https://user:FAKE@index.example", "DEPENDENCIES_UNRESOLVED"),
    ],
)
def test_failures_of_uv_become_sentences(
    exit_code: int | None, words: str, error_code: str
) -> None:
    error = uv_error(Completed(exit_code=exit_code, stdout=b"", stderr=words))
    assert error.error_code == error_code
    assert "FAKE" not in str(error)


def test_uv_gets_index_settings_and_nothing_else(tmp_path: Path) -> None:
    machine = {
        "PATH": "/bin",
        "PIP_INDEX_URL": "https://index.example/simple",
        "UV_INDEX_PRIVATE_PASSWORD": "FAKE",
        "PIP_FIND_LINKS": str(tmp_path / "absent"),
        "UV_CONFIG_FILE": "x",
        "AWS_SECRET_ACCESS_KEY": "FAKE",
    }
    passed = uv_environment(machine, home=tmp_path)
    assert passed["UV_DEFAULT_INDEX"] == "https://index.example/simple"
    assert "UV_INDEX_PRIVATE_PASSWORD" in passed
    assert {"UV_FIND_LINKS", "UV_CONFIG_FILE", "AWS_SECRET_ACCESS_KEY"}.isdisjoint(passed)
