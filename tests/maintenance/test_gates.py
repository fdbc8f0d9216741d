"""A gate that examined nothing has failed, whatever its exit code says."""

from pathlib import Path

import pytest

from maintenance.check import GATES, main
from maintenance.gates import Gate, run_gate, run_gates


def gate(script: str, name: str = "probe") -> Gate:
    """A gate that runs ``script``."""
    return Gate(
        name=name,
        argv=("-c", script),
        examined=r"saw (\d+) files",
        units=("files",),
    )


def test_a_gate_tells_how_much_it_examined(tmp_path: Path) -> None:
    result = run_gate(gate("print('saw 12 files')"), tmp_path)
    assert (result.problem, result.examined) == (None, "12 files")


@pytest.mark.parametrize("script", ["print('saw 0 files')", "print('fine')"])
def test_a_gate_that_examined_nothing_fails(script: str, tmp_path: Path) -> None:
    assert run_gate(gate(script), tmp_path).problem == "it examined nothing"


def test_a_failing_command_fails_its_gate_and_keeps_its_output(tmp_path: Path) -> None:
    result = run_gate(gate("print('saw 3 files'); raise SystemExit(3)"), tmp_path)
    assert result.problem == "exit code 3"
    assert "saw 3 files" in result.output


def test_every_gate_reports(tmp_path: Path) -> None:
    gates = [gate("print('saw 1 files')", name) for name in ("a", "b", "c")]
    assert {result.gate.name for result in run_gates(gates, tmp_path)} == {"a", "b", "c"}


def test_gate_names_are_unique_and_an_unknown_one_is_refused() -> None:
    assert len({each.name for each in GATES}) == len(GATES)
    with pytest.raises(SystemExit):
        main(["--without", "no-such-gate"])
