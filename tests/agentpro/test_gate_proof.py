"""The proof of gates, against walking every way of many small graphs."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from agentpro.definition import Edge, Gate, GraphDefinition, Limits, Node, Role
from agentpro.validation import KnownNames, problems_of
from tests.agentpro.graphs import NOWHERE

NAMES = ("start", "gate", "guarded", "other", "end")
KNOWN = KnownNames(
    tools={}, gated={}, handlers={"r.act": frozenset({"x", "y"})}, guardrails=frozenset()
)


@st.composite
def graphs(draw: st.DrawFn) -> GraphDefinition:
    gate = Gate(
        opens_on="x",
        holds_for=draw(st.sampled_from(["run", "visit"])),
        voided_by=draw(st.sampled_from([(), ("start",), ("other",)])),
    )
    nodes = {
        name: Node(
            role="r",
            phase="p",
            handler="r.act",
            max_visits=9,
            gate=gate if name == "gate" else None,
            requires_gates=("gate",) if name == "guarded" else (),
            when_exhausted=draw(st.sampled_from([None, "end", "guarded", "other"])),
            completes=name == "end",
        )
        for name in NAMES
    }
    moves = draw(st.dictionaries(st.tuples(st.sampled_from(NAMES), st.sampled_from("xy")),
                                 st.sampled_from(NAMES)))  # fmt: skip
    edges = tuple(
        Edge.model_validate({"from": name, "outcome": outcome, "to": to})
        for (name, outcome), to in moves.items()
    )
    return GraphDefinition(
        name="g", version="1.0.0", description="", limits=Limits(), start="start",
        roles={"r": Role(tools={})}, nodes=nodes, edges=edges,
    )  # fmt: skip


def steps(definition: GraphDefinition, node: str) -> Iterator[tuple[str, str]]:
    for edge in definition.edges:
        if edge.from_ == node:
            yield edge.outcome, edge.to
            instead = definition.nodes[edge.to].when_exhausted
            if instead is not None:
                yield edge.outcome, instead


def can_arrive_unopened(definition: GraphDefinition) -> bool:
    """Walk every way, remembering only whether the gate counts as passed."""
    gate = definition.nodes["gate"].gate
    assert gate is not None
    seen: set[tuple[str, bool]] = set()
    waiting = [("start", False)]
    while waiting:
        node, is_open = waiting.pop()
        if node == "guarded" and not is_open:
            return True
        if node in gate.voided_by or (node == "guarded" and gate.holds_for == "visit"):
            is_open = False
        if (node, is_open) not in seen:
            seen.add((node, is_open))
            for outcome, target in steps(definition, node):
                waiting.append((target, is_open or (node, outcome) == ("gate", "x")))
    return False


@settings(max_examples=3 * settings().max_examples)
@given(graphs())
def test_a_graph_that_passes_the_proof_has_no_way_past_its_gate(
    definition: GraphDefinition,
) -> None:
    told = [
        each.reason
        for each in problems_of(definition, NOWHERE, KNOWN)
        if each.reason.startswith("'guarded' can be reached")
    ]
    reachable = not any(
        each.reason.endswith("cannot be reached from the start")
        for each in problems_of(definition, NOWHERE, KNOWN)
    )
    if not told:
        assert not can_arrive_unopened(definition)
    elif reachable:
        assert can_arrive_unopened(definition)
