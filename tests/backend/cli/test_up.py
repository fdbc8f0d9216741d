"""``copilot up`` and ``uvicorn backend.main:app`` as processes."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from backend.api.client import open_remote
from backend.api.server_file import read_server_file
from tests.backend.cli.bench import Bench

UP = ("-c", "from backend.cli.main import main; main()", "up", "--no-sandbox")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(home: Path, *args: str, **settings: str) -> subprocess.Popen[str]:
    environment = {"COPILOT_HOME": str(home), "PATH": os.defpath, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, *args],
        env={**environment, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.spec("S1-40", "S1-42")
async def test_it_serves_the_data_directory_until_it_is_stopped(
    tmp_path: Path, stop: signal.Signals
) -> None:
    with started(tmp_path, *UP, PORT=str(free_port())) as child:
        try:
            assert child.stdout is not None
            said = [child.stdout.readline() for _ in range(4)]
            address = read_server_file(tmp_path)
            assert address is not None, said
            assert address.url in said[0]
            assert "the built-in interpreter" in said[1]
            assert f"{address.url}/setup#" in said[2]
            async with open_remote(address) as remote:
                assert await remote.runs(5) == ()
        finally:
            child.send_signal(stop)
        rest, _ = child.communicate(timeout=60)
    assert (child.returncode, rest) == (0, "Stopped. Unfinished runs go on at the next start.\n")
    assert read_server_file(tmp_path) is None


@pytest.mark.slow
def test_a_server_that_may_not_start_says_why_without_a_traceback(tmp_path: Path) -> None:
    app = ("-m", "uvicorn", "backend.main:app", "--port", str(free_port()))
    with started(tmp_path, *app, QDRANT_URL="FAKE-address") as child:
        said, _ = child.communicate(timeout=60)
    assert child.returncode != 0
    assert "E_SETTING_INVALID: QDRANT_URL is not usable" in said
    assert "Traceback" not in said
    assert "FAKE" not in said


def test_a_taken_port_is_a_sentence(bench: Bench) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        bench.environment = {"PORT": str(taken.getsockname()[1])}
        result = bench.run("up")
    assert (result.exit_code, result.stderr.split(":")[0]) == (1, "E_PORT_TAKEN")
    assert bench.opened == []
