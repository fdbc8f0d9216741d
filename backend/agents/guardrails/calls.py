"""Guardrails that the graphs name: pure checks around tool calls and outcomes.

They can only deny.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from agentpro.guardrails import (
    Denial,
    Examined,
    ForbiddenText,
    Guardrail,
    OutcomeReached,
    ToolAnswered,
    ToolRequested,
)
from backend.agents.guardrails.injections import injection_in
from backend.domain.plans.actions import Effect, Provenance
from backend.domain.plans.policy import is_misplaced
from backend.domain.redaction import CERTAIN_KINDS, find_secrets

READ_CAPABILITIES: Mapping[str, frozenset[str]] = {
    "openai_llm": frozenset({"complete", "screen"}),
    "qdrant_vector": frozenset({"query"}),
    "mongo_store": frozenset({"find_deployment"}),
    "repo_reader": frozenset({"read_file", "list_dir", "inspect"}),
    "github_api": frozenset({"read"}),
    "aws_deployer": frozenset(
        {"identity", "read", "digest", "answer", "preview", "draft_operation", "compose"}
    ),
    "health_probe": frozenset({"check"}),
    "telemetry_bus": frozenset({"emit"}),
}
"""What may be called where nothing may change, by tool; what is not here is denied. A draft and a
plan are proposals: whoever holds one can do nothing with it.
"""

_NEXT = "Nothing was sent. Ask for it in the conversation; changes go by a plan and its approval."
_MISMATCH = "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"
_DELETES = re.compile(
    r"(?:^|[\s;&|`($/\"'])(?:rm|rmdir|unlink|shred|srm|wipe|mkfs\S*|dd|truncate|fdisk|parted)(?=\s|$)"
    r"|\s-(?:delete|exec)\b|\bgit\s+(?:clean|reset|push)\b|\brmtree\b|\bos\.(?:remove|unlink|rmdir)\b"
    r"|\b(?:del|erase|format)\s+/|\bRemove-Item\b|>\s*/(?!dev/null\b)|\bunlink\(|\bmv\b.*\s/dev/null\b",
    re.I,
)
_SHELLS = frozenset({"shell_runner", "pnpm_client", "uv_client"})


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestGuardrail:
    """Looks at requests alone: ``is_denied`` answers before anything is called."""

    name: str
    is_denied: Callable[[ToolRequested], bool]
    denial: Denial

    def check(self, examined: Examined) -> Denial | None:
        """Answers and outcomes pass."""
        match examined:
            case ToolRequested():
                return self.denial if self.is_denied(examined) else None
            case ToolAnswered() | OutcomeReached():
                return None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepsGuardrail:
    """Looks at every step of a plan or draft, wherever one is handed on."""

    name: str
    is_denied: Callable[[Mapping[str, JsonValue]], bool]
    denial: Denial

    def check(self, examined: Examined) -> Denial | None:
        """What holds no plan passes."""
        match examined:
            case ToolRequested(args=args):
                content: JsonValue = dict(args)
            case ToolAnswered(result=result):
                content = result.value
            case OutcomeReached(facts=facts):
                content = dict(facts)
        return self.denial if any(self.is_denied(step) for step in _steps(content)) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class UntrustedText:
    """Looks at the facts that a role leaves behind, and keeps strangers' orders out of them."""

    name: str = "no_untrusted_text"

    def check(self, examined: Examined) -> Denial | None:
        """Only facts count: what a tool answers goes through the quarantine before a model sees
        it.
        """
        match examined:
            case OutcomeReached(facts=facts):
                found = next(filter(None, map(injection_in, _texts(dict(facts)))), None)
            case ToolRequested() | ToolAnswered():
                found = None
        if found is None:
            return None
        return Denial(
            error_code=_MISMATCH,
            message=f"A text was kept out of the run: {found[0].lower()}{found[1:]}",
            next_step="Say it again in your own words.",
        )


def inside_catalogue(actions: frozenset[str]) -> Guardrail:
    """``inside_catalogue``: a plan holds none but the declared ``actions``, whoever proposed it."""
    return StepsGuardrail(
        name="inside_catalogue",
        is_denied=lambda step: _action_of(step) not in actions,
        denial=Denial(
            error_code=_MISMATCH,
            message="The plan holds an action that the catalogue does not declare.",
            next_step="Nothing was sent. Plan again from the declared actions.",
        ),
    )


def _holds_a_secret(text: str) -> bool:
    return any(finding.kind in CERTAIN_KINDS for finding in find_secrets(text))


def _changes_something(request: ToolRequested) -> bool:
    return request.capability not in READ_CAPABILITIES.get(request.tool, frozenset())


def _deletes_by_shell(request: ToolRequested) -> bool:
    if request.tool not in _SHELLS:
        return False
    return _DELETES.search(" ".join(_texts(dict(request.args)))) is not None


def _is_of_unknown_origin(step: Mapping[str, JsonValue]) -> bool:
    call, provenance = step.get("call"), step.get("provenance")
    params = call.get("args") if isinstance(call, dict) else step.get("params")
    if not isinstance(provenance, dict) or not isinstance(params, dict):
        return True
    effect = _effect_of(step)
    return any(_is_misplaced(name, provenance.get(name), effect) for name in params)


def _is_misplaced(name: str, given: JsonValue, effect: Effect) -> bool:
    try:
        return is_misplaced(name, Provenance(given), effect)
    except ValueError:
        return True


def _effect_of(step: Mapping[str, JsonValue]) -> Effect:
    """A draft does not say what its steps do; the plan that is composed of it will."""
    return Effect.READ if "call" in step else Effect(step.get("effect"))


def _action_of(step: Mapping[str, JsonValue]) -> JsonValue:
    call = step.get("call")
    return call.get("tool") if isinstance(call, dict) else step.get("action")


def _steps(content: JsonValue) -> Iterator[Mapping[str, JsonValue]]:
    """The steps of every plan and draft in it."""
    match content:
        case dict():
            if "step_id" in content and ("call" in content or "params" in content):
                yield content
                return
            for value in content.values():
                yield from _steps(value)
        case list():
            for value in content:
                yield from _steps(value)
        case _:
            return


def _texts(content: JsonValue) -> Iterator[str]:
    match content:
        case str():
            yield content
        case dict():
            for name, value in content.items():
                yield name
                yield from _texts(value)
        case list():
            for value in content:
                yield from _texts(value)
        case _:
            return


GUARDRAILS: tuple[Guardrail, ...] = (
    ForbiddenText(
        name="no_secrets",
        finds=_holds_a_secret,
        denial=Denial(
            error_code="E_SECRET_IN_RUN",
            message="A secret would have entered the run.",
            next_step="Keep it in the vault and name it by reference.",
        ),
    ),
    RequestGuardrail(
        name="reads_only",
        is_denied=_changes_something,
        denial=Denial(
            error_code="ROLE_DENIED",
            message="Only what reads can be called here.",
            next_step=_NEXT,
        ),
    ),
    StepsGuardrail(
        name="provenance_known",
        is_denied=_is_of_unknown_origin,
        denial=Denial(
            error_code=_MISMATCH,
            message="An argument of the plan does not come from where it may come from.",
            next_step="Nothing was sent. Say the value yourself and plan again.",
        ),
    ),
    UntrustedText(),
    RequestGuardrail(
        name="no_shell_deletion",
        is_denied=_deletes_by_shell,
        denial=Denial(
            error_code="E_GUARDRAIL",
            message="A command that deletes files is never run.",
            next_step="Delete by hand what shall be gone.",
        ),
    ),
)
