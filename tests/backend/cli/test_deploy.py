"""``copilot deploy``: the question, the answer, the ending, the exit code."""

import os
import signal
from pathlib import Path

import pytest

from backend.domain.commands import CancelRun, DecideApproval, StartDeployment
from backend.domain.errors import OperatorMustAct, UserCanFix
from backend.domain.plans.approval import Answer
from backend.domain.secrets import Secret
from tests.backend.cli.bench import ENDPOINT, Bench, record_of
from tests.doubles.fake_copilot import UNHEALTHY
from tests.doubles.sample_plans import BUCKET, DELETION, URL

YES = ("--allow-public", "--approve")


def decisions(bench: Bench) -> list[DecideApproval]:
    return [each for each in bench.twin.commands if isinstance(each, DecideApproval)]


def started(bench: Bench) -> StartDeployment:
    return next(each for each in bench.twin.commands if isinstance(each, StartDeployment))


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_an_approved_deployment_ends_with_0_and_one_json_object(bench: Bench) -> None:
    result = bench.deploy(*YES, "--json")
    assert result.exit_code == 0
    record = record_of(result)
    assert record["completion_state"] == "succeeded"
    assert record["graph_run_id"] == "run_1"
    assert record["deployment_id"] == "dep_1"
    assert record["url"] == "http://x.test"
    assert record["health"]["is_healthy"] is True
    assert [step["step_id"] for step in record["steps"]] == ["bucket", "url"]
    assert record["undo"] == {"label": "exact", "undone": [], "left": []}
    assert {"error_code", "message", "next_step"}.isdisjoint(record)
    assert record["plan_digest"] in result.stderr
    assert record["change_set_digest"] in result.stderr


def test_the_plan_is_shown_before_its_digests_are_approved(bench: Bench) -> None:
    result = bench.deploy(*YES)
    assert result.exit_code == 0
    (decision,) = decisions(bench)
    assert decision.answer is Answer.APPROVED
    assert decision.allowed_exposures == ("url",)
    shown = result.stdout.index(decision.plan_digest)
    assert shown < result.stdout.index(decision.change_set_digest) < result.stdout.index("✓")


def test_a_failed_health_check_ends_with_1_and_what_was_undone(bench: Bench) -> None:
    bench.script(ends_as="undone", failure=UNHEALTHY)
    result = bench.deploy(*YES, "--json")
    assert result.exit_code == 1
    record = record_of(result)
    assert {name: record[name] for name in UNHEALTHY} == UNHEALTHY
    assert [each["resource"] for each in record["undo"]["undone"]] == [
        BUCKET.resource,
        URL.resource,
    ]


def test_what_is_left_ends_with_4(bench: Bench) -> None:
    bench.script(ends_as="escalated", failure=UNHEALTHY, left=(BUCKET.resource,))
    result = bench.deploy(*YES)
    assert result.exit_code == 4
    assert f"still there: {BUCKET.resource}" in result.stdout


def test_the_request_is_what_was_typed(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "values"
    file.write_text("# comment\n\nexport A=FAKE-a\nB='FAKE b'\nC=1\n")
    args = ("--name", "my-app", "--memory", "256", "--timeout", "9", "--runtime", "python3.11")
    variables = ("--env", "C=FAKE=c", "--env-file", str(file))
    assert bench.deploy(*YES, *args, *variables).exit_code == 0
    request = started(bench).request
    assert request.source == str(tmp_path / "hello")
    assert (request.application_name, request.memory_mb, request.timeout_s) == ("my-app", 256, 9)
    assert request.environment == {"A": "cred_values", "B": "cred_values", "C": "cred_values"}
    assert bench.twin.kept == {
        "my-app": {"A": Secret("FAKE-a"), "B": Secret("FAKE b"), "C": Secret("FAKE=c")}
    }
    assert bench.opened == [("copilot deploy", (tmp_path / "hello",))]


def test_the_name_is_the_folders_and_the_sandbox_is_stored_once(bench: Bench) -> None:
    assert bench.deploy(*YES).exit_code == bench.deploy(*YES).exit_code == 0
    assert started(bench).request.application_name == "hello"
    (spec,) = bench.twin.specs
    assert (spec.kind, getattr(spec, "endpoint_url", None)) == ("sandbox_account", ENDPOINT)
    assert started(bench).credential_id == "cred_1"


def test_a_repository_is_passed_on_as_it_was_typed(bench: Bench) -> None:
    url = "https://github.com/owner/name"
    args = ("--target", "lambda", "--region", "us-east-1", "--sandbox", "--branch", "main", *YES)
    assert bench.run("deploy", url, *args).exit_code == 0
    assert (started(bench).request.source, started(bench).request.branch) == (url, "main")
    assert bench.opened == [("copilot deploy", ())]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("deploy", "absent-folder", "--target", "lambda"), "SOURCE_NOT_FOUND"),
        (("deploy", ".", "--target", "mars"), "E_UNKNOWN_TARGET"),
        (("deploy", ".", "--target", "lambda", "--name", "No Name"), "E_INVALID_NAME"),
        (("deploy", ".", "--target", "lambda", "--env", "AWS_X=FAKE"), "E_INVALID_VARIABLE"),
    ],
)
def test_bad_input_starts_nothing(bench: Bench, args: tuple[str, ...], code: str) -> None:
    result = bench.run(*args, "--region", "us-east-1", "--sandbox", "--json")
    assert (result.exit_code, record_of(result)["error_code"]) == (1, code)
    assert bench.opened == []
    assert not bench.sandbox.is_running


