"""Post-deployment validator: reads AWS and asks the application itself; it changes nothing."""

from pydantic import JsonValue

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.account_digests import note_account
from backend.agents.handler import failed, handles, plan_of, value_of
from backend.domain.account_digests import DigestMoment
from backend.domain.errors import OperatorMustAct, UserCanFix
from backend.domain.plans.plan import Plan
from backend.domain.plans.references import Reference, ReferenceKind, references_in, resolve


@handles("validator.check", "healthy", "failed")
async def check(context: NodeContext) -> Outcome:
    """AWS is as planned and the health endpoint answers."""
    plan = plan_of(context)
    outputs = _outputs(plan, context.facts["steps"])
    problem = await _not_as_planned(context)
    if problem:
        return failed(context, problem)
    health: JsonValue = None
    if plan.health is not None:
        args: dict[str, JsonValue] = {
            "url": _resolved(plan.health.url, context.facts["steps"]),
            "path": plan.health.path,
            "expect_status": plan.health.status,
            "secrets": _secrets_of(plan),
        }
        checked = await context.call("health_probe", "check", args, leaf="health")
        if checked.error:
            return failed(context, checked.error)
        health = checked.value
        await context.emit("health_checked", value_of(checked))
        if not value_of(checked).get("is_healthy"):
            facts = {**failed(context, _unhealthy(plan, value_of(checked))).facts, "health": health}
            return Outcome(name="failed", facts=facts)
    found = await note_account(context, DigestMoment.AFTER)
    return Outcome(name="healthy", facts={**found, "outputs": outputs, "health": health})


@handles("validator.confirm_removed", "healthy", "failed")
async def confirm_removed(context: NodeContext) -> Outcome:
    """AWS is as the rollback plan wanted it."""
    return await _confirmed(context)


@handles("validator.check_operation", "healthy", "failed")
async def check_operation(context: NodeContext) -> Outcome:
    """AWS is as the operation wanted it."""
    return await _confirmed(context)


async def _confirmed(context: NodeContext) -> Outcome:
    problem = await _not_as_planned(context)
    if problem:
        return failed(context, problem)
    return Outcome(name="healthy", facts=await note_account(context, DigestMoment.AFTER))


async def _not_as_planned(context: NodeContext) -> dict[str, str] | OperatorMustAct | None:
    read = await context.call("aws_deployer", "read", {"plan": context.facts["plan"]}, leaf="read")
    if read.error:
        return dict(read.error)
    steps = value_of(read).get("steps")
    for step in steps if isinstance(steps, list) else []:
        if isinstance(step, dict) and not step.get("is_as_planned"):
            return OperatorMustAct(
                "E_NOT_AS_PLANNED",
                f"{step.get('resource')} is not as the plan left it.",
                "Somebody else may be changing this account; look at its CloudTrail.",
            )
    return None


def _unhealthy(plan: Plan, health: dict[str, JsonValue]) -> UserCanFix:
    expected = plan.health
    path = expected.path if expected else "/"
    got = health.get("status") or health.get("reason") or "no answer"
    said = str(health.get("body_excerpt") or "").strip()
    return UserCanFix(
        "E_UNHEALTHY",
        f"The application was deployed, but GET {path} gave {got}" + (f": {said}" if said else "."),
        "Look at the application's log, correct it, and deploy again.",
    )


def _secrets_of(plan: Plan) -> list[JsonValue]:
    """The names of the values that the application was given."""
    found = (each for step in plan.steps for each in references_in(step.params))
    return [*sorted({each.name for each in found if each.kind is ReferenceKind.SECRET})]


def _outputs(plan: Plan, steps: JsonValue) -> dict[str, JsonValue]:
    return {name: _resolved(value, steps) for name, value in plan.outputs.items()}


def _resolved(value: JsonValue, steps: JsonValue) -> JsonValue:
    def lookup(reference: Reference) -> JsonValue:
        step_id, _, name = reference.name.partition(".")
        step = steps.get(step_id) if isinstance(steps, dict) else None
        outputs = step.get("outputs") if isinstance(step, dict) else None
        return outputs.get(name) if isinstance(outputs, dict) else None

    return resolve(value, lookup)


HANDLERS: tuple[Handler, ...] = (check, confirm_removed, check_operation)
