"""``copilot memory``: looking, searching, erasing."""

import json

from backend.domain.memories import Match
from tests.backend.cli.bench import Bench, record_of
from tests.contracts.knowledge_stores import memory

UNHEALTHY = memory("failure.run_1.0", "E_UNHEALTHY at validation. What helped: more memory.")
BRIEF = memory("brief.run_1", "hello is a fastapi application.")


def remembering(bench: Bench) -> None:
    bench.twin.remembered = [Match(memory=each, score=0.5) for each in (UNHEALTHY, BRIEF)]


def test_memories_are_listed_as_a_table_and_as_json(bench: Bench) -> None:
    remembering(bench)
    shown = bench.run("memory", "list").stdout
    assert "failure.run_1.0" in shown
    assert "2030-01-01" in shown
    found = json.loads(bench.run("memory", "list", "--limit", "1", "--json").stdout)
    assert found == [{"memory": UNHEALTHY.to_json(), "score": 0.5}]


def test_what_does_not_fit_is_not_shown(bench: Bench) -> None:
    remembering(bench)
    shown = bench.run("memory", "search", "fastapi").stdout
    assert "brief.run_1" in shown
    assert "failure.run_1.0" not in shown


def test_a_memory_is_forgotten_once(bench: Bench) -> None:
    remembering(bench)
    assert bench.run("memory", "forget", "brief.run_1").stdout == "Forgot brief.run_1.\n"
    again = bench.run("memory", "forget", "brief.run_1", "--json")
    assert again.exit_code == 1
    assert record_of(again)["error_code"] == "E_NOT_FOUND"
    assert bench.opened[0][0] == "copilot memory forget"
