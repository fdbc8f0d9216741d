"""The size gate measures what it says."""

from pathlib import Path

from maintenance.files import PROJECT
from maintenance.sizes import FUNCTION_LINES, MODULE_LINES, measure


def module(top: Path, name: str, text: str) -> None:
    path = top / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_what_is_within_the_limits_passes(tmp_path: Path) -> None:
    module(tmp_path, "backend/small.py", "x = 1\n" * MODULE_LINES)
    report = measure(tmp_path)
    assert (len(report.modules), report.too_large) == (1, ())


def test_a_module_one_line_too_long_is_named(tmp_path: Path) -> None:
    module(tmp_path, "backend/large.py", "x = 1\n" * (MODULE_LINES + 1))
    assert [str(each) for each in measure(tmp_path).too_large] == [
        "backend/large.py lines: 301, limit 300"
    ]


def test_a_function_one_line_too_long_is_named(tmp_path: Path) -> None:
    module(tmp_path, "agentpro/large.py", "def f() -> None:\n" + "    g()\n" * FUNCTION_LINES)
    assert [each.what for each in measure(tmp_path).too_large] == ["agentpro/large.py:1 f() lines"]


def test_a_crowded_folder_is_advised_then_refused(tmp_path: Path) -> None:
    for number in range(15):
        module(tmp_path, f"backend/crowd/m{number}.py", "")
    assert [each.what for each in measure(tmp_path).growing] == ["backend/crowd/ modules"]
    for number in range(15, 17):
        module(tmp_path, f"backend/crowd/m{number}.py", "")
    assert [each.what for each in measure(tmp_path).too_large] == ["backend/crowd/ modules"]


def test_what_tools_made_is_not_measured(tmp_path: Path) -> None:
    module(tmp_path, "backend/__pycache__/large.py", "x = 1\n" * 999)
    assert measure(tmp_path).modules == ()


def test_the_project_itself_is_found() -> None:
    assert any("maintenance/sizes.py" in each.what for each in measure(PROJECT).modules)
