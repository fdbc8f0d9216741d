"""Intake at a message: what the person wants, from their own words alone."""

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.conversing.frames import frame_to_json
from backend.agents.conversing.model.asking import Asked, ask
from backend.agents.conversing.model.proposals import (
    Proposal,
    as_command,
    offered,
    proposed,
    reading_schema,
)
from backend.agents.conversing.turn import (
    GivenReading,
    message_of,
    reading_of,
    situation_of,
)
from backend.agents.explaining import Situation, Topic, topic_of
from backend.agents.guardrails import tripped
from backend.agents.handler import handles
from backend.agents.interpreter.frame import Frame
from backend.agents.interpreter.interpreting import REPORTED, UNCLEAR
from backend.domain.canonical import JsonObject

INSTRUCTIONS = (
    "Say which one of the actions below the message wishes, or null if it wishes none of them or "
    "you are not sure. For every slot whose value the message names give the value, and as `quote` "
    "the words of the message in which it stands, letter by letter. Give no slot that the message "
    "does not name: it is asked for afterwards. Actions with their slots:\n"
)
_QUESTIONS = frozenset({"clarify", "out_of_scope", "explain", "escalate", "modify_plan", "dry_run"})
"""Actions that nobody carries out, so that a question may be behind them."""
_UNSURE = frozenset({"clarify", "out_of_scope"})
_OPEN_REASONS = (None, UNCLEAR, REPORTED)
"""Why a message was not understood, where somebody else may understand it."""


@handles("intake.understand", "wish", "question")
async def understand(context: NodeContext) -> Outcome:
    """The interpreter's reading where it is certain; else a question, or what a model proposes."""
    given = reading_of(context)
    if given.is_settled:
        return _wish(given.frame)
    situation = situation_of(context)
    topic = topic_of(message_of(context), situation)
    if _is_question(given, topic, situation):
        return Outcome(name="question", facts={"topic": topic})
    if not _is_unsure(given.frame):
        return _wish(given.frame)
    asked = await ask(
        context, {"message": message_of(context)}, _instructions(), schema=reading_schema()
    )
    return await _understood(context, given, asked)


def _is_question(given: GivenReading, topic: Topic, situation: Situation) -> bool:
    """Whether something is asked that a role can explain; what nobody can do may be about a plan.

    "Can I undo that?" wishes nothing as long as there is nothing but a plan.
    """
    action, is_planned = given.frame.action, situation.question is not None
    if action == "explain":
        return True
    match topic:
        case "general":
            return False
        case "memory" if action == "show_history":
            return True
        case "outcome" if action == "help":
            return given.has_run
        case "plan" if is_planned and action == "rollback":
            return given.is_asked
        case _:
            is_open = action in _QUESTIONS and given.frame.reason in _OPEN_REASONS
            return is_open or (is_planned and not given.is_offered)


def _is_unsure(frame: Frame) -> bool:
    """Not understood, which is another thing than understood and contradictory or negated."""
    return frame.action in _UNSURE and frame.reason in _OPEN_REASONS


async def _understood(context: NodeContext, given: GivenReading, asked: Asked) -> Outcome:
    if not asked.has_answered:
        return _wish(given.frame, notice=asked.notice)
    proposal = proposed(message_of(context), asked.value)
    if proposal is None:
        return Outcome(name="question", facts={"topic": "general"})
    if proposal.dropped:
        names = ", ".join(proposal.dropped)
        reasoning = f"A proposed reading held values that nobody has said, of: {names}."
        await tripped(context, "reading", reasoning, "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH")
    return _meant(given, proposal) if proposal.is_destructive else _wish(proposal.frame)


def _meant(given: GivenReading, proposal: Proposal) -> Outcome:
    """Asking whether it was meant: what destroys is wished by the person alone."""
    command = as_command(proposal.frame)
    named = proposal.frame.action.replace("_", " ")
    if command is None:
        return _wish(given.frame)
    asked: JsonObject = {
        "text": f"Did you mean: {named}? It cannot be undone, so I do not guess. Nothing happens "
        "before you approve its plan on the card.",
        "suggestions": [{"label": command, "text": command}],
    }
    return Outcome(name="wish", facts={"meant": asked})


def _wish(frame: Frame, notice: str | None = None) -> Outcome:
    return Outcome(name="wish", facts={"frame": frame_to_json(frame), "notice": notice})


def _instructions() -> str:
    lines = (
        f"{name}: {', '.join(slot.name for slot in action.slots)}"
        for name, action in sorted(offered().items())
    )
    return INSTRUCTIONS + "\n".join(lines)


HANDLERS: tuple[Handler, ...] = (understand,)
