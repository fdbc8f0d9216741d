"""The compliance policy: pure rules over a plan.

Nothing that a model says can change their answer.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from backend.domain.plans.actions import Effect, Provenance
from backend.domain.plans.plan import OPERATION_TARGET, Plan, Step
from backend.domain.plans.references import references_in, resolve
from backend.domain.plans.verdict import Decision, PolicyFinding, Verdict
from backend.domain.redaction import find_secrets

POLICY_VERSION = "1.0.0"
NEVER_FROM_REPOSITORY = frozenset(
    {
        "role",
        "role_name",
        "region",
        "bucket_name",
        "policy",
        "policy_name",
        "service_principal",
        "tags",
        "auth_type",
        "permission",
        "statement_id",
        "function_name",
        "code",
        "log_group",
        "alias",
        "qualifier",
        "account_id",
        "role_arn",
        "instance_id",
        "instance_ids",
        "count",
        "desired_count",
        "user_name",
        "principal",
    }
)
"""Arguments whose value a repository must never decide: who may do what, where, under which name.
"""
LISTED_EVERYWHERE = frozenset(
    {
        "s3:ListAllMyBuckets",
        "iam:ListRoles",
        "iam:ListUsers",
        "iam:ListPolicies",
        "lambda:ListFunctions",
    }
)
"""Listings that take no resource (Service Authorization Reference): there ``*`` is the least."""

_STRANGERS = {
    Provenance.REPO_FACT: "taken from the repository",
    Provenance.MODEL: "chosen by a language model",
}


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken rule at one step (``None``: the whole plan)."""

    reason_code: str
    message: str
    step: Step | None = None
    is_fixable: bool = False


Rule = Callable[[Plan], Iterator[Breach]]


def review(plan: Plan) -> Verdict:
    """The verdict over a plan: approved when no rule is broken, fixable when all breaches are."""
    findings = tuple(
        PolicyFinding(
            rule=name,
            reason_code=breach.reason_code,
            message=breach.message,
            step_id=breach.step.step_id if breach.step else None,
            is_fixable=breach.is_fixable,
        )
        for name, rule in RULES.items()
        for breach in rule(plan)
    )
    return Verdict(
        plan_digest=plan.digest,
        policy_version=POLICY_VERSION,
        decision=_decision(findings),
        findings=findings,
        rules_checked=len(RULES),
    )


def _decision(findings: tuple[PolicyFinding, ...]) -> Decision:
    if not findings:
        return Decision.APPROVED
    return Decision.FIXABLE if all(item.is_fixable for item in findings) else Decision.VETOED


def _provenance_is_known(plan: Plan) -> Iterator[Breach]:
    for step in plan.steps:
        missing = sorted(set(step.params) - set(step.provenance))
        if missing:
            told = f"{step.step_id} does not say where {', '.join(missing)} comes from."
            yield Breach("UNTRUSTED_CONTENT_OR_PLAN_MISMATCH", told, step, is_fixable=True)


def _repository_decides_nothing_of_access(plan: Plan) -> Iterator[Breach]:
    for step in plan.steps:
        for name, provenance in step.provenance.items():
            if is_misplaced(name, provenance, step.effect):
                whence = _STRANGERS[provenance]
                told = f"{name} of {step.step_id} was {whence}."
                yield Breach("UNTRUSTED_CONTENT_OR_PLAN_MISMATCH", told, step)


def is_misplaced(name: str, provenance: Provenance, effect: Effect) -> bool:
    """Whether a value is from where it must not be: access is a person's to decide.

    A model may say what is looked at; of what changes something it decides nothing.
    """
    match provenance:
        case Provenance.REPO_FACT:
            return name in NEVER_FROM_REPOSITORY
        case Provenance.MODEL:
            return effect is not Effect.READ
        case Provenance.USER | Provenance.DEFAULT | Provenance.AWS_READ:
            return False


