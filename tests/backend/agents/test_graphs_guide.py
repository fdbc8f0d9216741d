"""``docs/graphs.md`` keeps its word: its audit node is added and run exactly as it is printed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from agentpro.authoring.comparing import compare
from agentpro.authoring.versions import renamed
from agentpro.handlers import Handler
from agentpro.loading import load_graph, parse_graph, shipped_graphs
from agentpro.lock import main as lock
from agentpro.validation import KnownNames, problems_of
from backend.agents.roles import HANDLERS
from backend.wiring import known_catalogue
from tests.backend.runs.house import House, open_house
from tests.guides import blocks, run_block

GUIDE = "graphs.md"
ROLE, NODE, EDGES = blocks(GUIDE, "yaml")
(HANDLER,) = blocks(GUIDE, "python")
REPLACED = "  - { from: approval, outcome: approved, to: execution }\n"


def audited_text() -> str:
    """The deploy graph with what the guide says, at the places that it names."""
    deploy = shipped_graphs().joinpath("deploy-1.0.0.yaml").read_text(encoding="utf-8")
    text, _ = renamed(deploy, "deploy", "1.1.0")
    for old, new in (
        ("roles:\n", f"roles:\n{ROLE}"),
        ("nodes:\n", f"nodes:\n{NODE}"),
        (REPLACED, EDGES),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def handlers_of_the_guide() -> tuple[Handler, ...]:
    return run_block(HANDLER, GUIDE)["HANDLERS"]


def known_names() -> KnownNames:
    known = known_catalogue()
    added = {handler.name: handler.outcomes for handler in handlers_of_the_guide()}
    return replace(known, handlers={**known.handlers, **added})


@pytest_asyncio.fixture
async def audited(tmp_path: Path) -> AsyncIterator[House]:
    """An installation with the new version beside the old one."""
    for version, text in (
        ("1.0.0", shipped_graphs().joinpath("deploy-1.0.0.yaml").read_text(encoding="utf-8")),
        ("1.1.0", audited_text()),
    ):
        (tmp_path / f"deploy-{version}.yaml").write_text(text, encoding="utf-8")
    assert lock([], tmp_path) == 0
    handlers = (*HANDLERS, *handlers_of_the_guide())
    async with open_house(handlers=handlers, graphs=tmp_path) as house:
        yield house


@pytest.mark.spec("S1-76", "S1-77", "S2-2")
async def test_the_audit_node_records_what_was_planned_before_anything_is_done(
    audited: House,
) -> None:
    run_id = await audited.deploy()
    assert (await audited.run(run_id)).completion_state == "succeeded"
    events = await audited.events(run_id)
    nodes = [event.payload["node"] for event in events if event.type == "node_started"]
    assert nodes[nodes.index("approval") : nodes.index("validation")] == [
        "approval",
        "audit",
        "execution",
    ]
    (told,) = (
        event.payload
        for event in events
        if event.type == "node_completed" and event.payload["node"] == "audit"
    )
    facts: Any = told["facts"]
    question = await audited.question(run_id)
    assert facts["audit"]["plan_digest"] == question.plan_digest
    assert facts["audit"]["started_by"] == "local_owner"
    assert len(facts["audit"]["planned_operations"]) > 1


def test_the_new_version_is_proven_and_nobody_else_may_do_more() -> None:
    parsed = parse_graph(audited_text().encode(), "deploy-1.1.0.yaml")
    assert problems_of(parsed.definition, parsed.source, known_names()) == ()
    comparison = compare(load_graph("deploy@1.0.0"), parsed.definition)
    assert [str(change) for change in comparison.changes] == [
        "+ role auditor",
        "+ node audit",
        "~ edge approval.approved: execution → audit",
        "+ edge audit.recorded",
    ]
    assert comparison.widened == ()


def test_an_audit_that_led_past_the_approval_would_be_refused() -> None:
    bent = audited_text().replace(
        "outcome: previewed, to: approval", "outcome: previewed, to: audit"
    )
    parsed = parse_graph(bent.encode(), "deploy-1.1.0.yaml")
    found = problems_of(parsed.definition, parsed.source, known_names())
    reasons = [problem.reason for problem in found]
    assert "'audit' can be reached without the gate 'approval'" in reasons
    assert "'execution' can be reached without the gate 'approval'" in reasons
