"""The result of a run, for machines and for people."""

from collections.abc import Iterator
from itertools import islice

from backend.cli.runs.following import Ending
from backend.cli.showing.account import account_lines
from backend.cli.showing.answers import answer_lines
from backend.cli.showing.surface import Line, Surface
from backend.domain.canonical import JsonObject
from backend.domain.operations import is_operation
from backend.domain.views import ApprovalQuestion, RunView


def present(ending: Ending, surface: Surface) -> int:
    """Show how it ended, and give the exit code."""
    if surface.is_for_machine:
        surface.result(record_of(ending))
    surface.show(lines_of(ending))
    return ending.exit_code


def record_of(ending: Ending) -> JsonObject:
    """The one JSON object; ``approval`` is there while a person is needed."""
    view = ending.view
    record: JsonObject = {
        "deployment_id": view.deployment_id,
        "graph_run_id": view.graph_run_id,
        "completion_state": view.completion_state,
        "plan_digest": view.plan_digest,
        "change_set_digest": view.change_set_digest,
        "url": view.url,
        "health": view.health,
        "steps": [*view.steps],
        "undo": view.undo,
        "account": view.account.to_json() if view.account else None,
        **_failure(ending),
    }
    if is_operation(view.graph_id):
        record["answers"] = [answer.to_json() for answer in view.answers]
    if view.question is not None:
        record["approval"] = _approval(view.question)
    return record


def lines_of(ending: Ending) -> Iterator[Line]:
    """The last words to a person."""
    view = ending.view
    yield Line("")
    failure = _failure(ending)
    yield from answer_lines(view.answers)
    if view.completion_state == "succeeded":
        yield from _done(view)
        if view.url:
            yield Line(f"  URL                {view.url}", "bold")
    elif ending.waiting is None:
        yield Line(f"Ended: {_end_of(view)}", "bold red")
    if failure:
        yield Line(f"{failure['error_code']}: {failure['message']}", "bold")
        yield Line(f"  {failure['next_step']}")
    yield from _undo_lines(view)
    yield from islice(account_lines(view.account), 1)
    yield Line(f"  Run                {view.graph_run_id}", "dim")
    if view.completion_state == "succeeded" and view.url:
        yield Line(f"  Take it back with  copilot rollback {view.scope.application_id}", "dim")


def _done(view: RunView) -> Iterator[Line]:
    if not is_operation(view.graph_id):
        yield Line(f"Done: {view.scope.application_id}", "bold green")
    elif view.change_set_digest is not None:
        yield Line("Done", "bold green")


def _end_of(view: RunView) -> str:
    """A run that never came to change anything ends as ``undone``, too."""
    is_untouched = view.completion_state == "undone" and not view.undo.get("undone")
    return "failed, and nothing was changed" if is_untouched else str(view.completion_state)


def _undo_lines(view: RunView) -> Iterator[Line]:
    undone, left = view.undo.get("undone"), view.undo.get("left")
    if isinstance(undone, list) and undone:
        rest = "something is left" if left else "nothing is left"
        yield Line(f"  Undone             {len(undone)} steps; {rest}")
    for item in left if isinstance(left, list) else []:
        resource = item.get("resource") if isinstance(item, dict) else item
        yield Line(f"  ! still there: {resource}", "bold red")


def _failure(ending: Ending) -> JsonObject:
    if ending.waiting is not None:
        return {**ending.waiting.as_record()}
    failure = ending.view.failure
    if failure is None or ending.view.completion_state == "succeeded":
        return {}
    return {name: failure.get(name) for name in ("error_code", "message", "next_step")}


def _approval(question: ApprovalQuestion) -> JsonObject:
    return {
        "approval_id": question.approval_id,
        "plan_digest": question.plan_digest,
        "change_set_digest": question.change_set_digest,
        "exposures": [*question.exposures],
        "confirmations": {**question.confirmations},
        "expires_at": question.expires_at.isoformat(),
    }
