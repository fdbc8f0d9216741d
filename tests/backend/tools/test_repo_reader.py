"""The repository reader: text of the workspace, nothing private, no writes."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import JsonValue

from agentpro.tools import ToolScope
from backend.domain.errors import UserCanFix
from backend.tools.repo_reader import LONGEST_FILE, RepoReader
from backend.tools.workspace import Workspace

SCOPE = ToolScope(graph_run_id="r", node="n", role="curator", leaf_key="r:n:1:0", inputs={})


def inspect_nothing(folder: Path) -> Mapping[str, JsonValue]:
    return {"folder": folder.name}


@pytest.fixture
def reader(tmp_path: Path) -> RepoReader:
    (tmp_path / "app/inner/deep").mkdir(parents=True)
    (tmp_path / "app/main.py").write_text("print('hé')\n", encoding="utf-8")
    (tmp_path / "app/inner/deep/x.txt").write_text("x")
    (tmp_path / "app/.env").write_text("TOKEN=FAKE")
    (tmp_path / "app/image.bin").write_bytes(b"\xff\x00")
    (tmp_path / "app/long.txt").write_text("x" * (LONGEST_FILE + 1))
    return RepoReader(Workspace(roots=(tmp_path,)), inspect_nothing)


@pytest.mark.spec("S2-19", "S2-20")
def test_reads_a_text_file(reader: RepoReader) -> None:
    assert reader.read_file("app/main.py") == "print('hé')\n"


@pytest.mark.spec("S2-22")
@pytest.mark.parametrize(
    ("path", "error_code"),
    [
        ("app/.env", "E_FORBIDDEN"),
        ("../etc/passwd", "E_FORBIDDEN"),
        ("app/image.bin", "FILE_NOT_TEXT"),
        ("app/long.txt", "FILE_TOO_LARGE"),
        ("app", "SOURCE_NOT_FOUND"),
        ("app/absent", "SOURCE_NOT_FOUND"),
    ],
)
def test_refuses_with_a_reason(reader: RepoReader, path: str, error_code: str) -> None:
    with pytest.raises(UserCanFix) as refused:
        reader.read_file(path)
    assert refused.value.error_code == error_code


def test_refuses_a_link_to_a_private_file(reader: RepoReader, tmp_path: Path) -> None:
    (tmp_path / "app/harmless.txt").symlink_to(tmp_path / "app/.env")
    with pytest.raises(UserCanFix) as refused:
        reader.read_file("app/harmless.txt")
    assert refused.value.error_code == "E_FORBIDDEN"


@pytest.mark.spec("S2-21")
def test_lists_to_a_depth_without_private_files(reader: RepoReader) -> None:
    shallow = [info.path for info in reader.list_dir("app", 1)]
    assert shallow == ["image.bin", "inner", "long.txt", "main.py"]
    deep = [info.path for info in reader.list_dir("app", 3)]
    assert "inner/deep/x.txt" in deep


async def test_answers_as_a_tool(reader: RepoReader) -> None:
    read = await reader.call("read_file", {"path": "app/main.py"}, SCOPE)
    listed = await reader.call("list_dir", {"path": "app"}, SCOPE)
    inspected = await reader.call("inspect", {"path": "app"}, SCOPE)
    assert read.value == "print('hé')\n"
    assert isinstance(listed.value, list)
    assert inspected.value == {"folder": "app"}


@pytest.mark.parametrize(
    ("capability", "args"),
    [
        ("read_file", {}),
        ("read_file", {"path": 1}),
        ("write_file", {"path": "app"}),
        ("inspect", {"p": ""}),
    ],
)
async def test_bad_calls_are_results(
    reader: RepoReader, capability: str, args: dict[str, JsonValue]
) -> None:
    result = await reader.call(capability, args, SCOPE)
    assert result.error is not None
    assert result.error["error_code"] == "E_BAD_ARGUMENTS"


async def test_refusals_are_results(reader: RepoReader) -> None:
    result = await reader.call("read_file", {"path": "/etc/passwd"}, SCOPE)
    assert result.error is not None
    assert result.error["error_code"] == "E_FORBIDDEN"
