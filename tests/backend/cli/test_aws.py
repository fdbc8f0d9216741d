"""``copilot aws`` and ``copilot actions``: what is typed, what is asked, what is answered."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.domain.commands import DecideApproval, StartOperation
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import StepId
from backend.domain.operations import OperationAnswer
from backend.domain.plans.drafting import ToolCall
from tests.backend.cli.bench import Bench, record_of
from tests.doubles.fake_copilot import UNHEALTHY
from tests.doubles.sample_plans import BUCKET, DELETION, URL

BUCKETS = OperationAnswer(
    step_id=StepId("step_1"),
    title="List the buckets",
    action="list_buckets",
    answer={
        "columns": ["bucket_name", "tags"],
        "rows": [["one", {"a": 1}], ["b", None]],
        "total": 3,
    },
)
ONE = OperationAnswer(
    step_id=StepId("step_2"),
    title="Show the function f",
    action="get_lambda_function",
    answer={"facts": {"handler": "app.handler", "memory_mb": 512}},
)


def started(bench: Bench) -> StartOperation:
    return next(each for each in bench.twin.commands if isinstance(each, StartOperation))


def args_of(bench: Bench, *typed: str, stdin: str | None = None) -> dict[str, Any]:
    """What a call is made of."""
    bench.script(answers=(BUCKETS,))
    assert bench.run("aws", *typed, "--sandbox", stdin=stdin).exit_code == 0
    (call,) = started(bench).calls
    return call.args


def test_a_read_is_answered_with_a_table_and_nobody_is_asked(bench: Bench) -> None:
    bench.script(answers=(BUCKETS, ONE))
    result = bench.run("aws", "list_buckets", "--sandbox")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1:10] == [
        "List the buckets",
        "BUCKET NAME  TAGS",
        'one          {"a": 1}',
        "b            -",
        "3 found; the first 2 are shown",
        "",
        "Show the function f",
        "  handler    app.handler",
        "  memory mb  512",
    ]
    assert "Done" not in result.stdout
    assert bench.terminal.questions == []


def test_a_read_for_a_machine_is_one_object_with_its_answers(bench: Bench) -> None:
    bench.script(answers=(BUCKETS,))
    record = record_of(bench.run("aws", "list_buckets", "--sandbox", "--json"))
    assert record["answers"] == [BUCKETS.to_json()]
    assert record["completion_state"] == "succeeded"
    assert record["deployment_id"] is None


def test_a_change_shows_its_plan_and_asks(bench: Bench) -> None:
    bench.script(steps=(BUCKET,))
    bench.answers("y")
    result = bench.run("aws", "create_bucket", "--param", "bucket_name=one", "--sandbox")
    assert result.exit_code == 0
    (command,) = [each for each in bench.twin.commands if isinstance(each, DecideApproval)]
    assert command.plan_digest in result.stdout
    assert "Done" in result.stdout


@pytest.mark.parametrize(
    ("said", "exit_code", "error_code"),
    [
        (("--approve", "--allow-public"), 0, None),
        (("--approve",), 3, "E_NOT_APPROVED"),
        ((), 3, "E_NOT_APPROVED"),
    ],
)
def test_what_is_said_beforehand_is_held_against_the_plan(
    bench: Bench, said: tuple[str, ...], exit_code: int, error_code: str | None
) -> None:
    bench.script(steps=(BUCKET, URL))
    result = bench.run(
        "aws", "create_bucket", "--param", "bucket_name=b", "--sandbox", "--json", *said
    )
    assert (result.exit_code, record_of(result).get("error_code")) == (exit_code, error_code)


@pytest.mark.parametrize(
    ("typed", "exit_code"),
    [("operations", 0), ("removal=operations", 0), ("removal=b", 3), ("bucket=operations", 3)],
)
def test_a_deletion_is_confirmed_by_its_name(bench: Bench, typed: str, exit_code: int) -> None:
    bench.script(steps=(DELETION,))
    args = ("aws", "delete_bucket", "--param", "bucket_name=b", "--sandbox", "--confirm", typed)
    assert bench.run(*args).exit_code == exit_code


@pytest.mark.parametrize(
    ("how", "exit_code"),
    [
        ({"ends_as": "undone", "failure": UNHEALTHY}, 1),
        ({"ends_as": "escalated", "failure": UNHEALTHY, "left": (BUCKET.resource,)}, 4),
    ],
)
def test_the_exit_code_says_what_is_left(bench: Bench, how: dict[str, Any], exit_code: int) -> None:
    bench.script(steps=(BUCKET,), **how)
    args = ("aws", "create_bucket", "--param", "bucket_name=b", "--sandbox", "--approve")
    assert bench.run(*args).exit_code == exit_code


def test_arguments_are_of_the_types_that_the_action_takes(bench: Bench, tmp_path: Path) -> None:
    more = tmp_path / "more.json"
    more.write_text('{"log_group": "/a", "limit": 1}')
    typed = ("read_logs", "--json-params", str(more), "--param", "limit=20")
    assert args_of(bench, *typed) == {"log_group": "/a", "limit": 20}


def test_text_stays_text(bench: Bench) -> None:
    assert args_of(
        bench, "list_s3_objects", "--param", "bucket_name=123", "--param", "prefix="
    ) == {
        "bucket_name": "123",
        "prefix": "",
    }


def test_what_is_no_value_goes_to_the_service_as_it_is(bench: Bench) -> None:
    """It says what is wrong with it, naming the argument."""
    typed = ("read_logs", "--param", "log_group=/a", "--param", "limit=many", "--param", "odd=1=2")
    assert args_of(bench, *typed) == {"log_group": "/a", "limit": "many", "odd": "1=2"}


def test_arguments_come_from_standard_input(bench: Bench) -> None:
    typed = ("get_bucket_policy", "--json-params", "-")
    assert args_of(bench, *typed, stdin='{"bucket_name": "b"}') == {"bucket_name": "b"}


def test_a_file_is_named_absolutely_and_read_below_its_folder(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "app.zip"
    args = args_of(bench, "upload_s3", "--param", "bucket_name=b", "--param", f"file_path={file}")
    assert args["file_path"] == str(file)
    assert bench.opened == [("copilot aws", (tmp_path,))]


def test_a_chain_is_one_operation(bench: Bench, tmp_path: Path) -> None:
    chain = tmp_path / "chain.json"
    calls = [
        {"tool": "create_bucket", "args": {"bucket_name": "b"}},
        {"tool": "list_s3_objects", "args": {"bucket_name": {"$output": "step_1.bucket_name"}}},
    ]
    chain.write_text(json.dumps(calls))
    bench.script(steps=(BUCKET,))
    args = ("aws", "run", str(chain), "--region", "eu-west-1", "--sandbox", "--approve")
    assert bench.run(*args).exit_code == 0
    command = started(bench)
    assert command.calls == tuple(ToolCall.model_validate(call) for call in calls)
    assert command.region == "eu-west-1"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("list_bucket",), "list_buckets"),
        (("nothing_like_it_at_all",), "copilot actions"),
        (("replace_s3_object",), "There is no action"),
        (("list_buckets", "--param", "value"), "NAME=VALUE"),
        (("list_buckets", "--param", "=value"), "NAME=VALUE"),
        (("list_buckets", "--json-params", "absent.json"), "absent.json"),
        (("list_buckets", "--sandbox", "--credentials", "n"), "not both"),
    ],
)
def test_wrong_usage_says_what_is_right(bench: Bench, typed: tuple[str, ...], told: str) -> None:
    result = bench.run("aws", *typed)
    assert result.exit_code == 2
    assert told in result.output
    assert bench.opened == []


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", "[1]", '[{"tool": "list_bucket", "args": {}}]', '[{"tool": "list_buckets"}]'],
)
def test_a_chain_that_is_none_is_wrong_usage(bench: Bench, content: str) -> None:
    result = bench.run("aws", "run", "-", stdin=content)
    assert result.exit_code == 2
    assert bench.opened == []


@pytest.mark.parametrize("content", ["", "[]", "1"])
def test_arguments_that_are_no_object_are_wrong_usage(bench: Bench, content: str) -> None:
    result = bench.run("aws", "list_buckets", "--json-params", "-", stdin=content)
    assert result.exit_code == 2
    assert "JSON object" in result.output


def test_a_refusal_of_the_service_is_told(bench: Bench) -> None:
    bench.script(refusal=UserCanFix("E_UNKNOWN_REGION", "There is none.", "Choose another."))
    result = bench.run("aws", "list_buckets", "--region", "nowhere", "--sandbox", "--json")
    assert (result.exit_code, record_of(result)["error_code"]) == (1, "E_UNKNOWN_REGION")


def test_an_action_says_what_it_takes(bench: Bench) -> None:
    help_text = bench.run("aws", "upload_s3", "--help").output
    assert "Needs: bucket_name file_path" in help_text
    assert bench.run("aws", "create_iam_role", "--help").exit_code == 0


def test_the_actions_are_listed(bench: Bench) -> None:
    lines = bench.run("actions").stdout.splitlines()
    assert lines[0].split() == ["ACTION", "EFFECT", "UNDO", "PARAMETERS"]
    (upload,) = [line.split() for line in lines if line.startswith("upload_s3")]
    assert upload == ["upload_s3", "write", "exact", "bucket_name", "file_path", "[object_name]"]
    (buckets,) = [line.split() for line in lines if line.startswith("list_buckets")]
    assert buckets == ["list_buckets", "read", "-"]


def test_the_actions_are_listed_for_machines(bench: Bench) -> None:
    records = json.loads(bench.run("actions", "--json").stdout)
    by_name = {record["name"]: record for record in records}
    assert by_name["read_logs"] == {
        "name": "read_logs",
        "effect": "read",
        "undo": None,
        "parameters": [
            {"name": "log_group", "types": ["string"], "is_required": True},
            {"name": "limit", "types": ["integer"], "is_required": False},
        ],
    }
    assert by_name["delete_bucket"]["effect"] == "destructive"
