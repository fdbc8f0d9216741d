"""Requirement files: names, versions and hashes; everything else is refused."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis.strategies import text

from backend.domain.errors import UserCanFix
from backend.tools.github_deployer.packaging.requirements import (
    Requirement,
    is_fully_hashed,
    parse_requirements,
    render,
)

HASH = "sha256:" + "0" * 64


def parsed(text: str, others: Mapping[str, str] | None = None) -> tuple[Requirement, ...]:
    files = {"app/requirements.txt": text, **(others or {})}
    return parse_requirements("app/requirements.txt", lambda path: files.get(path, ""))


def test_reads_names_versions_markers_and_hashes() -> None:
    ranges = '# comment\nFast_API[all] >= 0.1 ; python_version < "4"  # why\n'
    text = ranges + f"x==1 \\\n    --hash={HASH}\n"
    first, second = parsed(text)
    assert first.name == "fast-api"
    assert "[all]" in first.specification
    assert (second.specification, second.hashes) == ("x==1", (HASH,))
    assert second.line == f"x==1 --hash={HASH}"
    assert not is_fully_hashed((first, second))


def test_includes_files_inside_the_source() -> None:
    assert [each.name for each in parsed("-r ../base.txt\nx\n", {"base.txt": "y\n"})] == ["y", "x"]


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://evil.example/simple", "-i https://evil.example", "--extra-index-url=x",
        "--find-links /tmp", "-f .", "-e .", "-e git+https://evil.example/x", "./local.whl",
        "/etc/x.whl",
        "x @ https://evil.example/x.whl", "git+https://github.com/a/b", "-r ../../secret.txt",
        "--trusted-host evil.example", "--no-binary :all:", "x --global-option=y",
        "-c constraints.txt",
    ],
)  # fmt: skip
def test_everything_else_is_refused_by_file_and_line(line: str) -> None:
    with pytest.raises(UserCanFix) as refused:
        parsed(f"fine==1\n{line}\n")
    assert refused.value.error_code == "DEPENDENCY_NOT_ALLOWED"
    assert "app/requirements.txt:2" in refused.value.message


def test_a_file_that_includes_itself_ends() -> None:
    with pytest.raises(UserCanFix, match="too many nested files"):
        parsed("-r requirements.txt\n")


def test_rendering_is_sorted_and_unique() -> None:
    assert render(parsed("b\na\nb\n")) == "a\nb\n"


@given(text(max_size=120))
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        requirements = parsed(source)
    except UserCanFix:
        requirements = ()
    ordered = sorted(set(requirements), key=lambda each: each.line)
    assert parsed(render(requirements)) == tuple(ordered)
