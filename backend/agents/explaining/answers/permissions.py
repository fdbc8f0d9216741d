"""Which IAM actions a plan takes, for whom, and why."""

import re
from typing import Any

from pydantic import JsonValue

from backend.agents.explaining.answers.common import about_plan, in_short, number_of
from backend.agents.explaining.phrasing import joined, listed, name, paragraphs
from backend.agents.explaining.query import Query
from backend.domain.plans.plan import Plan

_ACTION = re.compile(r"\b([a-z0-9-]{2,20}):([A-Za-z]{4,60})\b")
_MOST_RESOURCES = 3


@about_plan
def permissions(query: Query, plan: Plan) -> str:
    """One action and why it is needed; else all of them, by service."""
    asked = [":".join(found) for found in _ACTION.findall(query.text)]
    known = {each.lower(): each for each in (*_needed(plan), *_granted(plan))}
    meant = [known[each.lower()] for each in asked if each.lower() in known]
    if meant:
        return paragraphs(*(_why(plan, each) for each in meant))
    unknown = "The plan does not take that permission." if asked else ""
    return paragraphs(unknown, _all(plan), _given(plan))


def _all(plan: Plan) -> str:
    lines = [
        f"{joined([name(each) for each in _texts(statement, 'Action')])} on "
        f"{_resources(_texts(statement, 'Resource'))}"
        for statement in _statements(plan.iam_policy)
    ]
    who = name(plan.account.caller_arn)
    return paragraphs(
        f"{who} needs these permissions, for the steps, for looking before and after, and for an "
        "undo:",
        listed(lines) or "- none",
        "The card has the whole policy to copy.",
    )


def _given(plan: Plan) -> str:
    """What the plan gives to others than the caller."""
    granted = _granted(plan)
    if not granted:
        return "The plan gives no permissions to anybody else."
    lines = [f"{name(action)} ({_steps(steps)})" for action, steps in granted.items()]
    return f"The plan itself gives these permissions:\n\n{listed(lines)}"


def _why(plan: Plan, action: str) -> str:
    using = [step for step in plan.steps if action in step.iam_actions]
    granting = _granted(plan).get(action, [])
    said: list[str] = []
    if using:
        said.append(
            f"{name(action)} is needed for:\n\n{listed(in_short(plan, each) for each in using)}"
        )
    elif action in _needed(plan):
        said.append(
            f"{name(action)} is not used by a step itself. It is there to look at what is there, "
            "or to undo a step if a later one fails."
        )
    if granting:
        said.append(f"{name(action)} is given by {_steps(granting)}.")
    return paragraphs(*said)


def _needed(plan: Plan) -> dict[str, None]:
    statements = _statements(plan.iam_policy)
    by_policy = (each for statement in statements for each in _texts(statement, "Action"))
    by_steps = (each for step in plan.steps for each in step.iam_actions)
    return dict.fromkeys((*by_policy, *by_steps))


def _granted(plan: Plan) -> dict[str, list[int]]:
    """The actions that steps give to a role or to callers, and the numbers of those steps."""
    granted: dict[str, list[int]] = {}
    for step in plan.steps:
        actions = [
            each
            for statement in _statements(step.params.get("policy"))
            for each in _texts(statement, "Action")
        ]
        permission = step.params.get("permission")
        for action in (*actions, *([permission] if isinstance(permission, str) else [])):
            granted.setdefault(action, []).append(number_of(plan, step))
    return granted


def _steps(numbers: list[int]) -> str:
    return joined([f"step {number}" for number in dict.fromkeys(numbers)])


def _resources(arns: list[str]) -> str:
    shown = [name(each) for each in arns[:_MOST_RESOURCES]]
    more = [f"{len(arns) - _MOST_RESOURCES} more"] if len(arns) > _MOST_RESOURCES else []
    return joined([*shown, *more])


def _statements(policy: JsonValue) -> list[dict[str, Any]]:
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    several = statements if isinstance(statements, list) else [statements]
    return [item for item in several if isinstance(item, dict)]


def _texts(statement: dict[str, Any], key: str) -> list[str]:
    """A member of a statement as a list; IAM takes a single text too (IAM policy grammar)."""
    found: Any = statement.get(key, [])
    return [str(each) for each in ([found] if isinstance(found, str) else found)]