def _no_wide_grants(plan: Plan) -> Iterator[Breach]:
    for step in plan.steps:
        for statement in _statements(step.params.get("policy")):
            for wide in _wide_parts(statement):
                yield Breach("E_TOO_WIDE", f"{step.step_id} would grant {wide}.", step)


def _caller_policy_is_least(plan: Plan) -> Iterator[Breach]:
    for statement in _statements(plan.iam_policy):
        narrowed = {**statement, "Resource": []} if _is_listing(statement) else statement
        for wide in _wide_parts(narrowed):
            yield Breach("E_TOO_WIDE", f"The plan would need {wide}.")


def _is_listing(statement: dict[str, JsonValue]) -> bool:
    """Whether it allows nothing but listings for which AWS knows no narrower resource."""
    actions = statement.get("Action")
    if not isinstance(actions, list) or statement.get("Resource") != ["*"]:
        return False
    return {str(action) for action in actions} <= LISTED_EVERYWHERE


def _no_secret_in_the_plan(plan: Plan) -> Iterator[Breach]:
    around = find_secrets(plan.model_dump_json(exclude={"steps"}))
    if around:
        yield Breach("E_SECRET_IN_PLAN", f"The plan contains a secret ({around[0].kind}).")
    for step in plan.steps:
        found = [*find_secrets(_text(step.params)), *find_secrets(_names(step.params))]
        if found:
            told = f"The parameters of {step.step_id} contain a secret ({found[0].kind})."
            yield Breach("E_SECRET_IN_PLAN", told, step)


def _text(params: JsonValue) -> str:
    """Without references: they are no secrets, though they stand under a secret's name."""
    return json.dumps(resolve(params, lambda _reference: None))


def _names(params: JsonValue) -> str:
    return "\n".join(reference.name for reference in references_in(params))


def _health_is_expected(plan: Plan) -> Iterator[Breach]:
    """An operation is no deployment: it does one thing, and a person looks at what came of it."""
    is_operation = plan.target == OPERATION_TARGET
    if any(step.exposes for step in plan.steps) and plan.health is None and not is_operation:
        told = "The plan opens an endpoint but does not say how its health is checked."
        yield Breach("E_NO_HEALTH_CHECK", told, is_fixable=True)


def _statements(policy: JsonValue) -> list[dict[str, JsonValue]]:
    """All statements; IAM takes a single one without its list (IAM policy grammar)."""
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    several = statements if isinstance(statements, list) else [statements]
    return [item for item in several if isinstance(item, dict)]


def _wide_parts(statement: dict[str, JsonValue]) -> Iterator[str]:
    for key, found in statement.items():
        for value in found if isinstance(found, list) else [found]:
            if _IS_WIDE.get(key, _is_unknown)(str(value)):
                yield f"{key} {value}"


def _is_wide_action(action: str) -> bool:
    return not _ACTION.fullmatch(action)


def _is_wide_resource(resource: str) -> bool:
    """An ARN may have wildcards in its last part alone, after something that is none."""
    *parts, last = resource.split(":", 5)
    return len(parts) < 5 or "*" in "".join(parts) or "?" in resource or last[:1] in ("", "*")


def _is_unknown(_value: str) -> bool:
    return True


def _is_no_matter(_value: str) -> bool:
    return False


_ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z0-9]+")
_IS_WIDE: dict[str, Callable[[str], bool]] = {
    "Action": _is_wide_action,
    "Resource": _is_wide_resource,
    **dict.fromkeys(("Sid", "Effect", "Condition"), _is_no_matter),
}


RULES: dict[str, Rule] = {
    "provenance_is_known": _provenance_is_known,
    "repository_decides_nothing_of_access": _repository_decides_nothing_of_access,
    "no_wide_grants": _no_wide_grants,
    "caller_policy_is_least": _caller_policy_is_least,
    "no_secret_in_the_plan": _no_secret_in_the_plan,
    "health_is_expected": _health_is_expected,
}
