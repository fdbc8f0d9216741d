"""What an application offers to the shipped graphs: handlers with outcomes, and a guardrail."""

from collections import defaultdict
from collections.abc import Mapping

from agentpro.definition import GraphDefinition
from agentpro.handlers import Handler
from agentpro.registry import Registry, registry_of
from agentpro.validation import KnownNames
from tests.agentpro.graphs import Act, RecordingObserver, StubHandler, always

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
    "validator.check": ("healthy", "failed"),
    "validator.confirm_removed": ("healthy", "failed"),
    "validator.check_operation": ("healthy", "failed"),
}

CHANGING = frozenset({"begin", "apply_step", "undo_step"})
"""Capabilities of ``aws_deployer`` that demand a gate."""


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
        guardrails=frozenset({"no_secrets"}),
    )


class LetsPass:
    """Stands for the guardrail that the application registers."""

    name = "no_secrets"

    def check(self, examined: object) -> None:
        return None


def a_shipped_registry(observer: RecordingObserver, acts: Mapping[str, Act]) -> Registry:
    """Handlers that take their first outcome, but for those in ``acts``."""
    closing = always("done", completion_state="succeeded")
    chosen = {"orchestrator.close": closing, "orchestrator.close_operation": closing, **acts}
    handlers: list[Handler] = [
        StubHandler(
            name=name, outcomes=frozenset(outcomes), act=chosen.get(name, always(outcomes[0]))
        )
        for name, outcomes in OUTCOMES.items()
    ]
    return registry_of(handlers=handlers, guardrails=(LetsPass(),), observers=(observer,))
