"""Planning and validation: prerequisites, the package, and an exact plan from a recipe."""

from pydantic import JsonValue

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.handler import (
    failed,
    handles,
    operation_of,
    request_of,
    scope_of,
    value_of,
)
from backend.domain.plans.actions import Effect
from backend.domain.plans.plan import Plan
from backend.domain.plans.policy import POLICY_VERSION

REPLANNABLE = frozenset({"PREVIEW_DRIFTED"})
"""Failures after which planning again can give another plan without anybody changing anything."""


@handles("planner.preflight", "ready", "failed")
async def preflight(context: NodeContext) -> Outcome:
    """Who calls, do the files compile, and what exactly would be deployed."""
    request = request_of(context)
    identity = await context.call(
        "aws_deployer", "identity", {"region": request.region}, leaf="identity"
    )
    if identity.error:
        return failed(context, identity.error)
    account = value_of(identity)
    source = {"source": context.facts["source"], "detection": context.facts["detection"]}
    checked = await context.call("github_deployer", "check", source, leaf="check")
    if checked.error:
        return failed(context, checked.error)
    wanted = {**source, "request": request.to_json(), "is_sandbox": account["is_sandbox"]}
    package = await context.call("github_deployer", "package", wanted, leaf="package")
    if package.error:
        return failed(context, package.error)
    facts = {"account": account, "checks": value_of(checked)["checks"], "package": package.value}
    await context.emit("preflight_completed", facts)
    return Outcome(name="ready", facts=facts)


@handles("planner.draft", "drafted", "no_plan")
async def draft(context: NodeContext) -> Outcome:
    """Draft from the recipe; after a failure only where another plan can help."""
    if not _can_help(context):
        return Outcome(name="no_plan")
    request = request_of(context)
    known_as: dict[str, JsonValue] = {
        "region": request.region,
        "application_name": request.application_name,
    }
    found = await context.call("mongo_store", "find_deployment", known_as, leaf="deployment")
    if found.error:
        return failed(context, found.error, "no_plan")
    args: dict[str, JsonValue] = {
        "request": request.to_json(),
        "source": context.facts["source"],
        "detection": context.facts["detection"],
        "package": context.facts["package"],
        "account": context.facts["account"],
        "deployment": found.value,
    }
    drafted = await context.call("github_deployer", "draft", args, leaf="draft")
    if drafted.error:
        return failed(context, drafted.error, "no_plan")
    return await _compose(context, value_of(drafted), context.facts["account"])


@handles("planner.draft_rollback", "drafted", "no_plan")
async def draft_rollback(context: NodeContext) -> Outcome:
    """Draft the undoing of a release from the journal of its run."""
    region = context.inputs["region"]
    identity = await context.call("aws_deployer", "identity", {"region": region}, leaf="identity")
    if identity.error:
        return failed(context, identity.error, "no_plan")
    release = context.inputs["release"]
    args: dict[str, JsonValue] = dict(release) if isinstance(release, dict) else {}
    drafted = await context.call("aws_deployer", "draft_rollback", args, leaf="draft")
    if drafted.error:
        return failed(context, drafted.error, "no_plan")
    return await _compose(context, value_of(drafted), value_of(identity))


@handles("planner.draft_operation", "reads", "changes", "no_plan")
async def draft_operation(context: NodeContext) -> Outcome:
    """Draft the calls that were asked for; after a failure only where another plan can help.

    Whether the plan only reads, its steps say: the catalogue has, not who asked.
    """
    if not _can_help(context):
        return Outcome(name="no_plan")
    args = operation_of(context).to_json()
    drafted = await context.call("aws_deployer", "draft_operation", args, leaf="draft")
    if drafted.error:
        return failed(context, drafted.error, "no_plan")
    composed = await _compose(context, value_of(drafted), context.facts["account"])
    if composed.name == "no_plan":
        return composed
    steps = Plan.from_json(composed.facts["plan"]).steps
    only_reads = all(step.effect is Effect.READ for step in steps)
    return Outcome(name="reads" if only_reads else "changes", facts=composed.facts)


def _can_help(context: NodeContext) -> bool:
    """Whether planning again makes sense: nothing has failed yet, or another plan may succeed."""
    known = context.facts.get("failure")
    return not isinstance(known, dict) or known.get("error_code") in REPLANNABLE


async def _compose(
    context: NodeContext, drafted: dict[str, JsonValue], account: JsonValue
) -> Outcome:
    ids: dict[str, JsonValue] = {
        "scope": scope_of(context).to_json(),
        "deployment_id": drafted["deployment_id"],
        "release_id": drafted["release_id"],
        "graph_run_id": context.graph_run_id,
        "graph_id": context.graph_id,
        "policy_version": POLICY_VERSION,
        "account": account,
    }
    args: dict[str, JsonValue] = {"draft": drafted["draft"], "context": ids}
    composed = await context.call("aws_deployer", "compose", args, leaf="compose")
    if composed.error:
        return failed(context, composed.error, "no_plan")
    await context.emit("plan_drafted", {"plan": composed.value})
    return Outcome(
        name="drafted", facts={"plan": composed.value, "account": account, "failure": None}
    )


HANDLERS: tuple[Handler, ...] = (preflight, draft, draft_rollback, draft_operation)
