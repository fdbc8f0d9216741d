"""Following a run to its end: what happens is shown, a question is answered, Ctrl-C undoes."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Awaitable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from backend.api.owner import LOCAL_OWNER
from backend.cli.exits import ExitCode, exit_code_of
from backend.cli.program import Terminal
from backend.cli.runs.consent import Consent, asked_answer, given_answer, unanswered
from backend.cli.showing.event_lines import EventLines
from backend.cli.showing.plan_card import plan_card
from backend.cli.showing.surface import Line, Surface
from backend.domain.commands import CancelRun, DecideApproval
from backend.domain.copilot import Copilot
from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.events import Event, EventType
from backend.domain.identifiers import ApprovalId, GraphRunId
from backend.domain.views import ApprovalQuestion, RunView

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """How far a command came with a run; ``waiting`` says why the run goes on without it."""

    view: RunView
    waiting: CopilotError | None = None

    @property
    def exit_code(self) -> ExitCode:
        """The code that the command ends with."""
        return ExitCode.NEEDS_PERSON if self.waiting else exit_code_of(self.view)


class _LetGo(Exception):
    """The command stops following; the run waits or goes on without it."""

    def __init__(self, why: CopilotError) -> None:
        super().__init__(why.error_code)
        self.why = why


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How a command follows: what was said beforehand, and from when on events are news."""

    consent: Consent
    is_answering: bool = True
    """Whether it answers questions; a run that was told to stop needs no answer any more."""
    is_policy_shown: bool = False
    news_since: datetime | None = None


class Follower:
    """One command that follows one run."""

    def __init__(
        self, copilot: Copilot, surface: Surface, terminal: Terminal, manner: Manner
    ) -> None:
        self._copilot = copilot
        self._surface = surface
        self._terminal = terminal
        self._manner = manner
        self._lines = EventLines()
        self._seen: set[ApprovalId] = set()
        self._cancelled = asyncio.Event()

    async def follow(self, graph_run_id: GraphRunId) -> Ending:
        """Follow until the run ends or needs somebody else.

        The first Ctrl-C cancels the run, which undoes what it applied; the second lets go of it.
        """
        waiting: CopilotError | None = None
        try:
            await self._interruptible(graph_run_id)
        except _LetGo as let_go:
            waiting = let_go.why
        finally:
            self._surface.still()
        view = await self._copilot.run(graph_run_id)
        if waiting is None and view.completion_state is None:
            waiting = _going_on(graph_run_id)
        return Ending(view=view, waiting=waiting)

    async def _interruptible(self, graph_run_id: GraphRunId) -> None:
        loop = asyncio.get_running_loop()
        pressed = asyncio.Semaphore(0)
        following = asyncio.create_task(self._to_the_end(graph_run_id))
        loop.add_signal_handler(signal.SIGINT, pressed.release)
        try:
            if await _comes_first(pressed.acquire(), following):
                self._surface.still()
                self._surface.show([Line("Cancelling; what was applied is undone first.", "bold")])
                self._surface.show([Line("Ctrl-C again leaves the run alone.", "dim")])
                self._cancelled.set()
                await self._copilot.cancel_run(LOCAL_OWNER, CancelRun(graph_run_id=graph_run_id))
                if await _comes_first(pressed.acquire(), following):
                    raise _LetGo(_going_on(graph_run_id))
            await following
        finally:
            loop.remove_signal_handler(signal.SIGINT)
            following.cancel()
            await asyncio.wait({following})

    async def _to_the_end(self, graph_run_id: GraphRunId) -> None:
        await self._answer_open_question(graph_run_id)
        events = self._copilot.events(graph_run_id, 0)
        try:
            async for event in events:
                self._show(event)
                if event.type is EventType.APPROVAL_REQUESTED:
                    await self._answer_open_question(graph_run_id)
        finally:
            if isinstance(events, AsyncGenerator):
                await events.aclose()

    def _show(self, event: Event) -> None:
        progress, line = self._lines.progress(event), self._lines.line(event)
        since = self._manner.news_since
        if since is not None and event.occurred_at < since:
            return
        if progress:
            is_detail = event.type is EventType.STEP_STARTED
            self._surface.progress(progress, is_detail=is_detail)
        if line:
            self._surface.show([line])

    async def _answer_open_question(self, graph_run_id: GraphRunId) -> None:
        if not self._manner.is_answering:
            return
        question = (await self._copilot.run(graph_run_id)).question
        if question is None or question.approval_id in self._seen:
            return
        is_first = not self._seen
        self._seen.add(question.approval_id)
        self._surface.still()
        self._surface.show(plan_card(question, is_policy_shown=self._manner.is_policy_shown))
        command = await self._answer(question, is_first=is_first)
        if command is not None:
            await self._decide(command)

    async def _answer(self, question: ApprovalQuestion, *, is_first: bool) -> DecideApproval | None:
        consent = self._manner.consent if is_first else Consent()
        if consent.is_given:
            try:
                return given_answer(question, consent)
            except UserCanFix as refusal:
                raise _LetGo(refusal) from None
        if not self._terminal.is_interactive:
            raise _LetGo(unanswered(question))
        asking = asyncio.create_task(asked_answer(question, consent, self._terminal))
        if await _comes_first(self._cancelled.wait(), asking):
            asking.cancel()
            return None
        if asking.result() is None:
            raise _LetGo(unanswered(question))
        return asking.result()

    async def _decide(self, command: DecideApproval) -> None:
        try:
            await self._copilot.decide_approval(LOCAL_OWNER, command)
        except UserCanFix as error:
            if error.error_code != "REPLAY":
                raise
            self._surface.show([Line(f"{error.message} {error.next_step}", "yellow")])


async def _comes_first(happening: Awaitable[object], task: asyncio.Task[_T]) -> bool:
    """Whether ``happening`` comes before the end of ``task``."""
    waiter = asyncio.ensure_future(happening)
    try:
        await asyncio.wait({waiter, task}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiter.cancel()
    return not task.done()


def _going_on(graph_run_id: GraphRunId) -> UserCanFix:
    return UserCanFix(
        "E_DETACHED",
        f"The run {graph_run_id} has not ended; this command has let go of it.",
        f"Follow it again with: copilot runs resume {graph_run_id}",
    )
