"""From a change that is said to the wish that holds it. A plan itself is never changed.

A changed plan is a new one, with its own verdict, preview and approval: so all that a message can
do is offer the whole wish again. The plan that waits is the person's, who rejects it on its card.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from backend.agents.explaining.phrasing import joined, name, paragraphs, value
from backend.agents.interpreter import Slots, Step
from backend.domain.conversations.turns import Suggestion
from backend.domain.intake import TARGETS, DeploymentRequest, name_from
from backend.domain.operations import is_operation
from backend.domain.views import RunView
from backend.runs.conversation.changing.commands import command_of, deployment_command
from backend.runs.conversation.reply import Reply, Wish
from backend.runs.copilot import LocalCopilot
from backend.tools.aws_deployer.operations.forms import FORMS, catalogue_name

NOTHING_WAITS = "There is no plan that waits for an answer in this conversation."
STAYS = (
    "A plan is never changed: what is different is a new plan, which is checked and shown to you "
    "again. The one that waits stays as it is until you reject it on its card, or say cancel."
)
ASK = (
    "I can plan it again with other values: a deployment with another source, branch, region, name "
    "or runtime, anything else with what it takes. Say what shall be different, for example: use "
    "eu-west-1 instead."
)
_OF_A_ROLLBACK = (
    "A rollback undoes exactly what a release did, so nothing of its plan can be chosen. Reject it "
    "on its card, or say cancel."
)
_CANCEL = Suggestion(label="Cancel the plan that waits", text="Cancel")
_FIELDS = {"source": "source", "branch": "branch", "region": "region", "application_name": "name"}
_SAID_OTHERWISE = frozenset(
    ["region", "branch", "repository", "path", "name", "function_name", "runtime", "environment"]
)
"""Slots of a frame that a deployment takes by other names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """The wish with what is new: ``said`` by name, ``lost`` are names that it cannot hold."""

    command: str | None
    said: Mapping[str, JsonValue]
    lost: tuple[str, ...] = ()
    needs_values: tuple[str, ...] = ()
    """Variables whose values have to be said again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Modifying:
    """Offers the wish of the plan that waits, with what a message changes of it."""

    copilot: LocalCopilot

    async def reply(self, wish: Wish) -> Reply:
        """What would be different, and the wish that says so; nothing is started or approved."""
        run, told = wish.known.asking, wish.known.told
        if run is None or told is None:
            return Reply(text=NOTHING_WAITS)
        if told.request is not None:
            return _offer(run, await self._deployment(wish, run, told.request))
        if told.operation is not None and is_operation(run.graph_id):
            return _offer(run, _operation(wish, told.operation))
        return Reply(text=_OF_A_ROLLBACK, graph_run_id=run.graph_run_id, suggestions=(_CANCEL,))

    async def _deployment(self, wish: Wish, run: RunView, asked: DeploymentRequest) -> Changed:
        slots, frame = wish.reading.slots, wish.reading.frame
        said = _said_of_deployment(slots, frame.slots)
        changed = asked.model_copy(update=said)
        if "source" in said and "application_name" not in said:
            changed = changed.model_copy(
                update={"application_name": name_from(changed.source or "")}
            )
        lost = [each for each in frame.slots if each not in _SAID_OTHERWISE]
        if slots.target is not None and slots.target not in TARGETS:
            lost.append("target")
        needed = (*asked.environment, *wish.values)
        return Changed(
            command=deployment_command(changed, await self._credential_name(wish, run)),
            said=said,
            lost=tuple(lost),
            needs_values=tuple(dict.fromkeys(needed)),
        )

    async def _credential_name(self, wish: Wish, run: RunView) -> str | None:
        """Said only where it has to be: it was named, or there are several to choose from."""
        stored = await self.copilot.credentials()
        used = run.question.plan.account.credential_id if run.question else None
        names = [each.name for each in stored if each.credential_id == used and len(stored) > 1]
        return wish.reading.slots.credential_name or next(iter(names), None)


def _said_of_deployment(slots: Slots, others: Mapping[str, JsonValue]) -> dict[str, Any]:
    said = {field: getattr(slots, slot) for field, slot in _FIELDS.items()}
    said["runtime"] = others.get("runtime")
    return {field: each for field, each in said.items() if each is not None}


def _operation(wish: Wish, operation: Mapping[str, Any]) -> Changed:
    """Each value goes to every call that takes it; a name for "it" to the only thing named."""
    calls: Sequence[Mapping[str, Any]] = operation["calls"]
    said = dict(wish.reading.frame.slots)
    if "name" in said and (slot := _only_name(calls)):
        said[slot] = said.pop("name")
    region = said.get("region", operation["region"])
    steps = [Step(action=each["tool"], slots=_slots(each, said)) for each in calls]
    steps = [Step(action=each.action, slots={**each.slots, "region": region}) for each in steps]
    taken = {slot for each in calls for slot in said if slot in _takes(each)} | {"region"}
    return Changed(
        command=command_of(steps),
        said={slot: each for slot, each in said.items() if slot in taken},
        lost=tuple(slot for slot in said if slot not in taken),
    )


def _only_name(calls: Sequence[Mapping[str, Any]]) -> str | None:
    named = {slot for each in calls for slot in each["args"] if slot.endswith("_name")}
    return next(iter(named)) if len(named) == 1 else None


def _slots(call: Mapping[str, Any], said: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {**call["args"], **{slot: said[slot] for slot in said if slot in _takes(call)}}


def _takes(call: Mapping[str, Any]) -> set[str]:
    return set(FORMS[catalogue_name(call["tool"]) or call["tool"]].model_fields)


def _offer(run: RunView, changed: Changed) -> Reply:
    lost = joined([each.replace("_", " ") for each in changed.lost])
    cannot = f"I cannot change the {lost} of this plan in a conversation." if changed.lost else ""
    if not changed.said and not changed.needs_values:
        text, suggestions = paragraphs(cannot or ASK, STAYS), ()
    else:
        text, suggestions = paragraphs(_different(changed), cannot, STAYS), _suggestions(changed)
    suggestions = (*suggestions, _CANCEL)
    return Reply(text=text, graph_run_id=run.graph_run_id, suggestions=suggestions)


def _different(changed: Changed) -> str:
    new = joined([f"{_noun(slot)} {value(each)}" for slot, each in changed.said.items()])
    said = f"With {new} it would be another plan." if changed.said else ""
    if changed.command is None:
        return f"{said} Send the whole request again with that, and I plan it."
    if changed.needs_values:
        names = " ".join(f"{each}=…" for each in changed.needs_values)
        again = name(f"{changed.command} with {names}")
        return f"{said} Values of variables are not kept here, so send it with them: {again}"
    return f"{said} Send {name(changed.command)} for it."


def _suggestions(changed: Changed) -> tuple[Suggestion, ...]:
    if changed.command is None or changed.needs_values:
        return ()
    return (Suggestion(label=changed.command, text=changed.command),)


def _noun(slot: str) -> str:
    return slot.replace("_", " ")
