"""What the account looked like before and after a plan, and what an undo has left different.

A look that fails keeps no run from going on: it is recorded as unavailable, with its reason.
"""

from collections.abc import Mapping

from pydantic import JsonValue

from agentpro.handlers import NodeContext
from agentpro.tools import ToolResult
from backend.agents.handler import plan_of, value_of
from backend.domain.account_digests import (
    AccountDigest,
    DigestMoment,
    changed_entries,
    entries_of,
    entry_of,
)
from backend.domain.canonical import JsonObject
from backend.domain.errors import OperatorMustAct
from backend.domain.plans.plan import Plan

_READ = ("digest", "resource_count", "is_complete", "resources", "absent")


async def note_account(context: NodeContext, moment: DigestMoment) -> JsonObject:
    """Look at the account and tell it; the fact ``account_before`` or ``account_after``."""
    return await _told(context, await _look(context, moment, f"digest_{moment}"))


async def note_account_after_undo(context: NodeContext) -> tuple[JsonObject, list[JsonValue]]:
    """As :func:`note_account`, and what of the plan's resources is not as it was before.

    Where something differs AWS is asked once more: IAM shows a deletion with a delay (IAM User
    Guide, "Changes that I make are not always immediately visible").
    """
    after = await _look(context, DigestMoment.AFTER, "digest_after")
    if _left(context, after):
        after = await _look(context, DigestMoment.AFTER, "digest_after_again")
    return await _told(context, after), _left(context, after)


async def _look(context: NodeContext, moment: DigestMoment, leaf: str) -> AccountDigest:
    plan = plan_of(context)
    first: list[JsonValue] = [*entries_of(step.resource for step in plan.steps)]
    args: JsonObject = {"region": plan.account.region, "first": first}
    read = await context.call("aws_deployer", "digest", args, leaf=leaf)
    return _digest(moment, read)


def _digest(moment: DigestMoment, read: ToolResult) -> AccountDigest:
    if read.error:
        reason = f"{read.error['error_code']}: {read.error['message']}"
        return AccountDigest.unavailable(moment, reason)
    found = value_of(read)
    known = {name: found[name] for name in _READ if name in found}
    return AccountDigest.from_json({"moment": moment, "reason": None, **known})


async def _told(context: NodeContext, digest: AccountDigest) -> JsonObject:
    await context.emit("account_digested", digest.to_json())
    return {f"account_{digest.moment}": digest.to_json()}


def _left(context: NodeContext, after: AccountDigest) -> list[JsonValue]:
    """The entries of the plan's own resources that differ; what others changed is not ours."""
    before = _known_before(context.facts)
    plan = plan_of(context)
    changed = set(changed_entries(before, after) or ()) if before else set[str]()
    own = entries_of(step.resource for step in plan.steps)
    return [_remainder(plan, entry) for entry in own if entry in changed]


def _known_before(facts: Mapping[str, JsonValue]) -> AccountDigest | None:
    known = facts.get("account_before")
    return AccountDigest.from_json(known) if known else None


def _remainder(plan: Plan, entry: str) -> JsonObject:
    step = next(step for step in plan.steps if entry_of(step.resource) == entry)
    error = OperatorMustAct(
        "E_ACCOUNT_DIFFERS",
        f"{entry} is not as it was before, although every step was taken back.",
        "Look at the resource, and put it right by hand.",
    )
    return {"step_id": step.step_id, "resource": entry, "error": {**error.as_record()}}
