"""The cases that wait for a person, as lines."""

from collections.abc import Iterator
from typing import Any

from pydantic import JsonValue

from backend.cli.connection import reader
from backend.cli.program import Program
from backend.cli.showing.surface import Line, Surface
from backend.cli.showing.tables import table_lines
from backend.domain.errors import UserCanFix
from backend.domain.views import EscalationView

_HEADER = ("CASE", "OPENED", "APPLICATION", "REASON", "LEFT")


async def show_escalations(program: Program, *, as_json: bool) -> None:
    """The oldest first."""
    async with reader(program) as copilot:
        cases = await copilot.escalations()
    surface = Surface(as_json=as_json)
    if as_json:
        records: list[JsonValue] = [case.to_json() for case in cases]
        surface.result(records)
        return
    rows = [
        (
            case.escalation_id,
            case.opened_at.isoformat(timespec="seconds"),
            case.scope.application_id,
            case.reason_code,
            str(len(case.left)),
        )
        for case in cases
    ]
    surface.show(table_lines(_HEADER, rows))


async def show_escalation(program: Program, wanted: str, *, as_json: bool) -> None:
    """One of them, by its id or that of its run."""
    async with reader(program) as copilot:
        cases = await copilot.escalations()
    case = next((each for each in cases if wanted in (each.escalation_id, each.graph_run_id)), None)
    if case is None:
        raise UserCanFix(
            "E_NOT_FOUND",
            "No such case is open.",
            "`copilot escalations` lists those that are.",
        )
    surface = Surface(as_json=as_json)
    if as_json:
        surface.result(case.to_json())
    else:
        surface.show(_case_lines(case))


def _case_lines(case: EscalationView) -> Iterator[Line]:
    yield Line(f"{case.escalation_id} of {case.scope.application_id}: {case.reason_code}", "bold")
    if case.failure:
        yield Line(f"  {case.failure.get('message')}")
        yield Line(f"  Next: {case.failure.get('next_step')}")
    left: Any = case.left
    for each in left:
        error = each["error"]
        yield Line(f"  Left: {each['resource']}: {error['error_code']}: {error['message']}", "red")
    if left:
        yield Line(f"  Once the cause is gone: copilot runs undo {case.graph_run_id}")
    yield Line(f"  The whole run: copilot runs show {case.graph_run_id}")
