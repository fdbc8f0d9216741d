"""From a draft to a plan: every fact about a step comes from the catalogue, none from the draft."""

from collections.abc import Collection, Mapping
from datetime import datetime

from pydantic import JsonValue

from backend.domain.errors import ModelCanFix
from backend.domain.identifiers import DeploymentId, GraphRunId, ReleaseId, Scope, Value
from backend.domain.plans.actions import Effect
from backend.domain.plans.drafting import DraftStep, PlanDraft
from backend.domain.plans.plan import AccountBinding, Plan, Step
from backend.domain.plans.references import ReferenceKind, references_in
from backend.tools.aws_deployer.catalog import declared
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    Declaration,
    Params,
)
from backend.tools.aws_deployer.iam_policy import policy_for
from backend.tools.aws_deployer.parameters import draft_params, step_params

COST_UNKNOWN = "not estimated"


class PlanContext(Value):
    """All of a plan that is not in its draft."""

    scope: Scope
    deployment_id: DeploymentId
    release_id: ReleaseId
    graph_run_id: GraphRunId
    graph_id: str
    policy_version: str
    account: AccountBinding


def compose(draft: PlanDraft, context: PlanContext, *, nonce: str, expires_at: datetime) -> Plan:
    """The plan of a draft.

    Raises:
        ModelCanFix: ``E_UNKNOWN_ACTION`` or ``E_INVALID_STEP``, naming the step and the argument.
    """
    _require_own_name(draft, context)
    created: set[str] = set()
    outputs: dict[str, frozenset[str]] = {}
    steps: list[Step] = []
    for proposed in draft.steps:
        action = declared(proposed.call.tool)
        _require_outputs(proposed.step_id, proposed.call.args, outputs)
        outputs[proposed.step_id] = action.output_names
        steps.append(_step(proposed, action, created))
        if _creates(action):
            created.add(steps[-1].resource)
    _require_outputs("The plan", [draft.outputs, draft.health and draft.health.url], outputs)
    return Plan(
        **context.model_dump(exclude={"scope", "account"}),
        scope=context.scope,
        account=context.account,
        intent=draft.intent,
        target=draft.target,
        source=draft.source,
        artefacts=draft.artefacts,
        steps=tuple(steps),
        outputs=draft.outputs,
        health=draft.health,
        iam_policy=policy_for(steps, context.account),
        cost=COST_UNKNOWN,
        undoes=draft.undoes,
        confirmation=draft.confirmation,
        nonce=nonce,
        expires_at=expires_at,
    )


def _require_own_name(draft: PlanDraft, context: PlanContext) -> None:
    """What a person types to confirm a whole plan is never chosen by who drafts it."""
    if draft.confirmation not in (None, context.scope.application_id):
        raise ModelCanFix(
            "E_INVALID_STEP",
            f"A plan is not confirmed with {draft.confirmation!r} but with its application's name.",
            "Leave the confirmation out and plan again.",
        )


def _require_outputs(place: str, value: JsonValue, known: Mapping[str, frozenset[str]]) -> None:
    for reference in references_in(value):
        step_id, _, name = reference.name.partition(".")
        is_output = reference.kind is ReferenceKind.OUTPUT
        if is_output and name not in known.get(step_id, frozenset()):
            raise ModelCanFix(
                "E_INVALID_STEP",
                f"{place} refers to {reference.name}, which no step before it gives.",
                "Refer to an output of an earlier step and plan again.",
            )


def require_declared(plan: Plan) -> None:
    """Raise unless every step says of itself what the catalogue says of it.

    Raises:
        ModelCanFix: ``UNTRUSTED_CONTENT_OR_PLAN_MISMATCH``.
    """
    created: set[str] = set()
    for step in plan.steps:
        action = declared(step.action)
        facts = _facts(action, step_params(step), created)
        if any(getattr(step, name) != value for name, value in facts.items()):
            raise _mismatch(
                f"The step {step.step_id} does not say what the catalogue says of {step.action}."
            )
        if _creates(action):
            created.add(step.resource)
    if plan.iam_policy != policy_for(plan.steps, plan.account):
        raise _mismatch("The permissions of the plan are not those of its steps.")


def _creates(action: Declaration) -> bool:
    return isinstance(action, Action) and action.kind is ActionKind.CREATE


def _mismatch(told: str) -> ModelCanFix:
    return ModelCanFix("UNTRUSTED_CONTENT_OR_PLAN_MISMATCH", told, "Plan again; nothing was sent.")


def _step(proposed: DraftStep, action: Declaration, created: Collection[str]) -> Step:
    params = draft_params(proposed.step_id, action.name, proposed.call.args)
    return Step.model_validate(
        {
            "step_id": proposed.step_id,
            "action": action.name,
            "params": proposed.call.args,
            "provenance": proposed.provenance,
            **_facts(action, params, created),
        }
    )


def _facts(action: Declaration, params: Params, created: Collection[str]) -> dict[str, object]:
    widened = action.grants_on(params)
    is_new = widened is None or widened in created
    needs = action.needs(params)
    return {
        "title": action.title(params),
        "resource": action.resource(params),
        "effect": action.effect if is_new else Effect.DESTRUCTIVE,
        "label": action.label,
        "compensation": action.undo_action,
        "iam_actions": tuple(sorted({name for need in needs for name in need.actions})),
        "exposes": action.exposes(params),
    }
