"""The graphs that are shipped: valid, published, gated, with a way on for every failure."""

from collections.abc import Iterator

import pytest

from agentpro.authoring.drawing import as_mermaid, as_text, nodes_in_order
from agentpro.definition import GraphDefinition
from agentpro.handlers import NodeContext, Outcome
from agentpro.loading import graph_ids, load_graph, locked_digests, shipped_graphs
from agentpro.validation import problems_of
from tests.agentpro.graphs import NOWHERE, Act, always
from tests.agentpro.shipped import OUTCOMES, known_to, visited

GRAPHS = graph_ids(shipped_graphs())
CHANGING_GRAPHS = ("deploy@1.0.0", "operate@1.0.0", "rollback@1.0.0")


def test_every_shipped_graph_is_published() -> None:
    assert list(GRAPHS) == ["converse@1.0.0", *CHANGING_GRAPHS]
    assert set(locked_digests(shipped_graphs())) == set(GRAPHS)


@pytest.mark.spec("S2-68", "S2-173", "S1-8", "S2-6")
@pytest.mark.parametrize("graph_id", GRAPHS)
def test_every_shipped_graph_is_valid(graph_id: str) -> None:
    definition = load_graph(graph_id)
    assert problems_of(definition, NOWHERE, known_to(definition)) == ()


@pytest.mark.spec("S2-71", "S2-74", "S2-75", "S2-101", "S2-104")
def test_no_role_has_more_than_it_needs() -> None:
    roles = load_graph("deploy").roles
    assert set(roles) == {
        "orchestrator", "intake", "curator", "planner", "compliance", "executor", "validator",
    }  # fmt: skip
    changing = {"begin", "apply_step", "undo_step", "finish"}
    for name, role in roles.items():
        assert (name == "executor") == bool(changing & set(role.tools.get("aws_deployer", ())))
    assert "shell_runner" not in roles["orchestrator"].tools
    assert set(roles["compliance"].tools) == {"openai_llm", "telemetry_bus"}
    assert roles["validator"].tools["aws_deployer"] == ("read", "digest")


@pytest.mark.spec("S2-78", "S2-84", "S2-88", "S2-93", "S2-100", "G8")
@pytest.mark.parametrize(
    ("role", "tools"),
    [
        ("intake", {"openai_llm", "telemetry_bus"}),
        ("curator", {"repo_reader", "qdrant_vector", "telemetry_bus"}),
        ("planner", {"shell_runner", "pnpm_client", "uv_client", "telemetry_bus"}),
        ("executor", {"aws_deployer", "shell_runner", "telemetry_bus"}),
        ("validator", {"aws_deployer", "openai_llm", "health_probe", "telemetry_bus"}),
    ],
)
def test_a_role_has_the_tools_that_its_duties_need(role: str, tools: set[str]) -> None:
    assert tools <= set(load_graph("deploy").roles[role].tools)


@pytest.mark.spec("S2-89", "S2-94")
@pytest.mark.parametrize("graph_id", CHANGING_GRAPHS)
def test_only_execution_changes_and_only_past_its_gates(graph_id: str) -> None:
    definition = load_graph(graph_id)
    applying = [
        name
        for name, node in definition.nodes.items()
        if "apply_step" in (node.tools or definition.roles[node.role].tools).get("aws_deployer", ())
    ]
    assert applying == ["execution"]
    assert {"compliance", "dry_run", "approval"} <= set(
        definition.nodes["execution"].requires_gates
    )


def shortcuts(definition: GraphDefinition) -> Iterator[GraphDefinition]:
    """The definition with every single edge led straight to execution."""
    for index, edge in enumerate(definition.edges):
        if (edge.from_, edge.outcome) != ("approval", "approved"):
            moved = edge.model_copy(update={"to": "execution"})
            edges = (*definition.edges[:index], moved, *definition.edges[index + 1 :])
            yield definition.model_copy(update={"edges": edges})


@pytest.mark.spec("S2-110")
@pytest.mark.parametrize("graph_id", CHANGING_GRAPHS)
def test_no_edge_can_be_bent_past_a_gate(graph_id: str) -> None:
    bent = list(shortcuts(load_graph(graph_id)))
    assert len(bent) > 15
    for definition in bent:
        reasons = [each.reason for each in problems_of(definition, NOWHERE, known_to(definition))]
        assert any("'execution' can be reached" in reason for reason in reasons)


