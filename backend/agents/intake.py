"""Requirements and data intake: nothing begins before what is mandatory is known and valid."""

from pydantic import JsonValue

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.handler import failed, failure, handles, request_of
from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.intake import DeploymentRequest, intake_form, require_valid

ANSWERS = "answers"
ANSWER_TIME_S = 86_400.0


@handles("intake.collect", "complete", "incomplete", "refused")
async def collect(context: NodeContext) -> Outcome:
    """Check what was said; ask for the rest with one form."""
    request = request_of(context)
    try:
        require_valid(request)
    except CopilotError as error:
        return failed(context, error, "refused")
    name = "incomplete" if request.missing else "complete"
    return Outcome(name=name, facts={"request": request.to_json()})


@handles("intake.clarify", "answered", "abandoned")
async def clarify(context: NodeContext) -> Outcome:
    """Show the form and wait, durably, for its answer."""
    request = request_of(context)
    form = intake_form(request)
    asked: dict[str, JsonValue] = {
        "form": form,
        "missing": [*request.missing],
        "request": request.to_json(),
        "graph_run_id": context.graph_run_id,
    }
    await context.emit("intake_requested", asked)
    answer = await context.wait(ANSWERS, ANSWER_TIME_S)
    if not isinstance(answer, dict):
        return _abandoned(context, "expired", "E_INTAKE_EXPIRED", "The form was not answered.")
    if answer.get("kind") == "cancelled":
        return _abandoned(context, "cancelled", "E_CANCELLED", "The run was cancelled.")
    merged = request.model_dump() | DeploymentRequest.from_json(answer).model_dump(
        exclude_unset=True
    )
    return Outcome(name="answered", facts={"request": DeploymentRequest(**merged).to_json()})


@handles("intake.handoff", "complete", "incomplete")
async def handoff(context: NodeContext) -> Outcome:
    """The gate ``intake_handoff``: nobody goes on without all mandatory values."""
    request = request_of(context)
    if request.missing:
        return Outcome(name="incomplete")
    await context.emit("intake_completed", {"request": request.to_json()})
    return Outcome(name="complete")


def _abandoned(context: NodeContext, state: str, code: str, message: str) -> Outcome:
    why = failure(context, UserCanFix(code, message, "Start the deployment again."))
    return Outcome(name="abandoned", facts={"completion_state": state, "failure": why})


HANDLERS: tuple[Handler, ...] = (collect, clarify, handoff)
