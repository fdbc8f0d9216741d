"""The commands that only look: runs, deployments, credentials, the account."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import JsonValue

from backend.cli.accounts import AccountChoice, chosen_credential, sandbox_spec, stored_sandbox
from backend.cli.connection import reader, service
from backend.cli.program import Program
from backend.cli.showing.account import account_lines
from backend.cli.showing.answers import answer_lines
from backend.cli.showing.plan_card import plan_card
from backend.cli.showing.surface import Line, Surface
from backend.cli.showing.tables import table_lines
from backend.domain.canonical import JsonObject
from backend.domain.identifiers import DeploymentId, GraphRunId, Value
from backend.domain.operations import is_operation
from backend.domain.views import DeploymentView, RunView


async def show_runs(program: Program, limit: int, *, as_json: bool) -> None:
    """The newest runs first."""
    async with reader(program) as copilot:
        views = await copilot.runs(limit)
    rows = [
        (
            view.graph_run_id,
            view.created_at.isoformat(timespec="seconds"),
            view.scope.application_id,
            _standing(view),
            view.url or "",
        )
        for view in views
    ]
    _show(views, ("RUN", "STARTED", "APPLICATION", "STATE", "URL"), rows, as_json=as_json)


async def show_deployments(program: Program, *, as_json: bool) -> None:
    """The newest deployments first."""
    async with reader(program) as copilot:
        views = await copilot.deployments()
    rows = [
        (
            view.scope.application_id,
            _words(view.status),
            _place(view),
            str(view.release_count),
            view.url or "",
            view.deployment_id,
        )
        for view in views
    ]
    header = ("APPLICATION", "STATUS", "ACCOUNT", "RELEASES", "URL", "DEPLOYMENT")
    _show(views, header, rows, as_json=as_json)


async def show_deployment(program: Program, deployment: str, *, as_json: bool) -> None:
    """One deployment, and what its newest release changed in the account."""
    async with reader(program) as copilot:
        view = await copilot.deployment(DeploymentId(deployment))
    surface = Surface(as_json=as_json)
    if as_json:
        surface.result(view.to_json())
        return
    surface.show(_deployment_lines(view))
    surface.show(account_lines(view.account))


async def show_memories(program: Program, text: str, limit: int, *, as_json: bool) -> None:
    """What fits the text best, or without one the newest."""
    async with reader(program) as copilot:
        found = await copilot.memories(text, limit)
    rows = [
        (
            match.memory.memory_id,
            match.memory.occurred_at.date().isoformat(),
            match.memory.scope.application_id,
            match.memory.text,
        )
        for match in found
    ]
    _show(found, ("MEMORY", "DATE", "APPLICATION", "WHAT"), rows, as_json=as_json)


async def show_credentials(program: Program, *, as_json: bool) -> None:
    """What is stored, with its last four digits at most."""
    async with reader(program) as copilot:
        found = await copilot.credentials()
    rows = [
        (
            item.name,
            "sandbox" if item.is_sandbox else item.kind,
            f"…{item.last_four}" if item.last_four else "",
            item.account_id or "",
            item.arn or "",
        )
        for item in found
    ]
    _show(found, ("NAME", "KIND", "KEY", "ACCOUNT", "CALLER"), rows, as_json=as_json)


async def show_run(program: Program, run_id: str, *, as_json: bool) -> None:
    """One run, and the plan that it waits with."""
    async with reader(program) as copilot:
        view = await copilot.run(GraphRunId(run_id))
    surface = Surface(as_json=as_json)
    if as_json:
        surface.result(view.to_json())
        return
    surface.show(_run_lines(view))
    surface.show(_left_lines(view))
    surface.show(account_lines(view.account))
    surface.show([Line("")] if view.answers else [])
    surface.show(answer_lines(view.answers))
    if view.question:
        surface.show(plan_card(view.question))


async def show_account_digest(
    program: Program, choice: AccountChoice, region: str, *, as_json: bool
) -> None:
    """Everything in the account that the catalogue can touch; no run goes on meanwhile."""
    if choice.is_sandbox:
        await _know_sandbox(program)
    async with reader(program) as copilot:
        credential_id = await chosen_credential(copilot, program, choice)
        found = await copilot.account_digest(credential_id, region)
    surface = Surface(as_json=as_json)
    if as_json:
        surface.result(found)
    else:
        surface.show([Line(json.dumps(found, indent=2, sort_keys=True))])


async def _know_sandbox(program: Program) -> None:
    """Store the sandbox's credentials where they are missing: looking alone cannot."""
    spec = await sandbox_spec(program)
    async with reader(program) as copilot:
        if await stored_sandbox(copilot, spec):
            return
    async with service(program, "copilot account digest") as copilot:
        await chosen_credential(copilot, program, AccountChoice(is_sandbox=True, name=None))


def _standing(view: RunView) -> str:
    if view.completion_state:
        return view.completion_state
    return "waits for approval" if view.question else f"running: {view.node or 'starting'}"


def _deployment_lines(view: DeploymentView) -> Iterator[Line]:
    yield Line(f"{view.scope.application_id}: {_words(view.status)}", "bold")
    facts = {
        "URL": view.url,
        "Where": _place(view),
        "Deployment": view.deployment_id,
        "Newest release": view.release_id,
        "Releases": str(view.release_count),
        "Last changed": view.updated_at.isoformat(timespec="seconds"),
    }
    yield from (Line(f"  {name:<18} {value}") for name, value in facts.items() if value)


def _place(view: DeploymentView) -> str:
    return f"{'sandbox' if view.is_sandbox else view.account_id} {view.region}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _run_lines(view: RunView) -> Iterator[Line]:
    name = "an operation" if is_operation(view.graph_id) else view.scope.application_id
    yield Line(f"{view.graph_run_id} of {name}: {_standing(view)}", "bold")
    yield from (_step_line(step) for step in view.steps)
    if view.failure:
        yield Line(f"{view.failure.get('error_code')}: {view.failure.get('message')}")
    if view.url:
        yield Line(f"  URL                {view.url}")


def _left_lines(view: RunView) -> Iterator[Line]:
    """What could not be taken back, and why."""
    left: Any = view.undo.get("left")
    for each in left or ():
        error = each["error"]
        yield Line(f"  Left: {each['resource']}: {error['error_code']}: {error['message']}", "red")
    if left and view.completion_state:
        yield Line(f"  Once the cause is gone: copilot runs undo {view.graph_run_id}")


def _step_line(step: JsonObject) -> Line:
    is_read = step.get("effect") == "read" and step.get("state") == "unchanged"
    state = "read" if is_read else step.get("state", "")
    return Line(f"  {state:<10} {step.get('title')}")


def _show(
    values: Iterable[Value], header: Sequence[str], rows: list[tuple[str, ...]], *, as_json: bool
) -> None:
    surface = Surface(as_json=as_json)
    if as_json:
        records: list[JsonValue] = [value.to_json() for value in values]
        surface.result(records)
        return
    surface.show(table_lines(header, rows))