@pytest.mark.parametrize(
    "refusal",
    [
        UserCanFix("E_DATA_DIRECTORY_IN_USE", "Process 7 is at work.", "Wait."),
        OperatorMustAct("DISK_FULL", "The disk is full.", "Free some space."),
    ],
)
def test_an_error_is_a_sentence_a_code_and_a_next_step(bench: Bench, refusal: UserCanFix) -> None:
    bench.script(refusal=refusal)
    in_words, as_json = bench.deploy(*YES), bench.deploy(*YES, "--json")
    assert in_words.exit_code == as_json.exit_code == 1
    assert in_words.stderr == f"{refusal.error_code}: {refusal.message}\n  {refusal.next_step}\n"
    assert record_of(as_json) == {"completion_state": None, **refusal.as_record()}


def test_without_a_person_the_run_waits_and_says_how_to_go_on(bench: Bench) -> None:
    result = bench.deploy("--json")
    assert result.exit_code == 3
    record = record_of(result)
    assert (record["completion_state"], record["error_code"]) == (None, "E_NOT_APPROVED")
    assert record["approval"]["exposures"] == ["url"]
    assert "copilot approve run_1 --plan-digest sha256:" in record["next_step"]
    assert decisions(bench) == []


def test_approve_does_not_cover_exposures(bench: Bench) -> None:
    result = bench.deploy("--approve", "--json")
    assert (result.exit_code, decisions(bench)) == (3, [])
    assert "--allow-public" in record_of(result)["next_step"]


def test_approve_does_not_cover_destructive_steps(bench: Bench) -> None:
    bench.script(steps=(DELETION,))
    result = bench.deploy(*YES, "--json")
    assert (result.exit_code, decisions(bench)) == (3, [])
    assert "destructive" in record_of(result)["message"]


def test_a_second_plan_of_the_same_run_is_never_approved_by_the_first_yes(bench: Bench) -> None:
    bench.script(replans=1)
    result = bench.deploy(*YES)
    assert result.exit_code == 3
    assert len(decisions(bench)) == 1
    assert result.stdout.count("Plan digest") == 2


def test_a_person_ticks_and_says_yes(bench: Bench) -> None:
    bench.answers("y", "yes")
    result = bench.deploy()
    assert result.exit_code == 0
    assert bench.terminal.questions == [
        "Allow the public endpoint of url? [y/N]",
        "Create 1 and update 1? [y/N]",
    ]


def test_a_person_types_the_name_of_what_is_deleted(bench: Bench) -> None:
    bench.script(steps=(DELETION, BUCKET))
    bench.answers("hello", "y")
    assert bench.deploy().exit_code == 0
    assert bench.terminal.questions == [
        "This cannot be taken back. Type hello to confirm:",
        "Delete 1 and create 1? [y/N]",
    ]
    assert decisions(bench)[0].confirmed_steps == {"removal": "hello"}


@pytest.mark.parametrize("answers", [("n",), ("y", ""), ("y", "no")])
def test_a_no_rejects_the_plan(bench: Bench, answers: tuple[str, ...]) -> None:
    bench.answers(*answers)
    result = bench.deploy()
    assert result.exit_code == 1
    assert [each.answer for each in decisions(bench)] == [Answer.REJECTED]


def test_another_name_rejects_the_plan(bench: Bench) -> None:
    bench.script(steps=(DELETION,))
    bench.answers("helo")
    assert bench.deploy().exit_code == 1
    assert decisions(bench)[0].answer is Answer.REJECTED


@pytest.mark.parametrize("answers", [(None,), ("y", None)])
def test_a_person_who_leaves_leaves_the_run_waiting(
    bench: Bench, answers: tuple[str | None, ...]
) -> None:
    bench.answers(*answers)
    assert bench.deploy().exit_code == 3
    assert decisions(bench) == []


def test_ctrl_c_cancels_the_run_and_follows_it_to_its_end(bench: Bench) -> None:
    class Silent(type(bench.terminal)):
        async def ask(self, question: str) -> str | None:
            press_ctrl_c()
            await never()
            return None

    bench.terminal = Silent(is_interactive=True)
    result = bench.deploy()
    assert result.exit_code == 1
    assert isinstance(bench.twin.commands[-1], CancelRun)
    assert "E_CANCELLED" in result.stdout
    assert "is undone first" in result.stdout


def test_a_second_ctrl_c_lets_go_of_the_run(bench: Bench) -> None:
    class Stubborn(type(bench.twin)):
        async def cancel_run(self, actor: object, command: CancelRun) -> None:
            self.commands.append(command)
            press_ctrl_c()

    class Silent(type(bench.terminal)):
        async def ask(self, question: str) -> str | None:
            press_ctrl_c()
            await never()
            return None

    bench.twin, bench.terminal = Stubborn(), Silent(is_interactive=True)
    result = bench.deploy("--json")
    assert result.exit_code == 3
    record = record_of(result)
    assert record["error_code"] == "E_DETACHED"
    assert "copilot runs resume run_1" in record["next_step"]


def test_the_interrupt_handler_is_given_back(bench: Bench) -> None:
    assert bench.deploy(*YES).exit_code == 0
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_defect_is_told_in_a_sentence_and_logged(bench: Bench) -> None:
    class Broken(type(bench.twin)):
        async def start_deployment(self, actor: object, command: object):
            raise RuntimeError("AKIAFAKEFAKEFAKE0001 details")

    bench.twin = Broken()
    result = bench.deploy("--json")
    assert (result.exit_code, record_of(result)["error_code"]) == (1, "E_DEFECT")
    log = bench.home / "logs" / "command-line.log"
    assert str(log) in record_of(result)["next_step"]
    assert "Traceback" not in result.output
    assert "RuntimeError" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


async def never() -> None:
    import asyncio

    await asyncio.Event().wait()
