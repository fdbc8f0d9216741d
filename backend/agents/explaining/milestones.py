"""What is said on the way of a run, one sentence each."""

from collections.abc import Mapping
from typing import Any

from backend.agents.explaining.phrasing import counted, joined, name, shown
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
            return _form_asked(payload)
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


def _form_asked(payload: Mapping[str, Any]) -> str:
    """What a person has to fill in; a field with one choice fills in itself."""
    fields: dict[str, Any] = payload["form"].get("properties") or {}
    asked = [each for each in payload["missing"] if len(fields.get(each, {}).get("enum", ())) != 1]
    missing = joined([each.replace("_", " ") for each in asked])
    return f"Please fill in the form. Missing: {missing}." if asked else "Please check the form."


def _preflight(payload: Mapping[str, Any]) -> str:
    """What was found out: the package, its runtime, and who asks."""
    package: dict[str, Any] = payload["package"]
    artefact: dict[str, Any] = package.get("artefact") or {}
    bundled = counted(len(artefact.get("dependencies") or ()), "bundled package")
    account: dict[str, Any] = payload["account"]
    where = "the sandbox" if account.get("is_sandbox") else f"account {name(account['account_id'])}"
    return (
        f"The source is fit to be deployed: a package of {_size(artefact)} with {bundled}, for "
        f"{name(package.get('runtime'))}. It goes to {where}, as {name(account['caller_arn'])}."
    )


def _size(artefact: Mapping[str, Any]) -> str:
    kilobytes = int(artefact.get("size_bytes") or 0) / _KB
    return f"{kilobytes / _KB:.1f} MB" if kilobytes >= _KB else f"{max(1, round(kilobytes))} KB"


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
