"""Paths resolve inside the workspace roots only, and never in the data directory."""

from pathlib import Path

import pytest

from backend.domain.errors import UserCanFix
from backend.tools.workspace import Workspace, is_private_name


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("work/app", "work/home/vault", "outside"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "outside/secret.txt").write_text("x")
    return tmp_path


def workspace(root: Path) -> Workspace:
    return Workspace(roots=(root / "work",), forbidden=(root / "work/home",))


@pytest.mark.spec("S2-22")
def test_resolves_relative_and_absolute_paths(root: Path) -> None:
    assert workspace(root).resolve("app") == root / "work/app"
    assert workspace(root).resolve(root / "work/app") == root / "work/app"
    assert workspace(root).resolve(".") == root / "work"


@pytest.mark.spec("S2-22")
@pytest.mark.parametrize(
    "path",
    [
        "../outside",
        "../outside/secret.txt",
        "../outside/absent",
        "home",
        "home/vault",
        "/etc",
        "a\0b",
    ],
)
def test_refuses_what_is_outside_or_touches_the_data_directory(root: Path, path: str) -> None:
    with pytest.raises(UserCanFix) as refused:
        workspace(root).resolve(path)
    assert refused.value.error_code == "E_FORBIDDEN"


def test_refuses_a_link_that_leads_outside(root: Path) -> None:
    (root / "work/link").symlink_to(root / "outside")
    with pytest.raises(UserCanFix) as refused:
        workspace(root).resolve("link/secret.txt")
    assert refused.value.error_code == "E_FORBIDDEN"


def test_says_what_is_missing_only_inside(root: Path) -> None:
    with pytest.raises(UserCanFix) as refused:
        workspace(root).resolve("absent")
    assert refused.value.error_code == "SOURCE_NOT_FOUND"


def test_without_roots_nothing_is_readable(tmp_path: Path) -> None:
    with pytest.raises(UserCanFix) as refused:
        Workspace(roots=()).resolve(tmp_path)
    assert refused.value.error_code == "E_FORBIDDEN"


@pytest.mark.parametrize(
    "name", [".env", ".env.local", ".ENV", "id_rsa", "server.pem", "a.KEY", ".aws"]
)
def test_knows_private_names(name: str) -> None:
    assert is_private_name(name)


@pytest.mark.parametrize("name", ["main.py", "env.py", "keys.md", "environment", "README.md"])
def test_knows_ordinary_names(name: str) -> None:
    assert not is_private_name(name)


def test_a_folder_around_the_data_directory_is_not_read_as_a_whole(root: Path) -> None:
    with pytest.raises(UserCanFix) as refused:
        workspace(root).resolve(".", is_whole=True)
    assert refused.value.error_code == "E_FORBIDDEN"
