"""What clients see, put together from records and events."""

from typing import Any

from backend.domain.account_digests import account_change
from backend.domain.canonical import JsonObject
from backend.domain.events import Event
from backend.domain.operations import OperationAnswer
from backend.domain.plans.approval import Actor
from backend.domain.plans.plan import Plan
from backend.domain.views import ApprovalQuestion, DeploymentView, EscalationView, RunView
from backend.runs.replay import RunState, replayed
from backend.stores.repositories.deployments import DeploymentRecord, ReleaseRecord
from backend.stores.repositories.escalations import EscalationRecord
from backend.stores.repositories.events import EventRecord
from backend.stores.repositories.runs import RunRecord

_LABELS = ("exact", "compensatable", "irreversible")


def event_of(record: EventRecord) -> Event:
    """The event as it was stored, with its place in the log."""
    return Event.from_json({**record.event, "sequence": record.sequence})


def run_view(run: RunRecord, events: list[Event]) -> RunView:
    """One run, from its record and its own events; an end that only the record knows counts."""
    state = replayed(event for event in events if event.graph_run_id == run.graph_run_id)
    is_asking = state.question is not None and run.status != "ended"
    return RunView(
        graph_run_id=run.graph_run_id,
        graph_id=run.graph_id,
        session_id=run.session_id,
        scope=run.scope,
        actor=Actor.from_json(run.actor),
        created_at=run.created_at,
        ended_at=run.ended_at,
        node=state.node,
        completion_state=state.completion_state or run.completion_state,
        deployment_id=run.deployment_id,
        plan_digest=state.plan_digest,
        change_set_digest=state.change_set_digest,
        url=state.url,
        health=state.health,
        steps=state.steps(),
        undo={"label": _weakest_label(state), **state.undo},
        failure=state.failure or run.error,
        account=account_change(state.account["before"], state.account["after"]),
        answers=tuple(OperationAnswer.from_json(each) for each in state.answers),
        question=ApprovalQuestion.from_json(_asked(state)) if is_asking else None,
    )


def escalation_view(case: EscalationRecord) -> EscalationView:
    """One case, without the plan and the facts that its snapshot holds."""
    snapshot: Any = case.snapshot
    undo: Any = snapshot.get("undo") or {"left": ()}
    return EscalationView(
        escalation_id=case.escalation_id,
        graph_run_id=case.graph_run_id,
        scope=case.scope,
        opened_at=case.created_at,
        reason_code=case.reason_code,
        failure=snapshot.get("failure"),
        left=tuple(undo["left"]),
    )


def deployment_view(deployment: DeploymentRecord, releases: list[ReleaseRecord]) -> DeploymentView:
    """One deployment with the count of its releases that are not undone."""
    newest = next((release for release in releases if not release.is_undone), None)
    moments = [deployment.torn_down_at, *(release.created_at for release in releases)]
    return DeploymentView(
        deployment_id=deployment.deployment_id,
        scope=deployment.scope,
        account_id=deployment.account_id,
        region=deployment.region,
        is_sandbox=deployment.is_sandbox,
        status=deployment.status,
        url=deployment.url,
        release_id=deployment.release_id,
        release_count=sum(not release.is_undone for release in releases),
        updated_at=max(filter(None, moments), default=deployment.created_at),
        account=newest and account_change(newest.account_before, newest.account_after),
    )


def _asked(state: RunState) -> JsonObject:
    fields = set(ApprovalQuestion.model_fields)
    return {name: value for name, value in (state.question or {}).items() if name in fields}


def _weakest_label(state: RunState) -> str | None:
    """A plan can be undone as well as its weakest step."""
    if state.plan is None:
        return None
    labels = {step.label.value for step in Plan.from_json(state.plan).steps}
    return max(labels, key=_LABELS.index)
