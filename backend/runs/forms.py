"""Intake forms: what may be answered, and whether a run still waits for it."""

from collections.abc import Callable

from backend.aws.regions import require_region
from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.events import Event, EventType
from backend.domain.intake import DeploymentRequest, require_valid
from backend.runs.views import event_of
from backend.stores.repositories.events import Events
from backend.stores.repositories.runs import RunRecord

_CLARIFICATION = "clarification"


def require_usable(request: DeploymentRequest) -> None:
    """Raise where a value that was given cannot be used.

    Raises:
        UserCanFix: ``E_UNKNOWN_TARGET``, ``E_UNKNOWN_REGION``, ``E_INVALID_NAME``, ….
    """
    require_valid(request)
    if request.region is not None:
        require_region(request.target or "lambda", request.region)


def require_form(request: DeploymentRequest) -> None:
    """As :func:`require_usable`, with everything that is wrong at once, by field.

    Raises:
        UserCanFix: ``E_INVALID_FORM``.
    """
    wrong = {name: why for name in _CHECKED if (why := _problem(name, request)) is not None}
    if not (request.source is None or request.source.strip()):
        wrong["source"] = "Name a repository or a folder."
    if wrong:
        raise UserCanFix(
            "E_INVALID_FORM",
            f"These values of the form cannot be used: {', '.join(wrong)}.",
            "Correct them and send the form again; nothing was lost.",
            fields=wrong,
        )


async def open_form(events: Events, run: RunRecord) -> str:
    """The name of the form that a run waits for; the same until it is answered.

    Raises:
        UserCanFix: ``E_FORM_NOT_OPEN``.
    """
    asked = answered = 0
    has_ended = False
    for record in await events.after(run.tenant_id, run.session_id, 0):
        event = event_of(record)
        if event.graph_run_id == run.graph_run_id:
            asked += event.type is EventType.INTAKE_REQUESTED
            answered += _is_answer(event)
            has_ended |= event.type in _ENDS
    if asked == answered or has_ended:
        raise UserCanFix(
            "E_FORM_NOT_OPEN",
            "This form was answered already, or its run has ended.",
            "Look at how the run went on; begin again if you want something else.",
        )
    return f"form:{run.graph_run_id}:{asked}"


_ENDS = (EventType.GRAPH_COMPLETED, EventType.GRAPH_FAILED)
_CHECKED: dict[str, Callable[[DeploymentRequest], DeploymentRequest]] = {
    "target": lambda given: DeploymentRequest(target=given.target),
    "application_name": lambda given: DeploymentRequest(application_name=given.application_name),
    "region": lambda given: DeploymentRequest(region=given.region),
    "environment": lambda given: DeploymentRequest(environment=given.environment),
}
"""A request with that field alone, so that each can be wrong for itself."""


def _problem(name: str, request: DeploymentRequest) -> str | None:
    try:
        require_usable(_CHECKED[name](request))
    except CopilotError as error:
        return f"{error.message} {error.next_step}"
    return None


def _is_answer(event: Event) -> bool:
    is_node = event.type is EventType.NODE_COMPLETED
    return is_node and event.payload.get("node") == _CLARIFICATION
