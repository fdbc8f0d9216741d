"""How the runs of a twin of the service go."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from backend.domain.canonical import JsonObject
from backend.domain.errors import CopilotError
from backend.domain.events import Event
from backend.domain.identifiers import SessionId
from backend.domain.operations import OperationAnswer
from backend.domain.plans.approval import Actor
from backend.domain.plans.plan import Plan, Step
from backend.domain.views import ReplayDifference, RunReplay, RunView
from tests.doubles.sample_plans import BUCKET, DELETION, URL


@dataclass(frozen=True, kw_only=True)
class Script:
    """How runs go: their steps, how they end once approved, and how often they ask again."""

    steps: tuple[Step, ...] = (BUCKET, URL)
    rollback_steps: tuple[Step, ...] = (DELETION,)
    ends_as: str = "succeeded"
    failure: JsonObject | None = None
    left: tuple[str, ...] = ()
    replans: int = 0
    answers: tuple[OperationAnswer, ...] = ()
    """What operations find: they only read, and nobody is asked."""
    refusal: CopilotError | None = None
    """Raised where a deployment or an operation is started."""
    on_question: Callable[[], None] | None = None
    """Called when a question is open: a test presses Ctrl-C here."""
    ignores_cancel: bool = False
    missing_sequences: tuple[int, ...] = ()
    differences: tuple[ReplayDifference, ...] = ()


@dataclass(kw_only=True)
class FakeRun:
    view: RunView
    questions_left: int
    events: list[Event] = field(default_factory=list[Event])
    told: asyncio.Condition = field(default_factory=asyncio.Condition)


def first_view(graph_id: str, plan: Plan, actor: Actor, created_at: datetime) -> RunView:
    """A run that has just begun."""
    return RunView(
        graph_run_id=plan.graph_run_id,
        graph_id=graph_id,
        session_id=SessionId("ses_1"),
        scope=plan.scope,
        actor=actor,
        created_at=created_at,
        ended_at=None,
        node="intake",
        completion_state=None,
        deployment_id=plan.deployment_id,
        plan_digest=None,
        change_set_digest=None,
        url=None,
        health=None,
        steps=(),
        undo={"label": "exact", "undone": [], "left": []},
        failure=None,
        question=None,
    )


def replay_of(run: FakeRun, script: Script) -> RunReplay:
    """What the events of a run say, and what the script wants not to fit."""
    return RunReplay(
        graph_run_id=run.view.graph_run_id,
        event_count=len(run.events),
        first_sequence=1,
        last_sequence=len(run.events),
        event_digest="sha256:" + "1" * 64,
        missing_sequences=script.missing_sequences,
        state={"node": run.view.node, "completion_state": run.view.completion_state},
        differences=script.differences,
    )
