"""The walk: sorted, without what is private or made by machines, and never out of the folder."""

import os
from pathlib import Path

import pytest

from backend.domain.errors import UserCanFix
from backend.tools.github_deployer.checkout.walk import Tree, TreeLimits, walk
from tests.backend.tools.github_deployer.repositories import write_files


def walked(root: Path, **changes: int) -> Tree:
    return walk(root, limits=TreeLimits(**changes))


def paths(root: Path) -> list[str]:
    return [entry.path for entry in walked(root).entries]


def refused(root: Path, **changes: int) -> UserCanFix:
    with pytest.raises(UserCanFix) as error:
        walked(root, **changes)
    return error.value


def test_leaves_out_what_is_private_or_machine_made(tmp_path: Path) -> None:
    kept = ("a.py", "b/c.py", "environment.md")
    dropped = (
        ".git/config", ".env", ".env.local", "b/id_rsa", "server.pem", "node_modules/x/index.js",
        "__pycache__/a.pyc", ".venv/bin/x", "other/pyvenv.cfg", "other/lib.py", "old.pyc",
    )  # fmt: skip
    write_files(tmp_path, dict.fromkeys(kept + dropped, "x"))
    assert paths(tmp_path) == list(kept)
    assert walked(tmp_path).left_out == (".env", ".env.local", "b/id_rsa", "server.pem")


def test_sorts_by_bytes_of_the_path(tmp_path: Path) -> None:
    write_files(tmp_path, dict.fromkeys(("b", "a/x", "a.b", "Z", "é"), "x"))
    assert paths(tmp_path) == ["Z", "a.b", "a/x", "b", "é"]


def test_keeps_the_executable_bit(tmp_path: Path) -> None:
    write_files(tmp_path, {"run.sh": "x", "main.py": "x"})
    (tmp_path / "run.sh").chmod(0o700)
    assert [entry.is_executable for entry in walked(tmp_path).entries] == [False, True]


def test_follows_links_inside(tmp_path: Path) -> None:
    write_files(tmp_path, {"shared/util.py": "x", "app/main.py": "x"})
    (tmp_path / "app/shared").symlink_to("../shared")
    (tmp_path / "copy.py").symlink_to("app/main.py")
    assert paths(tmp_path) == ["app/main.py", "app/shared/util.py", "copy.py", "shared/util.py"]
    assert [entry.is_linked for entry in walked(tmp_path).entries] == [False, True, True, False]


def test_a_link_gives_no_way_to_what_is_left_out(tmp_path: Path) -> None:
    write_files(tmp_path, {".env": "x", ".git/config": "x", "main.py": "x"})
    (tmp_path / "settings.txt").symlink_to(".env")
    (tmp_path / "git.txt").symlink_to(".git/config")
    assert paths(tmp_path) == ["main.py"]


@pytest.mark.parametrize("target", ["/etc/passwd", "../outside.txt", "absent", "itself", "."])
def test_a_link_that_leaves_loops_or_dangles_blocks(tmp_path: Path, target: str) -> None:
    write_files(tmp_path, {"outside.txt": "x", "app/main.py": "x"})
    (tmp_path / "app/itself").symlink_to(target)
    error = refused(tmp_path / "app")
    assert error.error_code == "SYMLINK_ESCAPE"
    assert "itself" in error.message


def test_special_files_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path).error_code == "SPECIAL_FILE"


def test_names_that_are_not_utf8_block(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))).write_text("x")
    assert refused(tmp_path).error_code == "FILE_NAME_INVALID"


def test_limits(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": "12345", "b": "12345"})
    assert refused(tmp_path, bytes=9).error_code == "PACKAGE_TOO_LARGE"
    assert refused(tmp_path, files=1).error_code == "PACKAGE_TOO_LARGE"
    assert len(walked(tmp_path, bytes=10, files=2).entries) == 2


def test_links_that_multiply_run_into_the_limit(tmp_path: Path) -> None:
    for level in range(12):
        (tmp_path / f"d{level}").mkdir()
        for copy in range(4):
            (tmp_path / f"d{level}/{copy}").symlink_to(f"../d{level + 1}")
    (tmp_path / "d12").mkdir()
    assert refused(tmp_path, files=2_000).error_code == "PACKAGE_TOO_LARGE"
