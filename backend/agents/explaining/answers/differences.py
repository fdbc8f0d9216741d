"""What a plan would change, compared with what is there now."""

from pydantic import JsonValue

from backend.agents.explaining.answers.common import about_plan, number_of
from backend.agents.explaining.phrasing import listed, members, name, paragraphs, value
from backend.agents.explaining.purposes import name_of, noun_of
from backend.agents.explaining.query import Query
from backend.domain.plans.actions import ChangeKind
from backend.domain.plans.change_set import Change
from backend.domain.plans.plan import Plan

_TITLES = {
    ChangeKind.DELETE: "Deleted:",
    ChangeKind.REPLACE: "Replaced:",
    ChangeKind.UPDATE: "Changed, from what is there now to what would be:",
    ChangeKind.CREATE: "New:",
    ChangeKind.RUN: "Run, without leaving a resource:",
    ChangeKind.NONE: "Already as wanted:",
}
"""In the order in which they are told: what is lost comes first."""
_UNTOLD = frozenset({"tags"})
_MOST_VALUES = 6


@about_plan
def changes(query: Query, plan: Plan) -> str:
    """All changes of the preview by kind; of the steps that were named, if any were."""
    found = query.situation.change_set
    if found is None:
        return "There is no preview of this plan, so I cannot say what is there now."
    wanted = {step.step_id for step in query.steps}
    told = [each for each in found.changes if not wanted or each.step_id in wanted]
    parts = [_part(kind, [each for each in told if each.kind is kind], plan) for kind in _TITLES]
    kept = not any(each.kind in _LOSING for each in told)
    return paragraphs(
        "Compared with the account as the preview found it:",
        *parts,
        "Nothing that exists now is deleted, replaced or changed." if kept else "",
    )


_LOSING = (ChangeKind.DELETE, ChangeKind.REPLACE, ChangeKind.UPDATE)


def _part(kind: ChangeKind, found: list[Change], plan: Plan) -> str:
    if not found:
        return ""
    return f"{_TITLES[kind]}\n\n{listed(_line(each, plan) for each in found)}"


def _line(change: Change, plan: Plan) -> str:
    number = number_of(plan, plan.step(change.step_id))
    told = _values(change)
    head = f"{noun_of(change.resource)} {name(name_of(change.resource))} (step {number})"
    return f"{head}: {told}" if told else head


def _values(change: Change) -> str:
    before, after = _members(change.before), _members(change.after)
    match change.kind:
        case ChangeKind.UPDATE | ChangeKind.REPLACE:
            different = [key for key in {**before, **after} if before.get(key) != after.get(key)]
            told = [f"{name(key)} {_was(before, key)} → {_was(after, key)}" for key in different]
        case ChangeKind.CREATE:
            told = [f"{name(key)} {value(found)}" for key, found in after.items()]
        case _:
            told = []
    return ", ".join(told[:_MOST_VALUES]) + (", …" if len(told) > _MOST_VALUES else "")


def _was(state: dict[str, JsonValue], key: str) -> str:
    return value(state[key]) if key in state else "nothing"


def _members(state: JsonValue) -> dict[str, JsonValue]:
    return members(state, _UNTOLD) if isinstance(state, dict) else {}
