"""Validation: each thing that must hold, broken once."""

from dataclasses import replace

import pytest

from agentpro.errors import GraphError, Problem
from agentpro.loading import parse_graph
from agentpro.validation import KnownNames, problems_of, validate
from tests.agentpro.graphs import KNOWN, SMALL_GRAPH, small_text

REJECTED = "  - { from: approval, outcome: rejected, to: close }\n"
FAILED = "  - { from: apply, outcome: failed, to: draft }\n"
ALONE = """\
  alone:
    role: judge
    phase: closure
    handler: judge.close
    completes: true
"""


GATED = replace(KNOWN, gated={"cloud": frozenset({"change"})})
DEMAND = "so it must require a gate that waits for a person and holds for one visit"
REQUIRED = "    requires_gates: [approval]\n"


def problems(text: str, known: KnownNames) -> tuple[Problem, ...]:
    parsed = parse_graph(text.encode(), "small-1.0.0.yaml")
    return problems_of(parsed.definition, parsed.source, known)


def reasons(text: str) -> list[str]:
    return [each.reason for each in problems(text, KNOWN)]


def test_the_small_graph_is_valid() -> None:
    assert reasons(SMALL_GRAPH) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("start: draft", "start: begin", "the start 'begin' is not a node"),
        ("metered_tools: [model]", "metered_tools: [muse]", "the tool 'muse' is not known"),
        ("cloud: [read, change]", "clod: [read, change]", "the tool 'clod' is not known"),
        (
            "cloud: [read, change]",
            "cloud: [read, change, delete]",
            "the capability 'cloud.delete' is not known",
        ),
        (
            "    tools: { bus: [emit] }",
            "    tools: { bus: [emit] }\n    guardrails: [polite]",
            "the guardrail 'polite' is not known",
        ),
        ("nodes:\n", "  idle: { tools: {} }\nnodes:\n", "no node has the role 'idle'"),
        (
            "    max_visits: 3\n",
            "    max_visits: 3\n    queue: planing_cycles\n",
            "no limit declares the queue 'planing_cycles'; there is planning_cycles",
        ),
        ("role: doer", "role: dooer", "the role 'dooer' is not declared"),
        ("handler: doer.apply", "handler: doer.go", "the handler 'doer.go' is not known"),
        (
            "tools: { cloud: [change] }",
            "tools: { model: [complete] }",
            "the tool 'model' is not granted to the role 'doer'",
        ),
        ("outcome: applied, to: close", "outcome: applied, to: clsoe", "'clsoe' is not a node"),
        (
            "outcome: rejected, to",
            "outcome: refused, to",
            "the handler 'judge.ask' declares no outcome 'refused'",
        ),
        (REJECTED, "", "approval.rejected has no edge"),
        (REJECTED, REJECTED * 2, "approval.rejected is routed twice"),
        (
            REJECTED,
            REJECTED + "  - { from: close, outcome: done, to: draft }\n",
            "close.done leads on from a node that completes",
        ),
        ("edges:\n", f"{ALONE}edges:\n", "'alone' cannot be reached from the start"),
        ("    completes: true\n", "", "no way leads from 'draft' to an end"),
        ("    max_visits: 3\n", "", "'draft' is in a loop in which no node states max_visits"),
        (
            "max_visits: 3",
            "max_visits: 3\n    when_exhausted: draft",
            "'draft' is not another node",
        ),
        (
            "    requires_gates: [approval]",
            "    requires_gates: [approval]\n    when_exhausted: close",
            "'apply' has no max_visits that could be exhausted",
        ),
        ("requires_gates: [approval]", "requires_gates: [draft]", "'draft' is not a gate"),
        ("requires_gates: [approval]", "requires_gates: [aproval]", "'aproval' is not a gate"),
        ("    requires_gates: [approval]\n", "", "nothing requires the gate 'approval'"),
        (
            "opens_on: approved,",
            "opens_on: agreed,",
            "the gate opens on 'agreed', which is no outcome of 'approval'",
        ),
        ("voided_by: [draft]", "voided_by: [darft]", "'darft' is not a node"),
    ],
)
def test_each_defect_is_told(old: str, new: str, reason: str) -> None:
    assert reason in reasons(small_text((old, new)))


