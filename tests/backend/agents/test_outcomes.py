"""What holds for every handler: each declared outcome can be reached, and failures explain
themselves.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from agentpro.handlers import Outcome
from agentpro.loading import load_graph
from backend.agents.roles import HANDLERS
from backend.domain.conversations.payloads import PAYLOADS
from backend.domain.events import EventType
from tests.backend.agents.conversing.scenes import SCENES as CONVERSING
from tests.backend.agents.scenes import (
    CANCEL,
    DETECTION,
    FAILURE,
    FOUND,
    PLAN,
    READS,
    SEALED,
    SOURCE,
    applying,
    drafting,
    operating,
    reading,
    scene,
    undoing,
    validating,
)
from tests.backend.tools.aws_deployer.hello import with_step
from tests.doubles.node_contexts import ScriptedContext, gave, refused

NO = refused("SOME_CODE")
FIXABLE = with_step(PLAN, "create_bucket", provenance={}).to_json()
VETOED = with_step(
    PLAN,
    "allow_logs",
    params={"policy": {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}},
).to_json()
PREFLIGHT = {
    "aws_deployer.identity": gave({"is_sandbox": False}),
    "github_deployer.check": gave({"checks": []}),
    "github_deployer.package": gave({"artefact": "some"}),
}


def asked(**fields: Any) -> ScriptedContext:
    """A run that was started with a request of its own."""
    return scene(inputs={"request": {"source": ".", **fields}})


COMPLETE = {"target": "lambda", "region": "eu-central-1", "application_name": "hello"}
SCENES: dict[tuple[str, str], Callable[[], ScriptedContext]] = {
    ("intake.collect", "complete"): lambda: asked(**COMPLETE),
    ("intake.collect", "incomplete"): asked,
    ("intake.collect", "refused"): lambda: asked(application_name="Not a name"),
    ("intake.clarify", "answered"): lambda: scene(messages=[{**COMPLETE}]),
    ("intake.clarify", "abandoned"): scene,
    ("intake.handoff", "complete"): scene,
    ("intake.handoff", "incomplete"): asked,
    ("curator.know_account", "ready"): operating,
    ("curator.know_account", "failed"): lambda: operating(answers={"identity": NO}),
    ("curator.sync", "ready"): lambda: scene(
        answers={
            "fetch": gave({"source": SOURCE, "detection": DETECTION}),
            "remember": refused("TOOL_UNAVAILABLE"),
        }
    ),
    ("curator.sync", "failed"): lambda: scene(answers={"fetch": NO}),
    ("planner.preflight", "ready"): lambda: scene(answers=PREFLIGHT),
    ("planner.preflight", "failed"): lambda: scene(answers={**PREFLIGHT, "package": NO}),
    ("planner.draft", "drafted"): drafting,
    ("planner.draft", "no_plan"): lambda: drafting(answers={"draft": NO}),
    ("planner.draft_rollback", "drafted"): drafting,
    ("planner.draft_rollback", "no_plan"): lambda: drafting(answers={"draft": NO}),
    ("planner.draft_operation", "changes"): operating,
    ("planner.draft_operation", "reads"): lambda: operating(
        answers={"compose": gave(READS.to_json())}
    ),
    ("planner.draft_operation", "no_plan"): lambda: operating(answers={"draft": NO}),
    ("orchestrator.route", "operation"): operating,
    ("orchestrator.route", "unclear"): lambda: operating(
        inputs={"operation": {"calls": [], "region": "eu-central-1"}}
    ),
    ("executor.read", "answered"): reading,
    ("executor.read", "failed"): lambda: reading(answers={"aws_deployer.answer": NO}),
    ("compliance.review", "approved"): scene,
    ("compliance.review", "fixable"): lambda: scene(facts={"plan": FIXABLE}),
    ("compliance.review", "vetoed"): lambda: scene(facts={"plan": VETOED}),
    ("executor.preview", "previewed"): lambda: scene(
        answers={"preview": gave(scene().facts["change_set"])}
    ),
    ("executor.preview", "failed"): lambda: scene(answers={"preview": NO}),
    ("executor.apply", "applied"): applying,
    ("executor.apply", "failed"): lambda: applying(answers={"apply_create_role": NO}),
    ("executor.apply", "locked"): lambda: applying(
        answers={"aws_deployer.begin": refused("RUN_LOCKED")}
    ),
    ("executor.apply", "refused"): lambda: applying(
        answers={"aws_deployer.begin": refused("PLAN_SIGNATURE_INVALID")}
    ),
    ("executor.apply", "cancelled"): lambda: applying(messages=[CANCEL]),
    ("executor.undo", "undone"): undoing,
    ("executor.undo", "incomplete"): lambda: undoing(
        answers={"undo_create_role": NO, "undo_again_create_role": NO}
    ),
    ("executor.undo", "cancelled"): lambda: undoing(
        facts={"failure": {**FAILURE, "error_code": "E_CANCELLED"}}
    ),
    ("orchestrator.request_approval", "approved"): lambda: scene(
        messages=[{"kind": "approved", "sealed_plan": SEALED}]
    ),
    ("orchestrator.request_approval", "rejected"): lambda: scene(
        messages=[{"kind": "rejected", "reason": "Not today."}]
    ),
    ("orchestrator.request_approval", "expired"): scene,
    ("orchestrator.request_approval", "cancelled"): lambda: scene(messages=[CANCEL]),
    ("orchestrator.explain", "explained"): scene,
    ("orchestrator.escalate", "recorded"): scene,
    ("orchestrator.respond", "told"): lambda: scene(facts={"answers": [FOUND]}),
    ("orchestrator.close", "done"): scene,
    ("orchestrator.close_operation", "done"): scene,
    ("validator.check", "healthy"): validating,
    ("validator.check", "failed"): lambda: validating({"is_healthy": False, "status": 503}),
    ("validator.confirm_removed", "healthy"): validating,
    ("validator.confirm_removed", "failed"): lambda: validating(answers={"read": NO}),
    ("validator.check_operation", "healthy"): validating,
    ("validator.check_operation", "failed"): lambda: validating(answers={"read": NO}),
}
EXPLAINED = [
    place
    for place in SCENES
    if place[1]
    in ("failed", "refused", "unclear", "abandoned", "no_plan", "fixable", "vetoed", "locked")
    or (
        place[0] in ("executor.apply", "orchestrator.request_approval")
        and place[1] in ("rejected", "expired", "cancelled")
    )
]


ALL = {**SCENES, **CONVERSING}


async def played(place: tuple[str, str]) -> tuple[ScriptedContext, Outcome]:
    context = ALL[place]()
    handler = next(handler for handler in HANDLERS if handler.name == place[0])
    return context, await handler(context)


def test_every_declared_outcome_has_a_scene() -> None:
    declared = {(handler.name, name) for handler in HANDLERS for name in handler.outcomes}
    assert set(ALL) == declared


@pytest.mark.parametrize("place", ALL, ids="-".join)
async def test_the_outcome_is_reached(place: tuple[str, str]) -> None:
    _, outcome = await played(place)
    assert outcome.name == place[1]
    json.dumps(dict(outcome.facts), allow_nan=False)


@pytest.mark.spec("S2-113")
@pytest.mark.parametrize("place", EXPLAINED, ids="-".join)
async def test_a_failure_says_what_where_and_what_to_do(place: tuple[str, str]) -> None:
    context, outcome = await played(place)
    failure: Any = outcome.facts["failure"]
    assert {"error_code", "message", "next_step", "node"} <= set(failure)
    assert all(failure.values())
    assert failure["node"] == context.node


@pytest.mark.parametrize("place", ALL, ids="-".join)
async def test_what_is_told_has_the_declared_shape(place: tuple[str, str]) -> None:
    context, _ = await played(place)
    for name, payload in context.events:
        shape = PAYLOADS[EventType(name)]
        # Whoever tells it adds the node, as to every event of one.
        told = {"node": context.node, **payload} if "node" in shape.model_fields else payload
        assert shape.model_validate_json(json.dumps(told)) is not None


@pytest.mark.parametrize("graph", ["converse", "deploy", "operate", "rollback"])
async def test_no_handler_calls_what_its_role_is_not_granted(graph: str) -> None:
    definition = load_graph(graph)
    for node in definition.nodes.values():
        grants = node.tools or definition.roles[node.role].tools
        granted = {f"{tool}.{name}" for tool, names in grants.items() for name in names}
        for place in ALL:
            if place[0] == node.handler:
                context, _ = await played(place)
                assert set(context.call_names()) <= granted


@pytest.mark.parametrize("place", ALL, ids="-".join)
async def test_the_same_context_gives_the_same(place: tuple[str, str]) -> None:
    (one, first), (other, second) = await played(place), await played(place)
    assert (first, one.events, one.calls) == (second, other.events, other.calls)
