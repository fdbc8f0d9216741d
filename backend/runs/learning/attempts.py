"""A run as one attempt at a deployment, read from its events, and what it teaches in words.

The words are made of typed facts: codes, names of nodes and steps, numbers, ids. What AWS, the
application or a repository said is not among them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backend.domain.events import Event, EventType

_ANSWERS = ("branch", "target", "region", "runtime", "memory_mb", "timeout_s")
"""What a form asks for, without what names a place on somebody's disk."""
_DECISIONS = frozenset({"E_REJECTED", "PLAN_EXPIRED", "E_CANCELLED", "E_NOT_APPROVED"})
"""A person's answer is no failure to learn from."""
_LONGEST_PIN = 12
_NAME = "application_name"


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """Why a node could not do its work."""

    error_code: str
    node: str
    step_id: str | None
    advice: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """What a run was asked, what it was about, and what went wrong on its way."""

    answers: Mapping[str, Any]
    source: Mapping[str, Any]
    framework: str | None
    health_path: str | None
    failures: tuple[Failure, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """The stack."""
        parts = ("aws", self.framework, self.answers.get("target"), self.answers.get("region"))
        return tuple(sorted({str(part) for part in parts if part}))


def attempt_of(events: Iterable[Event]) -> Attempt:
    """The attempt that the events of one run tell of."""
    answers: Any = {}
    facts: dict[str, Any] = {}
    failures: list[Failure] = []
    for event in events:
        payload: Any = event.payload
        if event.type is EventType.INTAKE_COMPLETED:
            answers = payload.get("request") or {}
        elif event.type is EventType.NODE_COMPLETED:
            learned: dict[str, Any] = payload.get("facts") or {}
            facts |= learned
            failures.extend(_failures(learned.get("failure")))
    detection: Any = facts.get("detection") or {}
    return Attempt(
        answers=answers or facts.get("request") or {},
        source=facts.get("source") or {},
        framework=detection.get("framework"),
        health_path=detection.get("health_path"),
        failures=tuple(dict.fromkeys(failures)),
    )


def resolution_in_words(failed: Attempt, failure: Failure, helped: Attempt) -> str:
    """One failure of an attempt, and what was different when it went well."""
    at = f" in the step {failure.step_id.replace('_', ' ')}" if failure.step_id else ""
    changes = [*_changes(failed, helped)]
    what = ", ".join(changes) if changes else "nothing was different: doing it again was enough"
    return (
        f"{failure.error_code} at {failure.node.replace('_', ' ')}{at}, when deploying"
        f" {helped.answers.get(_NAME)} ({_stack(helped)}). It was advised: {failure.advice}"
        f" What helped: {what}."
    )


def recipe_in_words(attempt: Attempt) -> str:
    """The answers that led to a healthy deployment; of variables only the names."""
    given = [
        f"{name} {value}"
        for name in _ANSWERS[3:]
        if (value := attempt.answers.get(name)) is not None
    ]
    variables = sorted(attempt.answers.get("environment") or ())
    named = f" Environment variables: {', '.join(variables)}." if variables else ""
    health = f" Its health check on {attempt.health_path} answered." if attempt.health_path else ""
    return (
        f"This worked for {attempt.answers.get(_NAME)}: {_stack(attempt)}"
        f" with {', '.join(given) or 'the defaults'}.{named}{health}"
    )


def _failures(failure: Any) -> Iterator[Failure]:
    if failure and failure.get("error_code") not in _DECISIONS:
        yield Failure(
            error_code=str(failure.get("error_code")),
            node=str(failure.get("node")),
            step_id=failure.get("step_id"),
            advice=str(failure.get("next_step")),
        )


def _changes(before: Attempt, after: Attempt) -> Iterator[str]:
    one, other = _pin(before.source), _pin(after.source)
    if one and other and one != other:
        yield f"the source was changed from {one} to {other}"
    for name in _ANSWERS:
        first, then = before.answers.get(name), after.answers.get(name)
        if first != then:
            yield f"{name.replace('_', ' ')} was changed from {first} to {then}"
    added, dropped = _variables(after) - _variables(before), _variables(before) - _variables(after)
    if added:
        yield f"the variables {', '.join(sorted(added))} were given"
    if dropped:
        yield f"the variables {', '.join(sorted(dropped))} were left out"


def _variables(attempt: Attempt) -> set[str]:
    return set(attempt.answers.get("environment") or ())


def _pin(source: Mapping[str, Any]) -> str:
    """What exactly was deployed; a commit with changes on top of it is told by its content."""
    if source.get("commit") and not source.get("uncommitted"):
        return f"commit {str(source['commit'])[:_LONGEST_PIN]}"
    digest = str(source.get("content_digest") or "").removeprefix("sha256:")
    return f"content {digest[:_LONGEST_PIN]}" if digest else ""


def _stack(attempt: Attempt) -> str:
    target, region = attempt.answers.get("target"), attempt.answers.get("region")
    return f"{attempt.framework or 'an application'} on {target} in {region}"
