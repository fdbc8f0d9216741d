"""Definitions: immutable, strict, and the same after a trip through JSON."""

import json

import pytest
from pydantic import ValidationError

from agentpro.definition import GraphDefinition, Limits, TokenLimit, grants_of, visit_limit
from agentpro.errors import GraphError
from tests.agentpro.graphs import small_graph


@pytest.mark.spec("S2-69")
def test_a_definition_cannot_be_changed() -> None:
    definition = small_graph()
    with pytest.raises(ValidationError, match="frozen"):
        definition.name = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        definition.nodes["draft"].role = "doer"  # type: ignore[misc]


def test_a_definition_survives_json() -> None:
    definition = small_graph()
    data = json.loads(json.dumps(definition.as_data()))
    assert GraphDefinition.from_data(data) == definition
    assert data["edges"][0] == {"from": "draft", "outcome": "drafted", "to": "approval"}


@pytest.mark.spec("S2-7", "S2-8", "S2-9", "S2-10", "S2-11", "S2-12")
def test_the_defaults_are_the_specified_limits() -> None:
    limits = Limits()
    assert (limits.input_tokens.default, limits.output_tokens.default) == (80_000, 40_000)
    assert (limits.input_tokens.ceiling, limits.output_tokens.ceiling) == (120_000, 60_000)
    assert limits.concurrent_tool_calls == 10
    assert limits.shell_timeout_s == 120
    assert limits.planning_cycles_per_minute == 4
    assert limits.aws_requests_per_second == 2
    assert limits.approval_timeout_s == 24 * 60 * 60


def test_a_default_above_the_ceiling_is_refused() -> None:
    with pytest.raises(ValidationError, match="above the ceiling"):
        TokenLimit(default=2, ceiling=1)
    limits = "metered_tools: [model], input_tokens: { default: 120001, ceiling: 120000 }"
    with pytest.raises(GraphError, match=r"small-1\.0\.0\.yaml:4: .*above the ceiling"):
        small_graph(("metered_tools: [model]", limits))


@pytest.mark.spec("S2-173")
@pytest.mark.parametrize("version", ["1", "1.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "1.0.0\n"])
def test_versions_are_semantic(version: str) -> None:
    data = {**small_graph().as_data(), "version": version}
    with pytest.raises(ValidationError, match="version"):
        GraphDefinition.from_data(data)


def test_a_node_narrows_its_role_or_has_all_of_it() -> None:
    definition = small_graph()
    assert grants_of(definition, definition.nodes["apply"]) == {"cloud": ("change",)}
    assert grants_of(definition, definition.nodes["draft"]) == definition.roles["writer"].tools


def test_a_node_without_a_limit_of_its_own_has_the_graphs() -> None:
    definition = small_graph()
    assert visit_limit(definition, "draft") == 3
    assert visit_limit(definition, "apply") == definition.limits.max_node_visits
