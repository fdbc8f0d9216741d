"""Guardrails: named checks around every tool call and on every outcome of a role.

A guardrail is a pure function: it is asked again when a run is replayed. It can only deny; one that
fails, or that is missing, denies as well.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, cast

from pydantic import JsonValue

from agentpro.tools import ToolResult, ToolScope

TRIPPED = "guardrail_tripped"
"""The event that tells of a denial."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolRequested:
    """A role is about to call a tool."""

    tool: str
    capability: str
    args: Mapping[str, JsonValue]
    scope: ToolScope


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolAnswered:
    """A tool has answered; a denial keeps the answer from the role."""

    request: ToolRequested
    result: ToolResult


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeReached:
    """A node has finished; a denial ends the run before its facts count."""

    graph_run_id: str
    node: str
    role: str
    outcome: str
    facts: Mapping[str, JsonValue]


Examined = ToolRequested | ToolAnswered | OutcomeReached


@dataclass(frozen=True, kw_only=True, slots=True)
class Denial:
    """Why something must not happen."""

    message: str
    next_step: str
    error_code: str = "GUARDRAIL_DENIED"
    guardrail: str = ""
    """Who denied it; filled in by :func:`first_denial`."""

    def told(self, role: str) -> dict[str, JsonValue]:
        """The payload of ``guardrail_tripped``: nothing of what was denied is in it."""
        return {
            "guardrail": self.guardrail,
            "role": role,
            "reason_code": self.error_code,
            "reasoning": self.message,
        }


class Guardrail(Protocol):
    """One named check."""

    @property
    def name(self) -> str: ...

    def check(self, examined: Examined) -> Denial | None:
        """``None`` to let it pass; anything else, also an exception, denies."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class ForbiddenText:
    """Denies what contains text that ``finds`` recognises, such as secrets, wherever it stands."""

    name: str
    finds: Callable[[str], bool]
    denial: Denial

    def check(self, examined: Examined) -> Denial | None:
        """Look at every key and text of arguments, answers and facts."""
        match examined:
            case ToolRequested(args=args):
                content: JsonValue = dict(args)
            case ToolAnswered(result=result):
                content = [result.value, dict(result.error or {})]
            case OutcomeReached(facts=facts):
                content = dict(facts)
        return self.denial if any(self.finds(text) for text in _texts(content)) else None


def first_denial(
    names: Iterable[str], guardrails: Mapping[str, Guardrail], examined: Examined
) -> Denial | None:
    """The first denial among the guardrails called ``names``, in their order."""
    for name in names:
        denial = _ask(name, guardrails.get(name), examined)
        if denial is not None:
            return replace(denial, guardrail=name)
    return None


def _ask(name: str, guardrail: Guardrail | None, examined: Examined) -> Denial | None:
    if guardrail is None:
        return _broken(name, "is not there")
    try:
        answer = cast("object", guardrail.check(examined))
    except Exception as error:  # noqa: BLE001 - a check that cannot tell must not let anything pass
        return _broken(name, f"failed with {type(error).__name__}")
    if answer is None or isinstance(answer, Denial):
        return answer
    return _broken(name, "gave no clear answer")


def _broken(name: str, what: str) -> Denial:
    return Denial(
        message=f"The guardrail {name!r} {what}, so nothing passes it.",
        next_step="Report this with the run's id.",
        error_code="GUARDRAIL_FAILED",
    )


def _texts(content: JsonValue) -> Iterator[str]:
    waiting: list[JsonValue] = [content]
    while waiting:
        match waiting.pop():
            case str(text):
                yield text
            case list(items):
                waiting.extend(items)
            case dict(fields):
                waiting.extend(fields)
                waiting.extend(fields.values())
            case _:
                pass
