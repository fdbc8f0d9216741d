"""Comparing graphs: every difference is told, and so is everybody who may do more."""

import pytest

from agentpro.authoring.comparing import compare
from tests.agentpro.graphs import small_graph

SMALL = small_graph()


def told(*changes: tuple[str, str]) -> list[str]:
    return [str(change) for change in compare(SMALL, small_graph(*changes)).changes]


def widened(*changes: tuple[str, str]) -> tuple[str, ...]:
    return compare(SMALL, small_graph(*changes)).widened


def test_a_graph_does_not_differ_from_itself_or_from_its_next_version() -> None:
    assert told(("version: 1.0.0", "version: 1.1.0")) == []
    assert widened(("version: 1.0.0", "version: 1.1.0")) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("max_total_visits: 30", "max_total_visits: 40", ["~ limit max_total_visits: 30 → 40"]),
        (
            "metered_tools: [model]",
            "metered_tools: [model], input_tokens: { default: 1, ceiling: 120000 }",
            ["~ limit input_tokens.default: 80000 → 1"],
        ),
        ("max_visits: 3", "max_visits: 2", ["~ node draft.max_visits: 3 → 2"]),
        ("start: draft", "start: approval", ["~ start: draft → approval"]),
        (
            "outcome: rejected, to: close",
            "outcome: rejected, to: draft",
            ["~ edge approval.rejected: close → draft"],
        ),
        (
            "  - { from: apply, outcome: failed, to: draft }\n",
            "",
            ["- edge apply.failed"],
        ),
        (
            "tools: { cloud: [change] }",
            "tools: { cloud: [read] }",
            ["- grant apply: cloud.change", "+ grant apply: cloud.read"],
        ),
        ("cloud: [read, change], bus: [emit]", "cloud: [read, change]", []),
        (
            "nodes:\n",
            "  idle: { tools: {}, model: small }\nnodes:\n",
            ["+ role idle"],
        ),
        (
            "edges:\n",
            "  audit: { role: judge, phase: audit, handler: judge.note }\nedges:\n",
            ["+ node audit"],
        ),
    ],
)
def test_each_difference_is_told(old: str, new: str, expected: list[str]) -> None:
    assert told((old, new)) == expected


def test_the_other_way_round_additions_are_removals() -> None:
    with_role = small_graph(("nodes:\n", "  idle: { tools: {} }\nnodes:\n"))
    (change,) = compare(with_role, SMALL).changes
    assert (change.kind, change.what, change.after) == ("removed", "role idle", None)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    tools: { cloud: [change] }\n",
            "",
            ("apply may call bus.emit", "apply may call cloud.read"),
        ),
        (
            "tools: { model: [complete], bus: [emit] }",
            "tools: { model: [complete, train], bus: [emit] }",
            ("draft may call model.train",),
        ),
        ("    requires_gates: [approval]\n", "", ("apply no longer requires the gate approval",)),
        (
            "edges:\n",
            "  audit: { role: judge, phase: audit, handler: judge.note }\nedges:\n",
            ("audit may call bus.emit",),
        ),
        ("tools: { cloud: [change] }", "tools: { cloud: [change] }\n    max_visits: 1", ()),
    ],
)
def test_who_may_do_more_is_told(old: str, new: str, expected: tuple[str, ...]) -> None:
    assert widened((old, new)) == expected


def test_a_guardrail_that_is_gone_lets_more_through() -> None:
    grants = "tools: { cloud: [read, change], bus: [emit] }"
    held = small_graph((grants, f"{grants}\n    guardrails: [no_secrets]"))
    assert compare(held, SMALL).widened == ("apply is no longer held by the guardrail no_secrets",)
