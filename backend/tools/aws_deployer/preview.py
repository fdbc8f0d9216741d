"""The preview: an interpreter over the plan that only reads."""

from backend.aws.account import AwsAccount, Reader
from backend.domain.canonical import JsonObject
from backend.domain.errors import OperatorMustAct, UserCanFix
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.actions import ChangeKind, Effect
from backend.domain.plans.change_set import Change, ChangeSet
from backend.domain.plans.ownership import RUN_TAG
from backend.domain.plans.plan import Plan, Step
from backend.tools.aws_deployer.catalog import declared
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    LiveState,
    Params,
    ReadAction,
    is_reached,
)
from backend.tools.aws_deployer.compose import require_declared
from backend.tools.aws_deployer.parameters import step_params


def preview(plan: Plan, account: AwsAccount) -> ChangeSet:
    """What the plan would do to the account as it is now. Blocks; only reads.

    Raises:
        UserCanFix: ``RESOURCE_EXISTS``, ``RESOURCE_MISSING`` or ``RESOURCE_CHANGED``, naming the
            resource.
        AwsFailure: where AWS does not answer a read.
    """
    require_declared(plan)
    account_id, caller_arn = account.identity()
    return ChangeSet(
        plan_digest=plan.digest,
        account_id=account_id,
        caller_arn=caller_arn,
        changes=tuple(_change(plan, step, account) for step in plan.steps),
    )


def _change(plan: Plan, step: Step, reader: Reader) -> Change:
    action, params = declared(step.action), step_params(step)
    if isinstance(action, ReadAction):
        return Change(
            step_id=step.step_id,
            kind=ChangeKind.NONE,
            resource=step.resource,
            before=None,
            after=None,
        )
    live = action.read(reader, params)
    if plan.undoes is not None and action.kind is ActionKind.DELETE and action.is_tagged:
        require_made_by(plan.undoes, step.resource, live)
    return Change(
        step_id=step.step_id,
        kind=_kind_in(plan, step, action, params, live),
        resource=step.resource,
        before=live,
        after=None if action.kind is ActionKind.DELETE else action.wanted(params),
    )


def _kind_in(plan: Plan, step: Step, action: Action, params: Params, live: LiveState) -> ChangeKind:
    """:func:`change_kind`; what runs must be there, or be made by an earlier step."""
    followed = action.follows(params)
    is_made_before = followed is not None and changes_before(plan, step, followed)
    if action.kind is ActionKind.RUN and live is None and not is_made_before:
        raise _missing(action.resource(params))
    return change_kind(action, params, live)


def changes_before(plan: Plan, step: Step, resource: str) -> bool:
    """Whether an earlier step of the plan changes the resource or a part of it."""
    return any(
        earlier.effect is not Effect.READ and f"{earlier.resource}/".startswith(f"{resource}/")
        for earlier in plan.steps[: plan.steps.index(step)]
    )


def change_kind(action: Action, params: Params, live: LiveState) -> ChangeKind:
    """What the action would do, given the live state of its resource."""
    match action.kind:
        case ActionKind.DELETE:
            return ChangeKind.NONE if live is None else ChangeKind.DELETE
        case ActionKind.RUN:
            return ChangeKind.RUN
        case ActionKind.CREATE | ActionKind.UPDATE if is_reached(action.wanted(params), live):
            return ChangeKind.NONE
        case ActionKind.CREATE:
            return _creation(action.resource(params), live)
        case ActionKind.UPDATE:
            return _update(action.resource(params), action.replaces(params), live)


def _creation(resource: str, live: LiveState) -> ChangeKind:
    if live is not None:
        raise _exists(resource)
    return ChangeKind.CREATE


def _update(resource: str, replaces: JsonObject, live: LiveState) -> ChangeKind:
    if live is None:
        raise _missing(resource)
    if not is_reached(replaces, live):
        raise _changed(resource)
    return ChangeKind.UPDATE


def require_made_by(graph_run_id: GraphRunId, resource: str, live: LiveState) -> None:
    """Raise unless the resource is absent or carries the tag of that run.

    Raises:
        OperatorMustAct: ``E_NOT_OURS``; the resource is left alone.
    """
    tags = {} if live is None else live.get("tags")
    is_marked = isinstance(tags, dict) and tags.get(RUN_TAG) == graph_run_id
    if live is not None and not is_marked:
        raise OperatorMustAct(
            "E_NOT_OURS",
            f"{resource} is left alone: nothing proves that run {graph_run_id} made it.",
            "Look at the resource and its tags, and delete it by hand if it is yours.",
        )


def _exists(resource: str) -> UserCanFix:
    return UserCanFix(
        "RESOURCE_EXISTS",
        f"{resource} already exists and does not belong to this plan, so it is left alone.",
        "Choose another name, or remove that resource first.",
    )


def _changed(resource: str) -> UserCanFix:
    return UserCanFix(
        "RESOURCE_CHANGED",
        f"{resource} was changed by somebody else, so that an undo would not give it back.",
        "Plan again from what is there now, or put the resource back as it was.",
    )


def _missing(resource: str) -> UserCanFix:
    return UserCanFix(
        "RESOURCE_MISSING",
        f"{resource} should be there but does not exist.",
        "Check its name and region; a deployment can be rolled back and deployed anew.",
    )
