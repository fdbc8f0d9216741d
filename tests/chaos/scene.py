"""A copilot that is killed on purpose, its account, and copies of both from before."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from backend.aws.account import AwsAccount
from backend.aws.session import Endpoint
from backend.tools.aws_deployer.access import SANDBOX_KEYS
from backend.tools.aws_deployer.account_digest import account_digest
from maintenance.files import PROJECT
from tests.backend.sandbox.running import RunningSandbox
from tests.chaos.deaths import Death
from tests.chaos.driver import Job, as_line
from tests.journeys.journey import REGION, changes_sent

KILLED = -9
_MADE_AGAIN_IF_NEEDED = ("functions", "work")
"""Thousands of files: what the account has unpacked, and what packaging leaves behind."""


class Driver:
    """The process of :mod:`tests.chaos.driver`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.driver"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def perform(self, job: Job) -> tuple[int, dict[str, Any]]:
        """How the job's process ended, and what it told."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(as_line(job))
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return answer["code"], answer["value"] or {}

    def close(self) -> None:
        self._process.communicate(timeout=60)


@dataclass(frozen=True, slots=True)
class Scene:
    """A data directory with one run of ``source``, and a sandbox account.

    :meth:`restored` brings both back to the moment at which they were :meth:`kept`.
    """

    driver: Driver
    sandbox: RunningSandbox
    folder: Path
    source: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def account(self) -> AwsAccount:
        return AwsAccount(SANDBOX_KEYS, Endpoint(region=REGION, url=self.sandbox.url))

    def digest(self) -> str:
        return str(account_digest(self.account)["digest"])

    def changes(self) -> Counter[str]:
        return changes_sent(self.sandbox)

    def repeated_changes(self) -> list[str]:
        """The changes that the account was given more than once."""
        return [change[:200] for change, count in self.changes().items() if count > 1]

    def asked(self) -> None:
        """The run waits for its answer; no process is left."""
        code, _ = self._performed(work="ask")
        assert code == 0

    def killed(self, death: Death, **more: Any) -> None:
        """The run goes on until it dies."""
        code, told = self._performed(death=asdict(death), **more)
        assert code == KILLED, told

    def killed_after(self, seconds: float, **more: Any) -> bool:
        """The run goes on for so long, or to its end; whether it was killed."""
        return self._performed(dies_after_s=seconds, **more)[0] == KILLED

    def survives(self, death: Death) -> bool:
        """Whether the run comes to its end without the deadly write."""
        return self._performed(death=asdict(death))[0] == 0

    def finished(self, **more: Any) -> dict[str, Any]:
        """A new process goes on with the run to its end."""
        code, told = self._performed(**more)
        assert code == 0
        return told

    def kept(self, folder: Path) -> "Scene":
        """A copy of this moment; an account in which nothing was done needs none."""
        _copy(self.home, folder / "home")
        if not self.changes():
            return replace(self, folder=folder)
        self.sandbox.kill()
        _copy(self.sandbox.home, folder / "account")
        self.sandbox.start()
        return replace(self, folder=folder)

    def restored(self, folder: Path) -> "Scene":
        """This moment again, in another folder; the account keeps its port."""
        if (self.folder / "account").exists():
            self.sandbox.kill()
            shutil.rmtree(self.sandbox.home)
            _copy(self.folder / "account", self.sandbox.home)
            self.sandbox.start()
        else:
            self.sandbox.control("POST", "reset")
        _copy(self.home, folder / "home")
        return replace(self, folder=folder)

    def _performed(self, **more: Any) -> tuple[int, dict[str, Any]]:
        job = Job(
            home=str(self.home), sandbox_url=self.sandbox.url, source=str(self.source), **more
        )
        return self.driver.perform(job)


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(*_MADE_AGAIN_IF_NEEDED))
