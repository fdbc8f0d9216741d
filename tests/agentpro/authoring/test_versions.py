"""The next version of a graph: another name, otherwise the same text."""

import pytest

from agentpro.authoring.versions import renamed, version_after
from agentpro.errors import GraphError
from tests.agentpro.graphs import SMALL_GRAPH


@pytest.mark.parametrize(
    ("known", "version"),
    [
        ((), "1.0.0"),
        (("other@3.0.0", "smaller@2.0.0"), "1.0.0"),
        (("small@1.0.0",), "1.1.0"),
        (("small@1.9.0", "small@1.10.3", "small@0.99.0"), "1.11.0"),
        (("small", "small@next", "small@1.0", "small@2.0.0"), "2.1.0"),
    ],
)
def test_the_next_version_is_a_minor_one(known: tuple[str, ...], version: str) -> None:
    assert version_after(known, "small") == version


def test_only_name_and_version_change() -> None:
    commented = "# why this graph is as it is\n" + SMALL_GRAPH
    text, parsed = renamed(commented, "smaller", "2.3.0")
    assert parsed.definition.graph_id == "smaller@2.3.0"
    assert parsed.source.file == "smaller-2.3.0.yaml"
    differing = [
        (old, new)
        for old, new in zip(commented.splitlines(), text.splitlines(), strict=True)
        if old != new
    ]
    assert differing == [("name: small", "name: smaller"), ("version: 1.0.0", "version: 2.3.0")]


@pytest.mark.parametrize("name", ["Small", "../small", "", "a b", "a\nb: c"])
def test_a_name_that_is_no_word_is_refused(name: str) -> None:
    with pytest.raises(GraphError):
        renamed(SMALL_GRAPH, name, "1.0.0")
