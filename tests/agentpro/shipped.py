"""What an application offers to the shipped graphs: handlers with outcomes, and a guardrail."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from agentpro.definition import GraphDefinition
from agentpro.handlers import Handler
from agentpro.loading import load_graph
from agentpro.registry import Registry, registry_of
from agentpro.run.state import state_after
from agentpro.validation import KnownNames
from tests.agentpro.graphs import (
    Act,
    RecordingObserver,
    StubHandler,
    a_host,
    always,
    run_input,
)

OUTCOMES: dict[str, tuple[str, ...]] = {
    "intake.collect": ("complete", "incomplete", "refused"),
    "intake.clarify": ("answered", "abandoned"),
    "intake.handoff": ("complete", "incomplete"),
    "curator.sync": ("ready", "failed"),
    "curator.know_account": ("ready", "failed"),
    "planner.preflight": ("ready", "failed"),
    "planner.draft": ("drafted", "no_plan"),
    "planner.draft_rollback": ("drafted", "no_plan"),
    "planner.draft_operation": ("changes", "reads", "no_plan"),
    "compliance.review": ("approved", "fixable", "vetoed"),
    "executor.read": ("answered", "failed"),
    "executor.preview": ("previewed", "failed"),
    "executor.apply": ("applied", "failed", "locked", "cancelled", "refused"),
    "executor.undo": ("undone", "cancelled", "incomplete"),
    "orchestrator.route": ("operation", "unclear"),
    "orchestrator.request_approval": ("approved", "rejected", "expired", "cancelled"),
    "orchestrator.respond": ("told",),
    "orchestrator.explain": ("explained",),
    "orchestrator.escalate": ("recorded",),
    "orchestrator.close": ("done",),
    "orchestrator.close_operation": ("done",),
    "compliance.screen": ("clean", "refused"),
    "compliance.explain": ("answered",),
    "compliance.review_answer": ("clean", "withheld"),
    "intake.understand": ("wish", "question"),
    "curator.recall": ("plan", "verdict", "outcome", "other"),
    "planner.explain": ("answered",),
    "validator.explain": ("answered",),
    "orchestrator.answer": ("answered",),
    "orchestrator.hand_over": ("done",),
    "validator.check": ("healthy", "failed"),
    "validator.confirm_removed": ("healthy", "failed"),
    "validator.check_operation": ("healthy", "failed"),
}

CHANGING = frozenset({"begin", "apply_step", "undo_step"})
"""Capabilities of ``aws_deployer`` that demand a gate."""
GUARDRAILS = frozenset(
    {
        "inside_catalogue",
        "no_secrets",
        "no_shell_deletion",
        "no_untrusted_text",
        "provenance_known",
        "reads_only",
    }
)


def tools_of(definition: GraphDefinition) -> dict[str, frozenset[str]]:
    """Every capability that a role is granted; whether it exists is the application's to prove."""
    granted: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for role in definition.roles.values():
        for tool, capabilities in role.tools.items():
            granted[tool] |= frozenset(capabilities)
    return dict(granted)


def known_to(definition: GraphDefinition) -> KnownNames:
    return KnownNames(
        tools=tools_of(definition),
        gated={"aws_deployer": CHANGING},
        handlers={name: frozenset(outcomes) for name, outcomes in OUTCOMES.items()},
        guardrails=GUARDRAILS,
    )


@dataclass(frozen=True)
class LetsPass:
    """Stands for a guardrail that the application registers."""

    name: str

    def check(self, examined: object) -> None:
        return None


def a_shipped_registry(observer: RecordingObserver, acts: Mapping[str, Act]) -> Registry:
    """Handlers that take their first outcome, but for those in ``acts``."""
    closing = always("done", completion_state="succeeded")
    ends = ("orchestrator.close", "orchestrator.close_operation", "orchestrator.hand_over")
    chosen = {**dict.fromkeys(ends, closing), **acts}
    handlers: list[Handler] = [
        StubHandler(
            name=name, outcomes=frozenset(outcomes), act=chosen.get(name, always(outcomes[0]))
        )
        for name, outcomes in OUTCOMES.items()
    ]
    return registry_of(
        handlers=handlers, guardrails=map(LetsPass, GUARDRAILS), observers=(observer,)
    )


async def visited(graph_id: str, acts: Mapping[str, Act]) -> list[str | None]:
    """The nodes that a run of stand-ins comes to."""
    observer = RecordingObserver()
    host = a_host(a_shipped_registry(observer, acts))
    await host.start("run-1", run_input(load_graph(graph_id)))
    value = await host.result("run-1")
    assert isinstance(value, dict)
    assert value["error"] is None
    assert state_after(observer.events).facts == value["facts"]
    return [each.node for each in observer.events if each.event_type == "node_started"]
