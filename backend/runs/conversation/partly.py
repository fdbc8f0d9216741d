"""Messages that are understood in part: what is done about them, and that the rest is not."""

from collections.abc import Sequence
from dataclasses import replace

from backend.agents.explaining.phrasing import joined, paragraphs, quoted
from backend.agents.interpreter import Action, Step
from backend.domain.conversations.turns import Suggestion
from backend.domain.plans.actions import Effect
from backend.runs.conversation.changing.commands import command_of
from backend.runs.conversation.reply import Reply, Wish
from backend.tools.aws_deployer.catalog import declared
from backend.tools.aws_deployer.operations.forms import catalogue_name


def steps_of(wish: Wish) -> tuple[Step, ...]:
    """What was understood, one step for each single action."""
    frame = wish.reading.frame
    return tuple(frame.steps) or (Step(action=frame.action, slots=frame.slots),)


def confirmed(wish: Wish) -> Reply | None:
    """The question whether the rest was meant without what nobody understood, if it destroys.

    ``None`` where the wish can be acted on as it is: all else is shown as a plan.
    """
    steps = steps_of(wish)
    if wish.reading.action is not Action.OPERATE or not wish.reading.unread:
        return None
    if not any(_effect(step) is Effect.DESTRUCTIVE for step in steps):
        return None
    command = command_of(steps)
    suggested = (Suggestion(label=command, text=command),) if command else ()
    return Reply(
        text=f"I understood {in_words(steps)}, which cannot be undone, so I do not guess: nothing "
        "was begun. Send that part by itself if you mean it.",
        suggestions=suggested,
    )


def with_unread(reply: Reply, unread: Sequence[str]) -> Reply:
    """The reply, beginning with what was not understood, in the person's own words."""
    if not unread:
        return reply
    parts = joined([quoted(part) for part in unread])
    said = f"I did not understand this part, or cannot do it, and did nothing about it: {parts}."
    return replace(reply, text=paragraphs(reply.text, said))


def in_words(steps: Sequence[Step]) -> str:
    """``delete bucket`` and the like."""
    return joined([f"“{step.action.replace('_', ' ')}”" for step in steps])


def _effect(step: Step) -> Effect | None:
    known = catalogue_name(step.action)
    return declared(known).effect if known else None