@pytest.mark.spec("S2-110", "S2-71")
@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("outcome: drafted, to: approval", "outcome: drafted, to: apply", "without the gate"),
        ("outcome: rejected, to: close", "outcome: rejected, to: apply", "without the gate"),
        ("outcome: failed, to: draft", "outcome: failed, to: apply", "again without the gate"),
        ("start: draft", "start: apply", "without the gate"),
        (
            "max_visits: 3",
            "max_visits: 3\n    when_exhausted: apply",
            "'apply' can be reached again without the gate 'approval'",
        ),
    ],
    ids=["past it", "through it by another outcome", "again", "from the start", "when exhausted"],
)
def test_a_gate_that_can_be_bypassed_is_found(old: str, new: str, reason: str) -> None:
    found = reasons(small_text((old, new)))
    assert any("'apply' can be reached" in each and reason in each for each in found), found


def test_a_gate_that_holds_for_the_run_need_not_be_passed_again() -> None:
    again = ("outcome: failed, to: draft", "outcome: failed, to: apply")
    once = ("voided_by: [draft]", "holds_for: run")
    assert not any("gate" in each for each in reasons(small_text(again, once)))


def test_what_voids_a_gate_may_not_lead_past_it() -> None:
    text = small_text(
        ("outcome: failed, to: draft", "outcome: failed, to: redraft"),
        ("voided_by: [draft]", "holds_for: run, voided_by: [redraft]"),
        (
            "edges:\n",
            "  redraft: { role: writer, phase: planning, handler: writer.draft, max_visits: 2 }\n"
            "edges:\n  - { from: redraft, outcome: drafted, to: apply }\n",
        ),
    )
    assert reasons(text) == ["'apply' can be reached from 'redraft' without the gate 'approval'"]


@pytest.mark.spec("S2-110", "S2-71")
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (REQUIRED, "", {"tools: { cloud: [change] }": "apply"}),
        ("voided_by: [draft]", "holds_for: run", {"tools: { cloud: [change] }": "apply"}),
        ("    waits_for: control\n", "", {"tools: { cloud: [change] }": "apply"}),
        (
            "handler: judge.close\n",
            "handler: judge.close\n    tools: { cloud: [change] }\n",
            {"tools: { cloud: [change] }": "close"},
        ),
        (
            "    tools: { bus: [emit] }",
            "    tools: { bus: [emit], cloud: [change] }",
            {"approval:": "approval", "close:": "close"},
        ),
    ],
    ids=["no gate", "once for the run", "nobody is asked", "at another node", "by its role"],
)
def test_a_gated_capability_is_granted_only_where_a_person_is_asked_before_every_visit(
    old: str, new: str, told: dict[str, str]
) -> None:
    text = small_text((old, new))
    lines = text.splitlines()
    found = {
        (lines[each.line - 1].strip(), each.reason)
        for each in problems(text, GATED)
        if DEMAND in each.reason
    }
    assert found == {
        (line, f"{node!r} may call 'cloud.change', {DEMAND}") for line, node in told.items()
    }


def test_only_what_a_node_may_really_call_demands_a_gate() -> None:
    assert problems(SMALL_GRAPH, GATED) == ()
    narrowed = small_text(
        (REQUIRED, ""), ("tools: { cloud: [change] }", "tools: { cloud: [read] }")
    )
    assert not any(DEMAND in each.reason for each in problems(narrowed, GATED))


def test_all_problems_are_told_with_their_lines() -> None:
    text = small_text(
        ("role: doer\n", "role: dooer\n"), (REJECTED, ""), ("opens_on: approved", "opens_on: yes_")
    )
    parsed = parse_graph(text.encode(), "small-1.0.0.yaml")
    with pytest.raises(GraphError) as caught:
        validate(parsed.definition, parsed.source, KNOWN)
    lines = text.splitlines()
    told = {lines[each.line - 1].strip(): each.reason for each in caught.value.problems}
    assert told["role: dooer"] == "the role 'dooer' is not declared"
    assert told["doer:"] == "no node has the role 'doer'"
    assert told["approval:"] == "approval.rejected has no edge"
    assert "the gate opens on 'yes_'" in told["gate: { opens_on: yes_, voided_by: [draft] }"]
    assert {each.file for each in caught.value.problems} == {"small-1.0.0.yaml"}
