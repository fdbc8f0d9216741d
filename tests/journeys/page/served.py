"""The product as a newcomer starts it: ``copilot up``, in a data directory of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from maintenance.files import PROJECT

START_S = 120.0
COPILOT = Path(sys.executable).with_name("copilot")
_LINK = re.compile(r"http://\S+/setup#\S+")


@dataclass
class Served:
    """A server that can be killed and started again on its port."""

    home: Path
    port: int
    setup_link: str = ""
    settings: dict[str, str] = field(default_factory=dict[str, str])
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {"COPILOT_HOME": str(self.home), "PORT": str(self.port)}
        return {**os.environ, **own, **self.settings}

    def start(self) -> None:
        """Start it and wait until it says that it serves."""
        log = self.home.parent / "up.log"
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [COPILOT, "up"], cwd=PROJECT, env=self.environment, stdout=out, stderr=out
            )
        deadline = time.monotonic() + START_S
        while "Stop with Ctrl-C" not in (said := log.read_text()):
            assert self._process.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.05)
        self.setup_link = (_LINK.findall(said) or [self.setup_link])[0]

    def kill(self) -> None:
        """As a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """As Ctrl-C would; the exit code."""
        return self._end(signal.SIGINT)

    def command(self, *words: str) -> str:
        """What a command prints beside the server."""
        done = subprocess.run(
            [COPILOT, *words],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _end(self, number: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(timeout=60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
