"""A command line on twins: commands run in this process, on a data directory of their own."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from agentpro.validation import KnownNames
from backend.api.parts import Parts
from backend.cli.main import copilot
from backend.cli.program import Program
from backend.settings import Settings, settings_from
from tests.doubles.fake_conversations import FakeConversations
from tests.doubles.fake_copilot import FakeCopilot, Script
from tests.doubles.served_parts import parts_around

ENDPOINT = "http://127.0.0.1:45678"
DIGESTS = ("plan_digest", "change_set_digest")


@dataclass
class FakeTerminal:
    """Answers the questions that come in this order; ``None`` is a person who is gone."""

    answers: list[str | None] = field(default_factory=list[str | None])
    is_interactive: bool = False
    questions: list[str] = field(default_factory=list[str])

    async def ask(self, question: str) -> str | None:
        self.questions.append(question)
        return self.answers.pop(0)


@dataclass
class FakeSandbox:
    is_running: bool = False
    resets: int = 0

    def status(self) -> dict[str, object] | None:
        return {"url": ENDPOINT, "pid": 4242, "is_ready": True} if self.is_running else None

    def ensure(self) -> str:
        self.is_running = True
        return ENDPOINT

    def stop(self) -> bool:
        was_running, self.is_running = self.is_running, False
        return was_running

    def reset(self) -> None:
        self.ensure()
        self.resets += 1


@dataclass
class Bench:
    home: Path
    twin: FakeCopilot = field(default_factory=FakeCopilot)
    conversations: FakeConversations = field(default_factory=FakeConversations)
    terminal: FakeTerminal = field(default_factory=FakeTerminal)
    sandbox: FakeSandbox = field(default_factory=FakeSandbox)
    environment: dict[str, str] = field(default_factory=dict[str, str])
    opened: list[tuple[str, tuple[Path, ...]]] = field(
        default_factory=list[tuple[str, tuple[Path, ...]]]
    )

    def script(self, **how: Any) -> None:
        self.twin.script = Script(**how)

    def answers(self, *answers: str | None) -> None:
        self.terminal.answers = list(answers)
        self.terminal.is_interactive = True

    def run(self, *args: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(copilot, args, obj=self.program(), input=stdin)

    def deploy(self, *args: str) -> Result:
        source = self.home / "hello"
        source.mkdir(exist_ok=True)
        base = ("deploy", str(source), "--target", "lambda", "--region", "us-east-1", "--sandbox")
        return self.run(*base, *args)

    def program(self) -> Program:
        return Program(
            settings=self._settings,
            open_copilot=self._open,
            open_service=self._open_service,
            open_reader=self._open_reader,
            known_names=lambda: KnownNames(tools={}, gated={}, handlers={}, guardrails=frozenset()),
            sandbox=lambda _settings: self.sandbox,
            terminal=lambda: self.terminal,
        )

    def _settings(self) -> Settings:
        return settings_from({"COPILOT_HOME": str(self.home), **self.environment})

    @asynccontextmanager
    async def _open(
        self, settings: Settings, purpose: str, workspace_roots: tuple[Path, ...]
    ) -> AsyncGenerator[FakeCopilot, None]:
        self.opened.append((purpose, workspace_roots))
        yield self.twin

    @asynccontextmanager
    async def _open_service(
        self, settings: Settings, purpose: str, workspace_roots: tuple[Path, ...]
    ) -> AsyncGenerator[Parts, None]:
        self.opened.append((purpose, workspace_roots))
        yield parts_around(self.twin, self.conversations)

    @asynccontextmanager
    async def _open_reader(self, settings: Settings) -> AsyncGenerator[FakeCopilot, None]:
        yield self.twin


def record_of(result: Result) -> dict[str, Any]:
    """The one JSON object on standard output; anything else there fails."""
    return json.loads(result.stdout)
