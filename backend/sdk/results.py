"""What came of an operation, for code: done, waiting for an approval, failed, or still going on."""

from typing import Literal

from backend.domain.canonical import JsonObject
from backend.domain.errors import CopilotError
from backend.domain.identifiers import GraphRunId, Value
from backend.domain.operations import OperationAnswer
from backend.domain.views import ApprovalQuestion, RunView
from backend.sdk.answers import Facts, Listing, typed_answer

_SUCCEEDED = "succeeded"


class Done(Value):
    """The run succeeded: what its reads found, and how each step of its plan ended."""

    status: Literal["done"] = "done"
    graph_run_id: GraphRunId
    answers: tuple[OperationAnswer, ...]
    steps: tuple[JsonObject, ...]
    """As ``RunView.steps``."""

    @property
    def found(self) -> tuple[Listing | Facts, ...]:
        """The answers as typed values, in the order of their reads."""
        return tuple(typed_answer(answer) for answer in self.answers)

    def as_record(self) -> JsonObject:
        """As a model sees it."""
        return self.to_json()


class ApprovalRequired(Value):
    """Nothing has changed: a person has to approve exactly this plan and this preview of it."""

    status: Literal["approval_required"] = "approval_required"
    question: ApprovalQuestion

    def as_record(self) -> JsonObject:
        """As a model sees it: what is planned and asked, and nothing that would answer it."""
        question = self.question
        return {
            "status": self.status,
            "graph_run_id": question.graph_run_id,
            "approval_id": question.approval_id,
            "plan_digest": question.plan_digest,
            "change_set_digest": question.change_set_digest,
            "expires_at": question.expires_at.isoformat(),
            "steps": [
                {
                    "step_id": step.step_id,
                    "title": step.title,
                    "resource": step.resource,
                    "effect": step.effect.value,
                    "undo": step.label.value,
                }
                for step in question.plan.steps
            ],
            "next_step": "Nothing has changed. Ask the person to look at the plan and to approve "
            "or reject it; nobody else can.",
        }


class Failed(Value):
    """It was not done. ``completion_state`` is ``None`` where no run has ended because of it."""

    status: Literal["failed"] = "failed"
    error_code: str
    message: str
    next_step: str
    graph_run_id: GraphRunId | None = None
    completion_state: str | None = None

    @classmethod
    def because_of(cls, error: CopilotError, graph_run_id: GraphRunId | None = None) -> "Failed":
        """A refusal of the service."""
        return cls(
            error_code=error.error_code,
            message=error.message,
            next_step=error.next_step,
            graph_run_id=graph_run_id,
        )

    def as_record(self) -> JsonObject:
        """As a model sees it."""
        return self.to_json()


class Running(Value):
    """The run goes on by itself; this caller has waited long enough."""

    status: Literal["running"] = "running"
    graph_run_id: GraphRunId

    def as_record(self) -> JsonObject:
        """As a model sees it."""
        return self.to_json()


OperationResult = Done | ApprovalRequired | Failed | Running


def result_of(run: RunView) -> OperationResult:
    """What a run has come to."""
    if run.question is not None:
        return ApprovalRequired(question=run.question)
    if run.completion_state is None:
        return Running(graph_run_id=run.graph_run_id)
    if run.completion_state == _SUCCEEDED:
        return Done(graph_run_id=run.graph_run_id, answers=run.answers, steps=run.steps)
    return _failed(run, run.completion_state)


def _failed(run: RunView, completion_state: str) -> Failed:
    why = run.failure or {}
    return Failed(
        error_code=str(why.get("error_code", "E_NOT_DONE")),
        message=str(why.get("message", f"The run ended without being done: {completion_state}.")),
        next_step=str(why.get("next_step", "Look at the run, then ask again if it is wanted.")),
        graph_run_id=run.graph_run_id,
        completion_state=completion_state,
    )
