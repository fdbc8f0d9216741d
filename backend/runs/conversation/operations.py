"""From a wish for single actions to a run of them, asking once for what was not said."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from backend.agents.explaining.phrasing import name
from backend.agents.interpreter import Step
from backend.domain.aws_credentials import CredentialSummary
from backend.domain.commands import StartOperation
from backend.domain.plans.actions import Effect
from backend.domain.plans.drafting import ToolCall
from backend.runs.conversation.accounts import account_for, account_in_words
from backend.runs.conversation.offers import not_offered
from backend.runs.conversation.reply import PendingWish, Reply, Wish
from backend.runs.copilot import LocalCopilot
from backend.tools.aws_deployer.catalog import declared
from backend.tools.aws_deployer.operations.forms import catalogue_name

USUAL_REGION = "us-east-1"
"""Where is looked when nobody says where, and said in the answer; changes ask for the region."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Operating:
    """Starts operations out of a conversation."""

    copilot: LocalCopilot

    async def reply(self, wish: Wish) -> Reply:
        """Start the run, or say what is missing before it can start, or that it cannot be done."""
        pending = _joined(wish)
        if not pending.steps or any(catalogue_name(step.action) is None for step in pending.steps):
            return not_offered(pending.steps)
        if pending.missing:
            return Reply(text=_question(pending), pending=pending)
        regions = {str(step.slots["region"]) for step in pending.steps if "region" in step.slots}
        if len(regions) > 1:
            return Reply(text=f"One operation works in one region, and you named {_all(regions)}.")
        account = await account_for(self.copilot, wish)
        if isinstance(account, Reply):
            return account
        return await self._start(wish, pending.steps, min(regions, default=None), account)

    async def _start(
        self, wish: Wish, steps: Sequence[Step], region: str | None, credential: CredentialSummary
    ) -> Reply:
        command = StartOperation(
            calls=tuple(ToolCall(tool=step.action, args=_arguments(step)) for step in steps),
            region=region or USUAL_REGION,
            credential_id=credential.credential_id,
        )
        run_id = await self.copilot.start_operation(wish.actor, command, wish.place)
        text = f"{_meant(wish)}{_begun(command, region, credential)}"
        return Reply(text=text, graph_run_id=run_id)


def _meant(wish: Wish) -> str:
    """What "it" was taken for, so that nobody has to guess."""
    meant = wish.reading.meant
    return f"You mean {meant.noun} {name(meant.name)}. " if meant else ""


def _joined(wish: Wish) -> PendingWish:
    """The wish, or the one that was asked about with what was answered now."""
    frame, asked = wish.reading.frame, wish.pending
    if frame.action != "provide_slot":
        steps = frame.steps or (Step(action=frame.action, slots=frame.slots),)
        return PendingWish(steps=tuple(steps), missing=frame.missing)
    if asked is None:
        return PendingWish(steps=(), missing=())
    return PendingWish(
        steps=tuple(
            Step(action=step.action, slots={**frame.slots, **step.slots}) for step in asked.steps
        ),
        missing=tuple(name for name in asked.missing if name not in frame.slots),
    )


def _arguments(step: Step) -> dict[str, JsonValue]:
    return {name: value for name, value in step.slots.items() if name != "region"}


def _question(pending: PendingWish) -> str:
    first, *more = (name.replace("_", " ") for name in pending.missing)
    also = f" I shall also need: {', '.join(more)}." if more else ""
    return f"Which {first}?{also} You can answer with the value alone."


def _begun(command: StartOperation, region: str | None, credential: CredentialSummary) -> str:
    where = f"{account_in_words(credential)}, {command.region}"
    if all(_effect(call) is Effect.READ for call in command.calls):
        usual = "" if region else " (you named no region)"
        return f"I am looking that up in {where}{usual}."
    return (
        f"I am planning that in {where}. You will see exactly what it would change, and nothing "
        "changes before you approve it."
    )


def _effect(call: ToolCall) -> Effect:
    return declared(catalogue_name(call.tool) or call.tool).effect


def _all(names: set[str]) -> str:
    return " and ".join(sorted(names))