PLANNING = ["plan_drafting", "compliance", "dry_run", "approval"]
BEGINNING = ["intake", "intake_handoff", "context_sync", "preflight"]


@pytest.mark.spec("S2-107", "S2-108", "S2-109", "S2-111", "S2-112", "S2-117", "S2-133")
async def test_a_deployment_that_succeeds() -> None:
    expected = [*BEGINNING, *PLANNING, "execution", "validation", "closure"]
    assert await visited("deploy", {}) == expected


def first(outcome: str, then: str) -> Act:
    async def act(context: NodeContext) -> Outcome:
        return Outcome(name=outcome if context.visit == 1 else then)

    return act


@pytest.mark.spec("S2-113", "S2-127", "S2-133")
@pytest.mark.parametrize(
    ("acts", "way"),
    [
        (
            {"intake.collect": first("incomplete", "complete")},
            ["intake", "clarification", *BEGINNING, *PLANNING, "execution", "validation"],
        ),
        ({"intake.collect": always("refused")}, ["intake", "explanation"]),
        ({"curator.sync": always("failed")}, [*BEGINNING[:3], "explanation"]),
        ({"planner.preflight": always("failed")}, [*BEGINNING, "explanation"]),
        (
            {"executor.preview": first("failed", "previewed")},
            [*BEGINNING, *PLANNING[:3], *PLANNING, "execution", "validation"],
        ),
        (
            {"compliance.review": always("vetoed")},
            [*BEGINNING, *PLANNING[:2], "escalation"],
        ),
        (
            {"compliance.review": always("fixable")},
            [*BEGINNING, *(PLANNING[:2] * 3), "escalation"],
        ),
        ({"orchestrator.request_approval": always("expired")}, [*BEGINNING, *PLANNING]),
        (
            {"validator.check": first("failed", "healthy")},
            [
                *BEGINNING, *PLANNING, "execution", "validation", "rollback",
                *PLANNING, "execution", "validation",
            ],
        ),
        (
            {"executor.apply": always("failed"), "planner.draft": first("drafted", "no_plan")},
            [*BEGINNING, *PLANNING, "execution", "rollback", "plan_drafting", "escalation"],
        ),
        (
            {"executor.apply": always("failed"), "executor.undo": always("incomplete")},
            [*BEGINNING, *PLANNING, "execution", "rollback", "escalation"],
        ),
        (
            {"executor.apply": always("cancelled"), "executor.undo": always("cancelled")},
            [*BEGINNING, *PLANNING, "execution", "rollback"],
        ),
        (
            {"executor.apply": always("locked")},
            [*BEGINNING, *PLANNING, "execution", "explanation"],
        ),
    ],
)  # fmt: skip
async def test_a_deployment_that_meets_trouble(acts: dict[str, Act], way: list[str]) -> None:
    assert await visited("deploy", acts) == [*way, "closure"]


@pytest.mark.parametrize(
    ("acts", "way"),
    [
        ({}, [*PLANNING, "execution", "validation"]),
        ({"executor.apply": always("failed")}, [*PLANNING, "execution", "escalation"]),
        ({"executor.apply": always("cancelled")}, [*PLANNING, "execution", "escalation"]),
        ({"executor.apply": always("refused")}, [*PLANNING, "execution", "explanation"]),
        ({"planner.draft_rollback": always("no_plan")}, ["plan_drafting", "explanation"]),
    ],
)
async def test_a_rollback(acts: dict[str, Act], way: list[str]) -> None:
    assert await visited("rollback", acts) == [*way, "closure"]


TAKING = ["route", "account", "plan_drafting"]
CHANGING = ["compliance", "dry_run", "approval", "execution", "validation"]


