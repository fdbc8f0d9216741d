"""The other commands: answering, undoing, listing, storing, looking after this machine."""

import json

import pytest

from backend.api.server_file import FILE_NAME
from backend.domain.aws_credentials import AccessKeySpec, RoleSpec
from backend.domain.commands import DecideApproval, StartRollback
from backend.domain.plans.approval import Answer
from backend.domain.secrets import Secret
from tests.backend.cli.bench import DIGESTS, Bench, record_of

KEY_ID = "AKIAFAKEFAKEFAKE0001"


def waiting(bench: Bench) -> dict[str, str]:
    """A run that waits for its answer: what the command said of it."""
    return record_of(bench.deploy("--json"))


def digests_of(record: dict[str, str]) -> tuple[str, ...]:
    names = ("--plan-digest", "--change-set-digest")
    return tuple(
        each for option, name in zip(names, DIGESTS, strict=True) for each in (option, record[name])
    )


def test_a_waiting_run_is_approved_by_its_digests(bench: Bench) -> None:
    digests = digests_of(waiting(bench))
    result = bench.run("approve", "run_1", *digests, "--allow-public", "--json")
    assert result.exit_code == 0
    assert record_of(result)["completion_state"] == "succeeded"
    assert bench.opened[-1] == ("copilot approve", ())


def test_other_digests_approve_nothing(bench: Bench) -> None:
    record = waiting(bench)
    record["plan_digest"] = "sha256:" + "0" * 64
    result = bench.run("approve", "run_1", *digests_of(record), "--allow-public", "--json")
    assert (result.exit_code, record_of(result)["error_code"]) == (3, "APPROVAL_NOT_BOUND")
    assert not [each for each in bench.twin.commands if isinstance(each, DecideApproval)]


def test_approving_without_digests_asks(bench: Bench) -> None:
    waiting(bench)
    bench.answers("y", "y")
    assert bench.run("approve", "run_1").exit_code == 0
    assert len(bench.terminal.questions) == 2


def test_there_must_be_a_question(bench: Bench) -> None:
    bench.deploy("--approve", "--allow-public")
    for command in ("approve", "reject"):
        result = bench.run(command, "run_1", "--json")
        assert (result.exit_code, record_of(result)["error_code"]) == (1, "E_NO_QUESTION")


def test_a_rejection_is_done_when_the_run_has_ended(bench: Bench) -> None:
    waiting(bench)
    result = bench.run("reject", "run_1", "--reason", "too large", "--json")
    assert result.exit_code == 0
    assert record_of(result)["completion_state"] == "rejected"
    decision = bench.twin.commands[-1]
    assert isinstance(decision, DecideApproval)
    assert (decision.answer, decision.reason) == (Answer.REJECTED, "too large")


def test_a_run_is_cancelled(bench: Bench) -> None:
    waiting(bench)
    result = bench.run("runs", "cancel", "run_1", "--json")
    assert (result.exit_code, record_of(result)["completion_state"]) == (0, "cancelled")


def test_a_run_is_resumed_at_its_question(bench: Bench) -> None:
    waiting(bench)
    bench.answers("y", "y")
    result = bench.run("runs", "resume", "run_1")
    assert result.exit_code == 0
    assert "Planning" not in result.stdout


def test_an_unknown_run_is_a_sentence(bench: Bench) -> None:
    for args in (("show",), ("resume",), ("cancel",)):
        result = bench.run("runs", *args, "run_9")
        assert (result.exit_code, result.stderr.split(":")[0]) == (1, "E_NOT_FOUND")


@pytest.mark.parametrize("name", ["hello", "dep_1"])
def test_a_rollback_is_confirmed_with_the_name(bench: Bench, name: str) -> None:
    result = bench.run("rollback", name, "--confirm", "hello", "--json")
    assert result.exit_code == 0
    assert isinstance(bench.twin.commands[0], StartRollback)
    assert record_of(result)["completion_state"] == "succeeded"
    assert "-  delete" not in result.stdout
    assert "delete" in result.stderr


def test_a_rollback_without_the_right_name_waits(bench: Bench) -> None:
    for args in ((), ("--confirm", "other")):
        result = bench.run("rollback", "hello", *args, "--json")
        assert (result.exit_code, record_of(result)["error_code"]) == (3, "E_NOT_APPROVED")
        assert "--confirm hello" in record_of(result)["next_step"]


