"""``copilot runs replay``, ``fork`` and ``undo``, and what ``show`` says of the account."""

import pytest

from backend.domain.account_digests import AccountChange
from backend.domain.commands import ForkRun, UndoRun
from backend.domain.identifiers import GraphRunId
from backend.domain.views import ReplayDifference
from tests.backend.cli.bench import Bench, record_of

RUN = GraphRunId("run_1")


def finished(bench: Bench) -> None:
    assert bench.deploy("--approve", "--allow-public").exit_code == 0


def test_a_replay_shows_the_digest_of_the_events(bench: Bench) -> None:
    finished(bench)
    in_words, as_json = bench.run("runs", "replay", RUN), bench.run("runs", "replay", RUN, "--json")
    record = record_of(as_json)
    assert (in_words.exit_code, as_json.exit_code) == (0, 0)
    assert record["event_digest"] in in_words.stdout
    assert record["is_consistent"] is True


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ({"missing_sequences": (7,)}, "the event 7"),
        (
            {
                "differences": (
                    ReplayDifference(field="node", from_events="closure", recorded=None),
                )
            },
            "node: the events say closure",
        ),
    ],
)
def test_a_replay_that_does_not_fit_fails(bench: Bench, odd: dict[str, object], said: str) -> None:
    bench.script(**odd)
    finished(bench)
    result = bench.run("runs", "replay", RUN)
    assert result.exit_code == 1
    assert said in result.stdout


def test_a_fork_is_followed_to_its_question(bench: Bench) -> None:
    finished(bench)
    result = bench.run("runs", "fork", RUN, "--at", "plan_drafting", "--visit", "2", "--json")
    record = record_of(result)
    assert (result.exit_code, record["graph_run_id"]) == (3, "run_2")
    assert bench.twin.commands[-1] == ForkRun(graph_run_id=RUN, node="plan_drafting", visit=2)


def test_a_fork_needs_a_node(bench: Bench) -> None:
    finished(bench)
    assert bench.run("runs", "fork", RUN).exit_code == 2


def test_what_was_left_is_undone_by_its_name(bench: Bench) -> None:
    finished(bench)
    result = bench.run("runs", "undo", RUN, "--confirm", "hello", "--json")
    assert (result.exit_code, record_of(result)["completion_state"]) == (0, "succeeded")
    assert UndoRun(graph_run_id=RUN) in bench.twin.commands


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"is_equal": True}, "Account            as before"),
        ({"is_equal": False, "changed": ("s3:bucket/b",)}, "1 resource differs from before"),
        ({"is_equal": True, "is_complete": False}, "(as far as it was read)"),
        ({"is_equal": None, "reason": "E_AWS_REFUSED: no"}, "E_AWS_REFUSED: no"),
    ],
)
def test_a_run_says_whether_the_account_is_as_before(
    bench: Bench, change: dict[str, object], said: str
) -> None:
    finished(bench)
    run = bench.twin.known_runs[RUN]
    known: dict[str, object] = {"before": "sha256:1", "after": "sha256:2", "is_complete": True}
    account = AccountChange.model_validate({**known, **change})
    run.view = run.view.model_copy(update={"account": account})
    assert said in bench.run("runs", "show", RUN).stdout


def test_a_run_says_what_is_left_and_how_to_take_it_back(bench: Bench) -> None:
    finished(bench)
    run = bench.twin.known_runs[RUN]
    error = {"error_code": "E_AWS_REFUSED", "message": "Not authorized.", "next_step": "Grant it."}
    left = {"step_id": "create_role", "resource": "iam:role/hello", "error": error}
    undo = {"label": "exact", "undone": [], "left": [left]}
    run.view = run.view.model_copy(update={"undo": undo, "completion_state": "escalated"})
    told = bench.run("runs", "show", RUN).stdout
    assert "Left: iam:role/hello: E_AWS_REFUSED: Not authorized." in told
    assert f"copilot runs undo {RUN}" in told
