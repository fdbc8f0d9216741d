"""A database server that speaks MongoDB's wire protocol: FerretDB, built by `make test`."""

import subprocess
from pathlib import Path

from maintenance.files import PROJECT

PROGRAM = PROJECT / ".tools" / "bin" / "ferretdb"
HOW_TO_GET = "FerretDB is not built: install Go, then run maintenance/install-ferretdb"


class RunningFerretDb:
    """Start, kill, start again; ``folder`` outlives the process, the address does not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.start()

    def start(self) -> None:
        self._folder.mkdir(exist_ok=True)
        # It ends with its standard input, so also with a test process that is killed.
        self.process = subprocess.Popen(
            [PROGRAM, self._folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("mongodb://127.0.0.1:"), "FerretDB did not start"

    def stop(self) -> int:
        """Its exit code."""
        self.process.communicate(timeout=60)
        return self.process.returncode

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()