def test_an_unknown_deployment_is_a_sentence(bench: Bench) -> None:
    result = bench.run("rollback", "nothing")
    assert (result.exit_code, result.stderr.split(":")[0]) == (1, "E_NOT_FOUND")


@pytest.mark.spec("S1-46")
def test_runs_and_deployments_are_listed(bench: Bench) -> None:
    waiting(bench)
    runs, deployments = bench.run("runs", "list"), bench.run("deployments")
    assert "run_1" in runs.stdout
    assert "waits for approval" in runs.stdout
    assert "sandbox us-east-1" in deployments.stdout
    as_json = json.loads(bench.run("runs", "list", "--json").stdout)
    assert [each["graph_run_id"] for each in as_json] == ["run_1"]
    assert json.loads(bench.run("deployments", "--json").stdout)[0]["deployment_id"] == "dep_1"
    assert [purpose for purpose, _ in bench.opened] == ["copilot deploy"]


@pytest.mark.parametrize("name", ["dep_1", "hello"])
def test_a_deployment_is_shown_by_its_id_or_its_application(bench: Bench, name: str) -> None:
    in_words = bench.run("deployments", "show", name)
    as_json = bench.run("deployments", "show", name, "--json")
    assert (in_words.exit_code, as_json.exit_code) == (0, 0)
    assert "sandbox us-east-1" in in_words.stdout
    assert record_of(as_json)["deployment_id"] == "dep_1"


def test_a_deployment_that_is_not_there_is_a_sentence(bench: Bench) -> None:
    result = bench.run("deployments", "show", "nothing", "--json")
    assert (result.exit_code, record_of(result)["error_code"]) == (1, "E_NOT_FOUND")


@pytest.mark.spec("S2-18")
def test_cases_that_wait_for_a_person_are_listed(bench: Bench) -> None:
    in_words, as_json = bench.run("escalations"), bench.run("escalations", "--json")
    assert "E_UNHEALTHY" in in_words.stdout
    assert [each["escalation_id"] for each in json.loads(as_json.stdout)] == ["run_0.1"]


@pytest.mark.parametrize("name", ["run_0.1", "run_0"])
def test_a_case_is_shown_with_what_is_left_and_what_to_do(bench: Bench, name: str) -> None:
    said = bench.run("escalations", "show", name).stdout
    assert "Next: Read its log." in said
    assert "Left: s3:bucket/hello: E_ACCESS_DENIED" in said
    assert "copilot runs undo run_0" in said
    shown = record_of(bench.run("escalations", "show", name, "--json"))
    assert shown["left"][0]["resource"] == "s3:bucket/hello"


def test_a_case_that_is_not_open_is_a_sentence(bench: Bench) -> None:
    result = bench.run("escalations", "show", "run_9", "--json")
    assert (result.exit_code, record_of(result)["error_code"]) == (1, "E_NOT_FOUND")


def test_a_run_is_shown_with_its_plan(bench: Bench) -> None:
    record = waiting(bench)
    in_words, as_json = (
        bench.run("runs", "show", "run_1"),
        bench.run("runs", "show", "run_1", "--json"),
    )
    assert record["plan_digest"] in in_words.stdout
    assert record_of(as_json)["question"]["plan_digest"] == record["plan_digest"]


def test_empty_lists_are_no_error(bench: Bench) -> None:
    assert bench.run("runs", "list").exit_code == 0
    assert json.loads(bench.run("credentials", "list", "--json").stdout) == []


@pytest.mark.spec("S2-41")
def test_an_access_key_is_asked_for_and_not_echoed(bench: Bench) -> None:
    typed = f"{KEY_ID}\nFAKE/secret\nFAKE-token\n"
    result = bench.run("credentials", "add", "--name", "mine", "--temporary", stdin=typed)
    assert result.exit_code == 0
    assert "FAKE/secret" not in result.output
    assert "FAKE-token" not in result.output
    assert bench.twin.specs == [
        AccessKeySpec(
            name="mine",
            access_key_id=KEY_ID,
            secret_access_key=Secret("FAKE/secret"),
            session_token=Secret("FAKE-token"),
        )
    ]
    listed = bench.run("credentials", "list").stdout
    assert "…0001" in listed
    assert KEY_ID not in listed


