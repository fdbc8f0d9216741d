"""Handlers as plain functions, and the few ways in which they read the run and report a failure."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from agentpro.handlers import NodeContext, Outcome
from agentpro.tools import ToolResult
from backend.domain.errors import CopilotError
from backend.domain.identifiers import Scope
from backend.domain.intake import DeploymentRequest
from backend.domain.operations import Operation
from backend.domain.plans.approval import Actor
from backend.domain.plans.change_set import ChangeSet
from backend.domain.plans.plan import Plan
from backend.domain.plans.verdict import Verdict

CONTROL = "control"
"""The mailbox topic of a person's answers: approved, rejected or cancelled."""
HandlerFunction = Callable[[NodeContext], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class FunctionHandler:
    """One function as agentpro's ``Handler``."""

    name: str
    outcomes: frozenset[str]
    function: HandlerFunction

    async def __call__(self, context: NodeContext) -> Outcome:
        """Run the function."""
        return await self.function(context)


def handles(name: str, *outcomes: str) -> Callable[[HandlerFunction], FunctionHandler]:
    """Declare the handler ``role.verb`` and every outcome that it may return."""
    return lambda function: FunctionHandler(name, frozenset(outcomes), function)


def scope_of(context: NodeContext) -> Scope:
    """The tenant, environment and application of the run; its intake may have named the last."""
    scope = Scope.from_json(context.inputs["scope"])
    request = context.facts.get("request")
    name = request.get("application_name") if isinstance(request, dict) else None
    return scope.named(str(name) if name else None)


def actor_of(context: NodeContext) -> Actor:
    """Who started the run."""
    return Actor.from_json(context.inputs["actor"])


def request_of(context: NodeContext) -> DeploymentRequest:
    """The request as the intake left it, or as the run was started with it."""
    return DeploymentRequest.from_json(context.facts.get("request") or context.inputs["request"])


def operation_of(context: NodeContext) -> Operation:
    """The operation that the run was started with."""
    return Operation.from_json(context.inputs["operation"])


def plan_of(context: NodeContext) -> Plan:
    """The plan that was drafted last."""
    return Plan.from_json(context.facts["plan"])


def verdict_of(context: NodeContext) -> Verdict:
    """Compliance's answer to that plan."""
    return Verdict.from_json(context.facts["verdict"])


def change_set_of(context: NodeContext) -> ChangeSet:
    """The preview of that plan."""
    return ChangeSet.from_json(context.facts["change_set"])


def failed(
    context: NodeContext, error: Mapping[str, JsonValue] | CopilotError, outcome: str = "failed"
) -> Outcome:
    """The outcome of a node that could not do its work, with the reason as the fact ``failure``."""
    return Outcome(name=outcome, facts={"failure": failure(context, error)})


def failure(
    context: NodeContext, error: Mapping[str, JsonValue] | CopilotError, **more: JsonValue
) -> dict[str, JsonValue]:
    """What later nodes and people need to know of a failure."""
    record = error.as_record() if isinstance(error, CopilotError) else error
    return {
        "error_code": record.get("error_code", "E_BUG"),
        "message": record.get("message", "An unknown error."),
        "next_step": record.get("next_step", "Report it with the run's id."),
        "node": context.node,
        **more,
    }


def value_of(result: ToolResult) -> dict[str, JsonValue]:
    """The value of a call that succeeded, as an object; empty where there is none."""
    return dict(result.value) if isinstance(result.value, dict) else {}
