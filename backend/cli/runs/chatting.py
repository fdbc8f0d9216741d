"""``copilot chat``: messages in, replies out; a run that one starts is followed to its question."""

import asyncio
import uuid
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime

from backend.api.owner import LOCAL_OWNER
from backend.cli.accounts import AccountChoice, chosen_credential
from backend.cli.connection import Conversing, conversing
from backend.cli.exits import ExitCode
from backend.cli.program import Program
from backend.cli.runs.consent import unanswered
from backend.cli.runs.following import Ending
from backend.cli.runs.report import lines_of, record_of
from backend.cli.showing.event_lines import EventLines
from backend.cli.showing.plan_card import plan_card
from backend.cli.showing.surface import Line, Surface
from backend.domain.commands import SendMessage
from backend.domain.conversations.turns import Turn
from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.events import Event, EventType
from backend.domain.identifiers import GraphRunId, SessionId
from backend.domain.views import RunView

LONGEST_MESSAGE = 8_000
_SANDBOX = AccountChoice(is_sandbox=True, name=None)
_CREDENTIALS = Line("Here: copilot credentials add, or copilot chat --sandbox", "dim")
_INDENT = "  "
_GOODBYES = frozenset({"exit", "quit", "bye"})
_QUESTIONS = (EventType.APPROVAL_REQUESTED, EventType.INTAKE_REQUESTED)


async def say_once(
    program: Program, text: str, session_id: str | None, *, is_sandbox_wanted: bool, as_json: bool
) -> int:
    """One message; the exit code is that of the run that it starts, if it starts one."""
    surface = Surface(as_json=as_json)
    async with conversing(program, "copilot chat") as service:
        if is_sandbox_wanted:
            await chosen_credential(service.copilot, program, _SANDBOX)
        talk = await Talk.at(service, surface, session_id)
        turns, ending = await talk.say(text)
    if as_json:
        surface.result(
            {
                "session_id": talk.session_id,
                "replies": [turn.to_json() for turn in turns],
                "run": None if ending is None else record_of(ending),
            }
        )
    else:
        surface.show([Line(""), _go_on_with(talk)])
    if ending is not None:
        return ending.exit_code
    return ExitCode.NEEDS_PERSON if any(turn.needs for turn in turns) else ExitCode.DONE


async def chat(program: Program, session_id: str | None, *, is_sandbox_wanted: bool) -> int:
    """Messages of a person, until they leave."""
    surface, terminal = Surface(as_json=False), program.terminal()
    async with conversing(program, "copilot chat") as service:
        if is_sandbox_wanted:
            await chosen_credential(service.copilot, program, _SANDBOX)
        talk = await Talk.at(service, surface, session_id)
        surface.show([Line("Say what you want; `exit` leaves. Runs go on without you.", "dim")])
        while (text := await terminal.ask("›")) is not None:
            if text.strip().lower() in _GOODBYES:
                break
            if text.strip():
                await _said(talk, surface, text)
            if talk.is_over:
                break
    surface.show([_go_on_with(talk)])
    return ExitCode.DONE


async def _said(talk: "Talk", surface: Surface, text: str) -> None:
    """One of many messages: what is refused does not end the conversation."""
    try:
        await talk.say(text)
    except UserCanFix as error:
        surface.still()
        surface.show([Line(f"{error.error_code}: {error.message} {error.next_step}", "yellow")])