@pytest.mark.spec("S1-10", "S1-11", "S2-113", "S1-9")
@pytest.mark.parametrize(
    ("acts", "way"),
    [
        ({"planner.draft_operation": always("reads")}, [*TAKING, "reading", "respond"]),
        ({}, [*TAKING, *CHANGING, "respond"]),
        ({"orchestrator.route": always("unclear")}, ["route", "explanation"]),
        ({"curator.know_account": always("failed")}, [*TAKING[:2], "explanation"]),
        ({"planner.draft_operation": always("no_plan")}, [*TAKING, "explanation"]),
        (
            {"planner.draft_operation": always("reads"), "executor.read": always("failed")},
            [*TAKING, "reading", "explanation"],
        ),
        ({"compliance.review": always("vetoed")}, [*TAKING, "compliance", "escalation"]),
        (
            {"executor.preview": first("failed", "previewed")},
            [*TAKING, *CHANGING[:2], *TAKING[2:], *CHANGING, "respond"],
        ),
        (
            {"executor.preview": always("failed")},
            [*TAKING, *CHANGING[:2], *((*TAKING[2:], *CHANGING[:2]) * 2), "escalation"],
        ),
        ({"orchestrator.request_approval": always("rejected")}, [*TAKING, *CHANGING[:3]]),
        ({"orchestrator.request_approval": always("cancelled")}, [*TAKING, *CHANGING[:3]]),
        ({"executor.apply": always("locked")}, [*TAKING, *CHANGING[:4], "explanation"]),
        (
            {
                "executor.apply": always("failed"),
                "planner.draft_operation": first("changes", "no_plan"),
            },
            [*TAKING, *CHANGING[:4], "rollback", "plan_drafting", "explanation"],
        ),
        (
            {"executor.apply": always("failed"), "executor.undo": always("incomplete")},
            [*TAKING, *CHANGING[:4], "rollback", "escalation"],
        ),
        (
            {"executor.apply": always("cancelled"), "executor.undo": always("cancelled")},
            [*TAKING, *CHANGING[:4], "rollback"],
        ),
        (
            {"validator.check_operation": first("failed", "healthy")},
            [*TAKING, *CHANGING, "rollback", *TAKING[2:], *CHANGING, "respond"],
        ),
    ],
)
async def test_an_operation(acts: dict[str, Act], way: list[str]) -> None:
    assert await visited("operate", acts) == [*way, "closure"]


def test_what_only_reads_can_change_nothing() -> None:
    """Whoever reads is granted no more, and gets there only by the word of the catalogue."""
    reading = load_graph("operate").nodes["reading"]
    assert reading.tools == {"aws_deployer": ("answer",), "telemetry_bus": ("emit",)}
    assert reading.requires_gates == ("route", "plan_drafting")


def test_nobody_is_asked_for_what_an_operation_must_already_say() -> None:
    assert set(load_graph("deploy").roles) - set(load_graph("operate").roles) == {"intake"}


@pytest.mark.parametrize("graph_id", GRAPHS)
async def test_every_outcome_everywhere_leads_to_an_end(graph_id: str) -> None:
    definition = load_graph(graph_id)
    used = {node.handler for node in definition.nodes.values() if not node.completes}
    for name in used:
        for outcome in OUTCOMES[name]:
            assert (await visited(graph_id, {name: always(outcome)}))[-1] == "closure"


@pytest.mark.parametrize("graph_id", GRAPHS)
def test_a_drawing_shows_every_node_and_every_way(graph_id: str) -> None:
    definition = load_graph(graph_id)
    assert set(nodes_in_order(definition)) == set(definition.nodes)
    text, mermaid = as_text(definition), as_mermaid(definition)
    assert text.startswith(f"{graph_id}: ")
    assert "1. " in text
    for edge in definition.edges:
        assert f"   {edge.outcome} → {edge.to}" in text
        assert f"    {edge.from_} -->|{edge.outcome}| {edge.to}" in mermaid
    assert "    closure([closure])" in mermaid
    assert "requires" in text


@pytest.mark.parametrize("graph_id", CHANGING_GRAPHS)
def test_a_drawing_shows_who_is_asked(graph_id: str) -> None:
    definition = load_graph(graph_id)
    text, mermaid = as_text(definition), as_mermaid(definition)
    assert "    approval{approval}" in mermaid
    assert "    plan_drafting -.->|exhausted| escalation" in mermaid
    assert "waits for control" in text
