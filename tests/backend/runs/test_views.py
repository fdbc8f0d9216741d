"""What clients see of runs and deployments, from records and events."""

from datetime import timedelta
from typing import Any

from backend.domain.canonical import JsonObject
from backend.domain.events import Event
from backend.domain.identifiers import DeploymentId, GraphRunId, ReleaseId, SessionId
from backend.domain.views import RunView
from backend.runs.views import deployment_view, event_of, run_view
from backend.stores.repositories.deployments import DeploymentRecord, ReleaseRecord
from backend.stores.repositories.events import EventRecord
from backend.stores.repositories.runs import RunRecord
from tests.backend.runs.conftest import Stories
from tests.backend.runs.house import OWNER
from tests.backend.tools.aws_deployer.hello import ACCOUNT, NOW, SCOPE


def record(run_id: str | None, **changes: Any) -> RunRecord:
    return RunRecord(
        **SCOPE.model_dump(),
        created_at=NOW,
        graph_run_id=GraphRunId(str(run_id)),
        graph_id="deploy@1.0.0",
        session_id=SessionId("ses_1"),
        actor=OWNER.to_json(),
        **changes,
    )


def seen(events: tuple[Event, ...], count: int | None = None, **changes: Any) -> RunView:
    return run_view(record(events[0].graph_run_id, **changes), [*events[:count]])


def until(events: tuple[Event, ...], name: str) -> int:
    return [event.type.value for event in events].index(name) + 1


def test_a_run_that_has_just_begun_shows_nothing_yet(stories: Stories) -> None:
    view = seen(stories["succeeded"], 0)
    assert (view.completion_state, view.question, view.steps, view.url) == (None, None, (), None)
    assert view.undo == {"label": None, "undone": [], "left": []}


def test_a_run_that_waits_shows_exactly_what_an_answer_must_bind(stories: Stories) -> None:
    events = stories["succeeded"]
    view = seen(events, until(events, "approval_requested"))
    question = view.question
    assert question is not None
    assert (question.plan_digest, question.change_set_digest) == (
        question.plan.digest,
        question.change_set.digest,
    )
    assert view.plan_digest == question.plan_digest
    assert all(step["state"] == "planned" for step in view.steps)


def test_a_run_that_ended_shows_its_url_and_every_step(stories: Stories) -> None:
    view = seen(stories["succeeded"])
    assert (view.completion_state, view.question) == ("succeeded", None)
    assert str(view.url).startswith("https://")
    assert all(step["state"] == "applied" for step in view.steps)
    assert set(view.steps[0]) == {
        "step_id", "action", "title", "resource", "effect", "label", "state",
    }  # fmt: skip
    assert RunView.from_json(view.to_json()) == view


def test_a_plan_is_undone_as_well_as_its_weakest_step(stories: Stories) -> None:
    labels = [step["label"] for step in seen(stories["succeeded"]).steps]
    assert seen(stories["succeeded"]).undo["label"] == (
        "compensatable" if "compensatable" in labels else "exact"
    )
    assert seen(stories["rolled_back"]).undo["label"] == "irreversible"


def test_events_of_other_runs_of_the_session_do_not_count(stories: Stories) -> None:
    others = stories["failed"] + stories["rolled_back"]
    run = record(stories["succeeded"][0].graph_run_id)
    assert run_view(run, [*others, *stories["succeeded"], *others]) == run_view(
        run, [*stories["succeeded"]]
    )


def test_an_end_that_only_the_record_knows_counts(stories: Stories) -> None:
    events = stories["succeeded"]
    error: JsonObject = {"error_code": "E_RUN_LOST", "message": "It is lost.", "next_step": "Look."}
    view = seen(
        events,
        until(events, "approval_requested"),
        status="ended",
        completion_state="escalated",
        error=error,
    )
    assert (view.completion_state, view.failure, view.question) == ("escalated", error, None)


def test_an_event_knows_its_place_in_the_log(stories: Stories) -> None:
    event = stories["succeeded"][0]
    kept = EventRecord(
        **SCOPE.model_dump(),
        created_at=NOW,
        event_id=event.event_id,
        session_id=event.session_id,
        sequence=7,
        event=event.model_copy(update={"sequence": None}).to_json(),
    )
    assert event_of(kept) == event.model_copy(update={"sequence": 7})


def test_a_deployment_counts_the_releases_that_stand() -> None:
    deployment = DeploymentRecord(
        **SCOPE.model_dump(),
        created_at=NOW,
        deployment_id=DeploymentId("dep_1"),
        target="lambda",
        account_id=ACCOUNT.account_id,
        region=ACCOUNT.region,
        credential_id=ACCOUNT.credential_id,
        status="live",
        release_id=ReleaseId("rel_2"),
    )
    releases = [
        ReleaseRecord(
            **SCOPE.model_dump(),
            created_at=NOW + timedelta(days=number),
            release_id=ReleaseId(f"rel_{number}"),
            deployment_id=DeploymentId("dep_1"),
            graph_run_id=GraphRunId(f"run_{number}"),
            plan_digest="p",
            change_set_digest="c",
            source={},
            outputs={},
            is_undone=number == 3,
        )
        for number in (1, 2, 3)
    ]
    view = deployment_view(deployment, releases)
    assert (view.release_count, view.release_id) == (2, "rel_2")
    assert view.updated_at == NOW + timedelta(days=3)
    assert deployment_view(deployment, []).updated_at == NOW
    gone_at = NOW + timedelta(days=9)
    gone = deployment.model_copy(update={"torn_down_at": gone_at})
    assert deployment_view(gone, releases).updated_at == gone_at
