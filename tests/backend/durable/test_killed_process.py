"""Runs of processes that are killed outright, at every leaf, at any moment, and while they wait."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from maintenance.files import PROJECT
from tests.backend.durable.program import LEAVES_AFTER, LEAVES_BEFORE, RUN_ID

pytestmark = pytest.mark.slow

ALL_LEAVES = (*LEAVES_BEFORE, *LEAVES_AFTER)
RESULT = [*LEAVES_BEFORE, "approve", *LEAVES_AFTER]


def program(directory: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.backend.durable.program", str(directory), *arguments],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def performed(directory: Path, *arguments: str) -> tuple[int, str, str]:
    process = program(directory, *arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def recorded_leaves(directory: Path) -> Counter[str]:
    with sqlite3.connect(directory / "engine.db") as database:
        rows = database.execute(
            "SELECT leaf_key FROM leaf_records WHERE leaf_key LIKE 'leaf-%'"
        ).fetchall()
    database.close()
    return Counter(str(name) for (name,) in rows)


def effects(directory: Path) -> Counter[str]:
    return Counter((directory / "effects").read_text(encoding="ascii").split())


def test_a_process_killed_in_every_leaf_records_each_of_them_once(tmp_path: Path) -> None:
    for leaf in LEAVES_BEFORE:
        assert performed(tmp_path, "run", leaf)[0] == -signal.SIGKILL
    for leaf in LEAVES_AFTER:
        assert performed(tmp_path, "answer", leaf)[0] == -signal.SIGKILL
    code, out, _ = performed(tmp_path, "answer")
    assert (code, json.loads(out)) == (0, RESULT)
    assert recorded_leaves(tmp_path) == Counter(ALL_LEAVES)
    assert effects(tmp_path) == Counter([*ALL_LEAVES, *ALL_LEAVES])


def test_a_process_killed_at_any_moment_records_each_leaf_once(tmp_path: Path) -> None:
    moments = random.Random(20)
    for _ in range(6):
        process = program(tmp_path, "run")
        try:
            process.communicate(timeout=moments.uniform(0.6, 1.6))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
    code, out, _ = performed(tmp_path, "answer")
    assert (code, json.loads(out)) == (0, RESULT)
    assert recorded_leaves(tmp_path) == Counter(ALL_LEAVES)


def test_a_command_ends_silently_and_leaves_a_waiting_run_open(tmp_path: Path) -> None:
    for _ in range(2):
        code, out, err = performed(tmp_path, "detach")
        assert (code, json.loads(out), err) == (0, [RUN_ID], "")
    code, out, err = performed(tmp_path, "answer")
    assert (code, json.loads(out), err) == (0, RESULT, "")
    assert effects(tmp_path) == Counter(ALL_LEAVES)


def test_a_killed_holder_locks_nobody_out_and_a_living_one_does(tmp_path: Path) -> None:
    holder = program(tmp_path, "run")
    try:
        while not (tmp_path / "effects").exists():
            assert holder.poll() is None
            time.sleep(0.01)
        code, _, err = performed(tmp_path, "answer")
        assert code == 1
        assert f"process {holder.pid} (test program)" in err
    finally:
        holder.kill()
        holder.communicate()
    assert performed(tmp_path, "answer")[0] == 0
