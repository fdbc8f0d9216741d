"""What is said on the way of a run, one sentence each."""

from collections.abc import Mapping
from typing import Any

from backend.agents.explaining.phrasing import counted, name, shown
from backend.domain.plans.plan import Plan

_KB = 1024
_APPLYING = (
    "Approved. I apply the plan now, step by step; if you stop it, what it has applied is undone."
)
_READING = "reading"
"""The node of an operation that only asks; nothing is undone when it fails."""


def milestone(event_type: str, payload: Mapping[str, Any]) -> str | None:
    """What an event means to a person who waits; ``None`` where the page says enough."""
    match event_type:
        case "intake_requested":
            missing = ", ".join(each.replace("_", " ") for each in payload["missing"])
            return f"Please fill in the form. Still missing: {missing}."
        case "preflight_completed":
            return _preflight(payload)
        case "approval_requested":
            return _plan_ready(Plan.from_json(payload["plan"]))
        case "approval_decided":
            return _APPLYING if payload["answer"] == "approved" else None
        case "step_failed":
            return _step_failed(payload["failure"])
        case "graph_failed":
            said = f"The run broke off: {shown(str(payload.get('message')))}"
            return f"{said} {shown(str(payload.get('next_step') or ''))}"
        case _:
            return None


def _preflight(payload: Mapping[str, Any]) -> str:
    """What was found out: the package, its runtime, and who asks."""
    package: dict[str, Any] = payload["package"]
    artefact: dict[str, Any] = package.get("artefact") or {}
    size = max(1, round(int(artefact.get("size_bytes") or 0) / _KB))
    bundled = counted(len(artefact.get("dependencies") or ()), "bundled package")
    account: dict[str, Any] = payload["account"]
    where = "the sandbox" if account.get("is_sandbox") else f"account {name(account['account_id'])}"
    return (
        f"The source is fit to be deployed: {name(artefact.get('name'))} ({size} KB, {bundled}) "
        f"for {name(package.get('runtime'))}, as {name(account['caller_arn'])} in {where}."
    )


def _plan_ready(plan: Plan) -> str:
    """The one sentence by which a person is called to the card."""
    return (
        f"The plan is ready: {shown(plan.intent)} It has {counted(len(plan.steps), 'step')}, on "
        "its card. Nothing changes before you approve it there."
    )


def _step_failed(failure: Mapping[str, Any]) -> str | None:
    """That an undo begins; a question that failed has none, and its ending says why."""
    if failure.get("node") == _READING:
        return None
    return f"A step failed: {shown(str(failure['message']))} I am undoing what was applied."
