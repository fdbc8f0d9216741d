"""Secrets in a source block it, and are named without being shown."""

from pathlib import Path

import pytest

from backend.domain.errors import UserCanFix
from backend.tools.github_deployer.checkout.secret_scan import (
    SecretLocation,
    refuse_secrets,
    scan_secrets,
)
from tests.backend.tools.github_deployer.repositories import write_files

KEY_ID = "AKIA" + "FAKE" * 4


def found(root: Path) -> list[tuple[str, int, str]]:
    return [(place.path, place.line, place.kind) for place in scan_secrets(root)]


@pytest.mark.spec("S2-140")
def test_names_file_line_and_kind(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"app/config.py": f"# settings\n\nKEY = '{KEY_ID}'\n", "main.py": "x = 1\n"}
    )
    assert found(tmp_path) == [("app/config.py", 3, "aws_access_key_id")]


def test_sample_code_is_no_secret(tmp_path: Path) -> None:
    write_files(tmp_path, {"main.py": "password = read_password()\ntoken: str = ''\n"})
    assert found(tmp_path) == []


def test_lines_are_right_in_long_files(tmp_path: Path) -> None:
    lines = ["x = 'some ordinary line of text'"] * 80_000
    lines[70_000] = KEY_ID
    write_files(tmp_path, {"long.txt": "\n".join(lines)})
    assert found(tmp_path) == [("long.txt", 70_001, "aws_access_key_id")]


def test_binary_files_are_not_searched(tmp_path: Path) -> None:
    (tmp_path / "image.png").write_bytes(b"\0" + KEY_ID.encode())
    assert found(tmp_path) == []


def test_the_refusal_shows_places_and_no_value() -> None:
    places = tuple(SecretLocation(path="a.py", line=n, kind="github_token") for n in range(1, 8))
    with pytest.raises(UserCanFix) as refused:
        refuse_secrets(places)
    assert refused.value.error_code == "SECRET_IN_REPOSITORY"
    assert "a.py:1 (github_token)" in refused.value.message
    assert "and 2 more" in refused.value.message


def test_a_clean_source_passes() -> None:
    assert refuse_secrets(()) is None
