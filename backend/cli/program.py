"""What commands work with. Tests hand in twins; the real parts are imported when they are used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from backend.settings import Settings, settings_from_environment

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from agentpro.validation import KnownNames
    from backend.api.parts import Parts
    from backend.domain.copilot import Copilot


class Terminal(Protocol):
    """The person in front of the screen, if there is one."""

    @property
    def is_interactive(self) -> bool:
        """Whether a question would reach a person."""
        ...

    async def ask(self, question: str) -> str | None:
        """The answer without its line break; ``None`` when the person is gone. Cancellable."""
        ...


class Sandbox(Protocol):
    """The simulated account's process. All methods block; they may raise ``CopilotError``."""

    def status(self) -> dict[str, object] | None:
        """What a running sandbox says of itself; ``None`` if none runs."""
        ...

    def ensure(self) -> str:
        """The endpoint of the running sandbox, which is started if needed."""
        ...

    def stop(self) -> bool:
        """Stop it and wait for its end; false if none ran."""
        ...

    def reset(self) -> None:
        """Empty the account; start the sandbox if needed."""
        ...


class OpenCopilot(Protocol):
    """Opens the service in this process: takes the data directory's lock, continues its runs."""

    def __call__(
        self, settings: Settings, purpose: str, workspace_roots: tuple[Path, ...]
    ) -> AbstractAsyncContextManager[Copilot]:
        """``purpose`` tells others what holds the lock; sources are read below the roots alone."""
        ...


class OpenService(Protocol):
    """As :class:`OpenCopilot`, with conversations and people: what a server serves."""

    def __call__(
        self, settings: Settings, purpose: str, workspace_roots: tuple[Path, ...]
    ) -> AbstractAsyncContextManager[Parts]: ...


def _open_service(
    settings: Settings, purpose: str, workspace_roots: tuple[Path, ...]
) -> AbstractAsyncContextManager[Parts]:
    from backend.wiring import open_service

    return open_service(settings, purpose, workspace_roots)


def _open_copilot(
    settings: Settings, purpose: str, workspace_roots: tuple[Path, ...]
) -> AbstractAsyncContextManager[Copilot]:
    from backend.wiring import open_copilot

    return open_copilot(settings, purpose, workspace_roots)


def _open_reader(settings: Settings) -> AbstractAsyncContextManager[Copilot]:
    from backend.wiring import open_reader

    return open_reader(settings)


def _known_names() -> KnownNames:
    from backend.wiring import known_catalogue

    return known_catalogue()


def _sandbox(settings: Settings) -> Sandbox:
    from backend.api.sandbox_process import SandboxProcess

    return SandboxProcess(settings.home / "sandbox", settings.search_path)


def _terminal() -> Terminal:
    from backend.cli.machine.terminal import StandardTerminal

    return StandardTerminal()


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """The parts; the defaults are the real ones."""

    settings: Callable[[], Settings] = settings_from_environment
    open_copilot: OpenCopilot = _open_copilot
    open_service: OpenService = _open_service
    open_reader: Callable[[Settings], AbstractAsyncContextManager[Copilot]] = _open_reader
    """Looking only: without a lock, beside whoever holds it."""
    known_names: Callable[[], KnownNames] = _known_names
    sandbox: Callable[[Settings], Sandbox] = _sandbox
    terminal: Callable[[], Terminal] = _terminal
