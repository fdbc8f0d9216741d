"""The gates: commands that must succeed, and must prove that they examined something."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

_TIME_LIMIT_S = 900
_AT_ONCE = 2
_ENVIRONMENT = {"NO_COLOR": "1", "PY_COLORS": "0", "COLUMNS": "120"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """A Python command whose output says how much it examined.

    ``argv`` are the interpreter's arguments. ``examined`` finds the numbers in the output, one per
    group; ``units`` names them in the same order.
    """

    name: str
    argv: tuple[str, ...]
    examined: str
    units: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class GateResult:
    """What became of one gate; ``problem`` is ``None`` where it holds."""

    gate: Gate
    examined: str
    seconds: float
    output: str
    problem: str | None


def run_gates(gates: Iterable[Gate], folder: Path) -> Iterator[GateResult]:
    """Run the gates in ``folder``, two at a time, and yield each result when it is there."""
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        running = [pool.submit(run_gate, gate, folder) for gate in gates]
        for done in as_completed(running):
            yield done.result()


def run_gate(gate: Gate, folder: Path) -> GateResult:
    """Run one gate; a command that takes longer than 15 minutes has failed."""
    started = time.monotonic()
    exit_code, output = _output_of(gate.argv, folder)
    numbers = _numbers(gate, output)
    return GateResult(
        gate=gate,
        examined=", ".join(f"{n} {unit}" for n, unit in zip(numbers, gate.units, strict=False)),
        seconds=time.monotonic() - started,
        output=output,
        problem=_problem(exit_code, numbers),
    )


def _output_of(argv: tuple[str, ...], folder: Path) -> tuple[int, str]:
    environment = {**os.environ, **_ENVIRONMENT}
    try:
        done = subprocess.run(
            [sys.executable, *argv],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_TIME_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        return 1, f"{error.stdout or ''}\nstopped after {_TIME_LIMIT_S} seconds"
    return done.returncode, done.stdout


def _numbers(gate: Gate, output: str) -> tuple[int, ...]:
    found = re.search(gate.examined, output)
    return tuple(int(group) for group in found.groups()) if found else ()


def _problem(exit_code: int, numbers: tuple[int, ...]) -> str | None:
    if exit_code:
        return f"exit code {exit_code}"
    if not numbers or not all(numbers):
        return "it examined nothing"
    return None