@dataclass(kw_only=True, slots=True)
class Talk:
    """One conversation at the terminal."""

    service: Conversing
    surface: Surface
    session_id: SessionId
    is_over: bool = field(default=False, init=False)
    """A reply has ended the conversation."""
    _seen: int = field(default=0, init=False)

    @classmethod
    async def at(cls, service: Conversing, surface: Surface, session_id: str | None) -> "Talk":
        """A new conversation, or the one of that id.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        if session_id is None:
            session = await service.messages.begin(LOCAL_OWNER)
            return cls(service=service, surface=surface, session_id=session.session_id)
        talk = cls(service=service, surface=surface, session_id=SessionId(session_id))
        await talk._news()
        return talk

    async def say(self, text: str) -> tuple[list[Turn], Ending | None]:
        """Send a message and show what comes of it: the replies, and the run that it started."""
        sent_at = datetime.now(UTC)
        command = _message(text)
        writing = asyncio.create_task(self._watch())
        try:
            await self.service.messages.carry_out(LOCAL_OWNER, self.session_id, command)
        finally:
            writing.cancel()
            await asyncio.wait({writing})
            self.surface.still()
        turns = _replies(await self._news())
        self.is_over = any(turn.is_final for turn in turns)
        for turn in turns:
            self.surface.show(_reply_lines(turn, text))
        run_id = next((turn.graph_run_id for turn in turns if turn.graph_run_id), None)
        if run_id is None:
            return turns, None
        view = await self.service.copilot.run(run_id)
        if view.created_at >= sent_at:
            return turns, await self._follow(run_id)
        if view.question is not None:
            self.surface.show(
                [Line(f"Here: copilot approve {run_id}, or copilot reject {run_id}", "dim")]
            )
        return turns, None

    async def _watch(self) -> None:
        shown = ""
        live = self.service.messages.live(LOCAL_OWNER, self.session_id)
        async with aclosing(live) as pieces:
            async for piece in pieces:
                shown = "" if piece.is_void else shown + piece.text
                self.surface.draft(shown)

    async def _news(self) -> list[Event]:
        """The events that were not looked at yet."""
        events: list[Event] = []
        while True:
            page = await self.service.messages.page(LOCAL_OWNER, self.session_id, self._seen)
            events += page.events
            if not page.events:
                return events
            self._seen = page.events[-1].sequence or page.last_sequence

    async def _follow(self, run_id: GraphRunId) -> Ending:
        """The run to its end, or to the first question, which is answered elsewhere."""
        copilot, lines = self.service.copilot, EventLines()
        async for event in copilot.events(run_id, 0):
            progress, line = lines.progress(event), lines.line(event)
            if progress:
                self.surface.progress(progress, is_detail=event.type is EventType.STEP_STARTED)
            if line:
                self.surface.show([line])
            if event.type in _QUESTIONS:
                break
        self.surface.still()
        view = await copilot.run(run_id)
        if view.question is not None:
            self.surface.show(plan_card(view.question))
        ending = Ending(view=view, waiting=_waiting(view))
        self.surface.show(lines_of(ending))
        return ending


def _reply_lines(turn: Turn, said: str) -> list[Line]:
    """A reply, with what the page has as buttons below it."""
    found = [each.text for each in turn.suggestions if each.text != said]
    examples = [Line(f"{_INDENT}{text}", "dim") for text in found]
    heading = [Line("You can say, for example:", "dim")] if examples else []
    return [Line(turn.text), *([_CREDENTIALS] if turn.needs else []), *heading, *examples]


def _go_on_with(talk: Talk) -> Line:
    if talk.is_over:
        return Line("This conversation is closed. Begin a new one with: copilot chat", "dim")
    return Line(f"Go on with: copilot chat --session {talk.session_id}", "dim")


def _message(text: str) -> SendMessage:
    if len(text) > LONGEST_MESSAGE:
        raise UserCanFix(
            "E_TOO_LARGE",
            f"A message has at most {LONGEST_MESSAGE} characters; this one has {len(text)}.",
            "Say it shorter, or name the file that it stands in.",
        )
    return SendMessage(message_id=str(uuid.uuid4()), text=text)


def _replies(events: list[Event]) -> list[Turn]:
    turns = [Turn.from_json(each.payload) for each in events if each.type is EventType.TURN_ADDED]
    return [turn for turn in turns if turn.author == "assistant"]


def _waiting(view: RunView) -> CopilotError | None:
    """Why the run goes on without this command; ``None`` where it has ended."""
    if view.completion_state is not None:
        return None
    if view.question is not None:
        return unanswered(view.question)
    return UserCanFix(
        "E_FORM_OPEN",
        f"The run {view.graph_run_id} waits for values that are missing.",
        "Fill in its form on the page; or cancel it, and say everything in one message.",
    )
