"""The least policy that suffices for a plan: its exact actions, on its exact resources."""

from collections import defaultdict
from collections.abc import Iterable

from pydantic import JsonValue

from backend.domain.canonical import JsonObject
from backend.domain.plans.plan import AccountBinding, Step
from backend.tools.aws_deployer.catalog import action_named, declared
from backend.tools.aws_deployer.catalog.declaration import Action, IamNeed, Params, ReadAction
from backend.tools.aws_deployer.parameters import step_params


def policy_for(steps: Iterable[Step], account: AccountBinding) -> JsonObject:
    """An IAM policy document for applying the steps and undoing them.

    Actions with the same resources share a statement. ``sts:GetCallerIdentity`` needs no permission
    (STS API Reference), so it is not named.
    """
    needs = [need for step in steps for need in _needs(declared(step.action), step_params(step))]
    return _document(needs, account)


def policy_of_call(
    action: Action | ReadAction, params: Params, account: AccountBinding
) -> JsonObject:
    """:func:`policy_for` of one step whose parameters are all known."""
    return _document(_needs(action, params), account)


def _document(needs: Iterable[IamNeed], account: AccountBinding) -> JsonObject:
    by_resources: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for need in needs:
        resources = tuple(_fill(resource, account) for resource in need.resources)
        by_resources[resources].update(need.actions)
    statements: list[JsonValue] = [
        {"Effect": "Allow", "Action": [*sorted(actions)], "Resource": [*resources]}
        for resources, actions in sorted(by_resources.items())
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def _needs(action: Action | ReadAction, params: Params) -> tuple[IamNeed, ...]:
    if isinstance(action, ReadAction):
        return action.needs(params)
    return (*action.needs(params), *_undo_needs(action, params))


def _undo_needs(action: Action, params: Params) -> tuple[IamNeed, ...]:
    if action.undo is None:
        return ()
    outputs = dict.fromkeys(action.output_names, "0")
    undo = action.undo(params, None, outputs)
    other = action_named(undo.action)
    return other.needs(other.params.model_validate(undo.params))


def _fill(resource: str, account: AccountBinding) -> str:
    return resource.replace("{account}", account.account_id).replace("{region}", account.region)
