"""Operations in plain words."""

from typing import Any

from pydantic import JsonValue

from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Effect
from backend.domain.plans.plan import Plan
from backend.runs.conversation.wording import stopped_in_words


def answers_in_words(answers: Any) -> str:
    """How much each read found; the values stand in the table beside it."""
    return "\n".join(f"{answer['title']}: {_found(answer['answer'])}." for answer in answers)


def operation_in_words(payload: JsonObject) -> str | None:
    """How an operation ended, from the payload of its last event.

    ``None`` where its answers have said all that there is to say.
    """
    if payload.get("completion_state") != "succeeded":
        return stopped_in_words("operation", payload)
    plan = Plan.from_json(payload["plan"])
    if all(step.effect is Effect.READ for step in plan.steps):
        return None
    return f"Done: {plan.intent}"


def _found(answer: dict[str, JsonValue]) -> str:
    facts, total = answer.get("facts"), answer.get("total")
    if isinstance(facts, dict):
        return f"{len(facts)} {_plural('fact', len(facts))}"
    rows = answer.get("rows")
    shown = len(rows) if isinstance(rows, list) else 0
    count = total if isinstance(total, int) else shown
    more = f", of which the first {shown} are shown" if count > shown else ""
    return f"{count} found{more}"


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
