"""What is known when a question is asked."""

from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import AwareDatetime, ConfigDict, JsonValue

from backend.domain.aws_credentials import CredentialSummary
from backend.domain.canonical import JsonObject
from backend.domain.conversations.turns import Turn
from backend.domain.identifiers import Value
from backend.domain.plans.change_set import ChangeSet
from backend.domain.plans.plan import Plan
from backend.domain.plans.verdict import Verdict
from backend.domain.views import ApprovalQuestion, DeploymentView, RunView

_Part = TypeVar("_Part", bound=Value)


class Memory(Value):
    """Something of an earlier run that was found again; ``text`` may hold strangers' words."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    memory_id: str
    collection: str
    text: str
    tags: tuple[str, ...] = ()
    score: float = 0.0
    occurred_at: AwareDatetime | None = None
    graph_run_id: str | None = None
    deployment_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """The end of a conversation and what it is about; every part may be missing.

    A plan that waits comes with its question; that of a run that went on, or that compliance
    stopped, may be handed in beside it as ``plan``, ``verdict`` and ``change_set``.
    """

    turns: tuple[Turn, ...] = ()
    pending: JsonObject | None = None
    """The wish that waits for values: ``{"steps": [{"action", "slots"}], "missing": [...]}``."""
    question: ApprovalQuestion | None = None
    """The approval that is open; where it is left out, that of ``run``."""
    run: RunView | None = None
    """The newest run of the conversation."""
    deployments: tuple[DeploymentView, ...] = ()
    credentials: tuple[CredentialSummary, ...] = ()
    memories: tuple[Memory, ...] = ()
    plan: Plan | None = None
    """The plan that is open; else the last one of ``run``, where it was handed in."""
    verdict: Verdict | None = None
    change_set: ChangeSet | None = None

    @classmethod
    def from_json(cls, value: JsonValue) -> "Situation":
        """The situation of these records, each as its ``to_json()``; missing parts may be null.

        Raises:
            pydantic.ValidationError: a part is not of its shape.
        """
        found: dict[str, Any] = dict(value) if isinstance(value, dict) else {}
        run = _maybe(RunView, found.get("run"))
        asked = _maybe(ApprovalQuestion, found.get("question")) or (run and run.question)
        return cls(
            turns=_all(Turn, found.get("turns")),
            pending=found.get("pending"),
            question=asked,
            run=run,
            deployments=_all(DeploymentView, found.get("deployments")),
            credentials=_all(CredentialSummary, found.get("credentials")),
            memories=_all(Memory, found.get("memories")),
            plan=asked.plan if asked else _maybe(Plan, found.get("plan")),
            verdict=asked.verdict if asked else _maybe(Verdict, found.get("verdict")),
            change_set=asked.change_set if asked else _maybe(ChangeSet, found.get("change_set")),
        )

    @classmethod
    def about(cls, question: ApprovalQuestion) -> "Situation":
        """Nothing but an open question."""
        return cls(
            question=question,
            plan=question.plan,
            verdict=question.verdict,
            change_set=question.change_set,
        )

    @property
    def is_running(self) -> bool:
        """Whether there is a run that has not ended."""
        return self.run is not None and self.run.completion_state is None

    @property
    def is_stopped_by_compliance(self) -> bool:
        """Whether the newest run ended because of a verdict."""
        failure = (self.run.failure if self.run else None) or {}
        return failure.get("node") == "compliance"

    @property
    def live(self) -> tuple[DeploymentView, ...]:
        """The deployments that run, the newest first."""
        found = (each for each in self.deployments if each.status == "live")
        return tuple(sorted(found, key=lambda each: each.updated_at, reverse=True))


def _maybe(kind: type[_Part], value: Any) -> _Part | None:
    return None if value is None else kind.from_json(value)


def _all(kind: type[_Part], values: Any) -> tuple[_Part, ...]:
    return tuple(kind.from_json(value) for value in values or ())