def test_credentials_are_read_from_standard_input(bench: Bench) -> None:
    spec = {
        "kind": "access_key",
        "name": "mine",
        "access_key_id": KEY_ID,
        "secret_access_key": "FAKE",
    }
    result = bench.run("credentials", "add", "--stdin", "--json", stdin=json.dumps(spec))
    assert result.exit_code == 0
    assert record_of(result)["last_four"] == "0001"
    assert bench.twin.specs[0].name == "mine"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"kind": "access_key", "name": "FAKE-name"}'])
def test_what_is_no_credential_is_refused_without_quoting_it(bench: Bench, text: str) -> None:
    result = bench.run("credentials", "add", "--stdin", stdin=text)
    assert (result.exit_code, result.stderr.split(":")[0]) == (1, "E_INVALID_CREDENTIAL")
    assert "FAKE" not in result.output
    assert bench.twin.specs == []


def test_a_role_names_the_credentials_that_assume_it(bench: Bench) -> None:
    bench.run("credentials", "add", "--name", "mine", stdin=f"{KEY_ID}\nFAKE\n")
    role = ("--name", "role", "--role-arn", "arn:aws:iam::123456789012:role/deployer")
    found = bench.run("credentials", "add", *role, "--external-id", "x-1", "--source", "mine")
    missing = bench.run("credentials", "add", *role, "--source", "absent")
    assert (found.exit_code, missing.exit_code) == (0, 1)
    spec = bench.twin.specs[1]
    assert isinstance(spec, RoleSpec)
    assert (spec.source_credential_id, spec.external_id) == ("cred_1", "x-1")


def test_the_account_is_the_one_that_was_named(bench: Bench) -> None:
    region = ("--region", "us-east-1", "--json")
    none = bench.run("account", "digest", *region)
    bench.run("credentials", "add", "--name", "one", stdin=f"{KEY_ID}\nFAKE\n")
    only = bench.run("account", "digest", *region)
    bench.run("credentials", "add", "--name", "two", stdin=f"{KEY_ID}\nFAKE\n")
    unclear = bench.run("account", "digest", *region)
    named = bench.run("account", "digest", "--credentials", "two", *region)
    assert record_of(none)["error_code"] == "E_CREDENTIAL_NOT_FOUND"
    assert record_of(only)["digest"] == "sha256:cred_1"
    assert record_of(unclear)["error_code"] == "E_CREDENTIAL_UNCLEAR"
    assert record_of(named)["digest"] == "sha256:cred_2"


def test_a_digest_of_the_sandbox_opens_the_service_once_at_most(bench: Bench) -> None:
    args = ("account", "digest", "--sandbox", "--region", "us-east-1", "--json")
    first, second = bench.run(*args), bench.run(*args)
    assert first.exit_code == second.exit_code == 0
    assert first.stdout == second.stdout
    assert bench.opened == [("copilot account digest", ())]


def test_the_sandbox_is_started_shown_emptied_and_stopped(bench: Bench) -> None:
    assert bench.run("sandbox", "status").exit_code == 1
    assert json.loads(bench.run("sandbox", "status", "--json").stdout) == {"is_running": False}
    assert bench.run("sandbox", "reset", "--yes").exit_code == 0
    assert bench.sandbox.resets == 1
    assert "4242" in bench.run("sandbox", "status").stdout
    assert bench.run("sandbox", "stop").stdout == "Stopped.\n"
    assert bench.run("sandbox", "stop").stdout == "It was not running.\n"


def test_emptying_the_sandbox_asks_first(bench: Bench) -> None:
    assert bench.run("sandbox", "reset", stdin="n\n").exit_code == 1
    assert bench.sandbox.resets == 0


@pytest.mark.parametrize("name", ["OPENAI_BASE_URL", "QDRANT_URL"])
def test_a_refused_setting_stops_every_command_but_is_explained(bench: Bench, name: str) -> None:
    bench.environment = {name: "FAKE-value"}
    deploy, doctor = bench.deploy("--json"), bench.run("doctor")
    assert record_of(deploy)["error_code"] == "E_SETTING_INVALID"
    assert (deploy.exit_code, doctor.exit_code) == (1, 1)
    assert name in doctor.stdout
    assert "FAKE" not in deploy.output + doctor.output


def test_a_server_that_is_gone_is_not_believed(bench: Bench) -> None:
    left = bench.home / FILE_NAME
    left.write_text(json.dumps({"url": "http://127.0.0.1:9", "token": "FAKE"}))
    left.chmod(0o600)
    assert bench.run("runs", "list").exit_code == 0
    assert bench.deploy("--approve", "--allow-public").exit_code == 0
    assert bench.opened
