"""``copilot graph``: graphs are proven, shown, compared and written."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agentpro.loading import graph_ids, parse_file, shipped_graphs
from backend.cli.main import copilot
from tests.backend.cli.bench import Bench

DEPLOY = shipped_graphs().joinpath("deploy-1.0.0.yaml").read_text(encoding="utf-8")


@dataclass
class Author:
    """Somebody who writes graphs, with the names that the program really knows."""

    folder: Path

    def run(self, *args: str) -> Result:
        return CliRunner().invoke(copilot, ("graph", *args))

    def write(self, *changes: tuple[str, str], version: str = "1.1.0") -> str:
        text = DEPLOY.replace("version: 1.0.0", f"version: {version}")
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} must be there once"
            text = text.replace(old, new)
        path = self.folder / f"deploy-{version}.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path)


def test_all_shipped_graphs_are_proven_by_default(author: Author) -> None:
    result = author.run("validate")
    assert result.exit_code == 0, result.stderr
    for graph_id in graph_ids(shipped_graphs()):
        assert f"{graph_id}: " in result.stdout


@pytest.mark.parametrize("reference", ["deploy", "deploy@1.0.0"])
def test_one_graph_is_proven_by_its_name(author: Author, reference: str) -> None:
    result = author.run("validate", reference)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "4 gates are proven" in result.stdout


@pytest.mark.spec("S2-110", "S2-71")
@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        (
            "outcome: drafted, to: compliance",
            "outcome: drafted, to: execution",
            "requires_gates: [intake_handoff, compliance, dry_run, approval]",
            "'execution' can be reached without the gate 'approval'",
        ),
        ("qdrant_vector: [query", "qdrant_vektor: [query", "qdrant_vektor", "is not known"),
        (
            "    phase: preflight\n",
            "    phase: preflight\n    phase: preflight\n",
            "    phase: preflight",
            "the key 'phase' appears twice",
        ),
        (
            "outcome: ready, to: preflight",
            "outcome: ready, to: plan_drafting",
            "  preflight:",
            "'preflight' cannot be reached from the start",
        ),
        (
            "  - { from: validation, outcome: failed, to: rollback }\n",
            "",
            "  validation:",
            "validation.failed has no edge",
        ),
        (
            "    max_visits: 3\n    when_exhausted: escalation\n",
            "",
            "  plan_drafting:",
            "'plan_drafting' is in a loop in which no node states max_visits",
        ),
        (
            "    requires_gates: [intake_handoff, compliance, dry_run, approval]\n",
            "",
            "aws_deployer: [begin, apply_step, digest]",
            "'execution' may call 'aws_deployer.apply_step', so it must require a gate",
        ),
        (
            "voided_by: [plan_drafting] }\n    requires_gates: [compliance, dry_run]\n",
            "holds_for: run }\n    requires_gates: [compliance, dry_run]\n",
            "aws_deployer: [undo_step, digest]",
            "'rollback' may call 'aws_deployer.undo_step', so it must require a gate",
        ),
        (
            "aws_deployer: [read, digest]",
            "aws_deployer: [read, digest, begin, apply_step]",
            "  validation:",
            "'validation' may call 'aws_deployer.begin', so it must require a gate",
        ),
    ],
    ids=[
        "bypassed gate",
        "unknown tool",
        "duplicate key",
        "unreachable",
        "no edge",
        "no bound",
        "change without a gate",
        "approved once for the run",
        "change by a reading role",
    ],
)
def test_a_bad_graph_is_refused_with_file_line_and_reason(
    author: Author, old: str, new: str, line: str, reason: str
) -> None:
    path = author.write((old, new))
    result = author.run("validate", path)
    assert (result.exit_code, result.stdout) == (1, "")
    told = next(each for each in result.stderr.splitlines() if reason in each)
    assert told.startswith(f"GRAPH_INVALID: {path}:")
    number = int(told.removeprefix(f"GRAPH_INVALID: {path}:").split(":")[0])
    assert line in Path(path).read_text(encoding="utf-8").splitlines()[number - 1]
    assert "Correct the named lines" in result.stderr


@pytest.mark.spec("S2-69")
def test_a_published_graph_that_was_edited_is_refused(author: Author) -> None:
    lock = shipped_graphs().joinpath("graphs.lock").read_text(encoding="utf-8")
    (author.folder / "graphs.lock").write_text(lock, encoding="utf-8")
    assert author.run("validate", author.write(version="1.0.0")).exit_code == 0
    path = author.write(("max_total_visits: 80", "max_total_visits: 81"), version="1.0.0")
    result = author.run("validate", path)
    assert result.exit_code == 1
    assert f"GRAPH_SIGNATURE: {path}:3: the graph was changed" in result.stderr
    assert "Publish a change as a new version" in result.stderr


@pytest.mark.parametrize("reference", ["nothing", "deploy@9.0.0", "nowhere/deploy-1.0.0.yaml"])
def test_a_graph_that_is_not_there_is_told(author: Author, reference: str) -> None:
    for command in ("validate", "show"):
        result = author.run(command, reference)
        assert (result.exit_code, result.stderr.split(":")[0]) == (1, "GRAPH_NOT_FOUND")


def test_unknown_names_are_told(bench: Bench) -> None:
    refused = bench.run("graph", "validate", "deploy")
    assert refused.exit_code == 1
    assert "deploy-1.0.0.yaml:" in refused.stderr


def test_a_graph_is_shown_as_a_list_in_order(author: Author) -> None:
    shown = author.run("show").stdout
    assert shown.startswith("deploy@1.0.0: ")
    for part in (
        "phases: intake → ",
        "4 planning cycles a minute",
        "   compliance: openai_llm[complete], telemetry_bus[emit]; held by no_secrets",
        "gate on approved, requires compliance dry_run, waits for control",
        "takes a turn in planning_cycles",
        "   approved → execution",
    ):
        assert part in shown
    assert shown.index(" intake (") < shown.index(" execution (") < shown.index(" validation (")


def test_a_graph_is_shown_as_a_diagram_and_as_data(author: Author) -> None:
    assert author.run("show", "rollback", "--format", "mermaid").stdout.startswith("flowchart TD")
    data = json.loads(author.run("show", "rollback", "--format", "json").stdout)
    assert (data["name"], data["digest"][:7]) == ("rollback", "sha256:")
    assert data["limits"]["planning_cycles_per_minute"] == 4


def test_graphs_are_compared(author: Author) -> None:
    same = author.run("diff", "deploy", author.write())
    assert same.stdout == "deploy@1.0.0 → deploy@1.1.0\nNobody may do more than before.\n"
    wider = author.write(("aws_deployer: [undo_step", "aws_deployer: [apply_step, undo_step"))
    told = author.run("diff", "deploy@1.0.0", wider).stdout
    assert "+ grant rollback: aws_deployer.apply_step\n" in told
    assert "Wider:\n  rollback may call aws_deployer.apply_step\n" in told
    record = json.loads(author.run("diff", "deploy", wider, "--json").stdout)
    assert record["graphs"] == ["deploy@1.0.0", "deploy@1.1.0"]
    assert record["widened"] == ["rollback may call aws_deployer.apply_step"]
    assert record["changes"][0]["kind"] == "added"


def test_a_comparison_with_nothing_is_refused_as_json(author: Author) -> None:
    result = author.run("diff", "deploy", "nothing", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error_code"] == "GRAPH_NOT_FOUND"


@pytest.mark.parametrize(
    ("args", "file"),
    [
        (("deploy",), "deploy-1.1.0.yaml"),
        (("audited", "--from", "deploy"), "audited-1.0.0.yaml"),
        (("audited", "--from", "rollback@1.0.0"), "audited-1.0.0.yaml"),
        (("brand_new",), "brand_new-1.0.0.yaml"),
    ],
)
def test_a_new_graph_is_valid_as_it_is_written(
    author: Author, args: tuple[str, ...], file: str
) -> None:
    result = author.run("new", *args, "--into", str(author.folder))
    path = author.folder / file
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, str(path))
    assert f"{parse_file(path).definition.graph_id.replace('@', '-')}.yaml" == file
    assert author.run("validate", str(path)).exit_code == 0


def test_a_new_graph_is_copied_from_a_file_and_counts_what_is_there(author: Author) -> None:
    source = author.write(("max_total_visits: 80", "max_total_visits: 81"))
    result = author.run("new", "deploy", "--from", source, "--into", str(author.folder))
    assert result.stdout.splitlines()[0].endswith("deploy-1.2.0.yaml")
    written = parse_file(author.folder / "deploy-1.2.0.yaml").definition
    assert written.limits.max_total_visits == 81


def test_what_cannot_be_written_is_told(author: Author) -> None:
    gone = author.run("new", "brand_new", "--into", str(author.folder / "absent"))
    assert (gone.exit_code, gone.stderr.split(":")[0]) == (1, "E_FOLDER_UNUSABLE")
    wrong = author.run("new", "Brand New", "--into", str(author.folder))
    assert (wrong.exit_code, wrong.stderr.split(":")[0]) == (1, "GRAPH_INVALID")
