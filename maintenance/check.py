"""``make check``: every gate, one line each, with how much it examined.

Run as ``python -m maintenance.check [--without NAME]…``. Where a gate fails, its output follows the
table, the last line names it, and the exit code is 1.
"""

import argparse
import sys
from collections.abc import Sequence

from maintenance.files import PROJECT, PYTHON_FOLDERS
from maintenance.gates import Gate, GateResult, run_gates

# The longest come first, so that the short ones fill the time beside them.
GATES = (
    Gate(
        name="quick-tests",
        argv=("-m", "pytest", "-q", "-m", "not slow"),
        examined=r"(\d+) passed",
        units=("tests",),
    ),
    Gate(
        name="types",
        argv=("-m", "pyright", "--stats"),
        examined=r"Found (\d+) source files",
        units=("files",),
    ),
    Gate(
        name="page-lint",
        argv=("-m", "maintenance.page", "lint"),
        examined=r"linted (\d+) files",
        units=("files",),
    ),
    Gate(
        name="page-tests",
        argv=("-m", "maintenance.page", "tests"),
        examined=r"Test Files +(\d+) passed[\s\S]*Tests +(\d+) passed",
        units=("files", "tests"),
    ),
    Gate(
        name="page-types",
        argv=("-m", "maintenance.page", "types"),
        examined=r"checked (\d+) files",
        units=("files",),
    ),
    Gate(
        name="page-layers",
        argv=("-m", "maintenance.page", "layers"),
        examined=r"(\d+) modules, (\d+) dependencies cruised",
        units=("modules", "imports"),
    ),
    Gate(
        name="layers",
        argv=("-m", "maintenance.layers"),
        examined=r"Analyzed (\d+) files, (\d+) dependencies[\s\S]*Contracts: (\d+) kept",
        units=("modules", "imports", "contracts"),
    ),
    Gate(
        name="format",
        argv=("-m", "ruff", "format", "--check", "--output-format", "concise", *PYTHON_FOLDERS),
        examined=r"(\d+) files? already formatted",
        units=("files",),
    ),
    Gate(
        name="lint",
        argv=("-m", "ruff", "check", "--verbose", "--output-format", "concise", *PYTHON_FOLDERS),
        examined=r"Checked (\d+) files",
        units=("files",),
    ),
    Gate(
        name="sizes",
        argv=("-m", "maintenance.sizes"),
        examined=r"measured (\d+) modules, (\d+) functions, (\d+) folders",
        units=("modules", "functions", "folders"),
    ),
    Gate(
        name="generated",
        argv=("-m", "maintenance.generated", "--check"),
        examined=r"(\d+) generated files are current",
        units=("files",),
    ),
    Gate(
        name="spec",
        argv=("-m", "maintenance.spec_coverage"),
        examined=r"all +\d+ % +(\d+) of +(\d+)",
        units=("ids cited", "ids asked for"),
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gates, print the table, and then the output of those that failed."""
    left_out = _left_out(arguments)
    chosen = [gate for gate in GATES if gate.name not in left_out]
    failed: list[GateResult] = []
    for result in run_gates(chosen, PROJECT):
        print(_row(result), flush=True)
        if result.problem:
            failed.append(result)
    for result in failed:
        print(f"\n--- {result.gate.name}: {result.problem}\n{result.output.strip()}")
    if failed:
        print(f"\nfailed: {', '.join(result.gate.name for result in failed)}")
    return 1 if failed else 0


def _left_out(arguments: Sequence[str] | None) -> frozenset[str]:
    parser = argparse.ArgumentParser(prog="python -m maintenance.check", description=__doc__)
    names = [gate.name for gate in GATES]
    parser.add_argument("--without", action="append", default=[], choices=names, metavar="NAME")
    return frozenset(parser.parse_args(arguments).without)


def _row(result: GateResult) -> str:
    verdict = "FAILED" if result.problem else "ok"
    return f"{verdict:<7}{result.gate.name:<13}{result.examined:<48}{result.seconds:7.1f} s"


if __name__ == "__main__":
    sys.exit(main())
