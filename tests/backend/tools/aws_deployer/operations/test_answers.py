"""Reads: answered in their turn, without an approval, a record or anything to undo."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agentpro.tools import ToolResult
from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import ChangeKind, Effect, UndoLabel
from backend.domain.plans.approval import confirmations_of, exposures_of
from backend.domain.plans.plan import Plan
from backend.domain.plans.policy import review
from backend.domain.plans.verdict import Decision
from backend.tools.aws_deployer.catalog import READS
from backend.tools.aws_deployer.catalog.reads.answers import MAX_ROWS
from tests.backend.tools.aws_deployer.operations.office import POLICY, Office
from tests.backend.tools.aws_deployer.test_tool import Desk, code_of, desk_over
from tests.doubles.fake_services import REGION

BUCKET = {"bucket_name": "office-bucket"}
QUESTIONS: dict[str, dict[str, Any]] = {
    "list_buckets": {},
    "list_s3_objects": BUCKET,
    "get_bucket_policy": BUCKET,
    "list_iam_roles": {},
    "list_iam_users": {},
    "list_iam_policies": {},
    "list_lambda_functions": {},
    "get_lambda_function": {"function_name": "worker"},
    "list_log_groups": {"prefix": "/off"},
    "read_logs": {"log_group": "/office", "limit": 3},
}


@pytest.fixture
async def desk(furnished: Office) -> Desk:
    return await desk_over(furnished.deployer, None, furnished.folder)


async def answered(desk: Desk, plan: Plan, step_id: str = "step_1") -> ToolResult:
    return await desk.call("answer", {"plan": plan.to_json(), "step_id": step_id})


async def answer_to(furnished: Office, name: str, **args: Any) -> Any:
    desk = await desk_over(furnished.deployer, None, furnished.folder)
    result: Any = await answered(desk, await furnished.plan((name, args)))
    assert result.error is None
    return result.value["answer"]


def test_every_read_of_the_catalogue_is_among_the_questions() -> None:
    assert set(QUESTIONS) == set(READS)


@pytest.mark.spec("S2-40", "S2-190", "S1-26")
@pytest.mark.parametrize("name", list(QUESTIONS))
async def test_a_read_is_answered_under_its_own_least_policy(
    furnished: Office, desk: Desk, name: str
) -> None:
    plan = await furnished.plan((name, QUESTIONS[name]))
    before = furnished.deployer.aws.resources()
    result: Any = await answered(desk, plan)
    assert result.error is None
    told = result.value
    assert (told["step_id"], told["action"], told["title"]) == (
        "step_1",
        name,
        plan.steps[0].title,
    )
    assert set(told["answer"]) in ({"columns", "rows", "total"}, {"facts"})
    assert {len(row) for row in told["answer"].get("rows", [])} <= {
        len(told["answer"].get("columns", []))
    }
    assert json.loads(json.dumps(told)) == told
    assert furnished.deployer.aws.resources() == before
    assert not [each for each in furnished.deployer.journal.kept if each.graph_run_id == "run_1"]


@pytest.mark.parametrize("name", list(QUESTIONS))
async def test_a_plan_of_reads_asks_for_nothing(furnished: Office, name: str) -> None:
    plan = await furnished.plan((name, QUESTIONS[name]))
    (step,) = plan.steps
    assert (step.effect, step.label, step.compensation, step.exposes) == (
        Effect.READ,
        UndoLabel.EXACT,
        None,
        None,
    )
    assert (confirmations_of(plan), exposures_of(plan)) == ({}, ())
    assert review(plan).decision is Decision.APPROVED


async def test_what_was_found_is_told(furnished: Office) -> None:
    assert (await answer_to(furnished, "list_buckets"))["rows"][0][0] == "office-bucket"
    objects = await answer_to(furnished, "list_s3_objects", **BUCKET)
    assert (objects["rows"][0][0], objects["total"]) == ("old.txt", 1)
    assert (await answer_to(furnished, "list_s3_objects", **BUCKET, prefix="x"))["total"] == 0
    assert (await answer_to(furnished, "get_bucket_policy", **BUCKET))["facts"]["policy"] is None
    furnished.deployer.aws.state.buckets["office-bucket"]["policy"] = POLICY
    assert (await answer_to(furnished, "get_bucket_policy", **BUCKET))["facts"]["policy"] == POLICY
    assert (await answer_to(furnished, "list_log_groups"))["rows"] == [["/office", 30, 0]]


async def test_of_environment_variables_the_names_alone_are_told(furnished: Office) -> None:
    settings = furnished.deployer.aws.state.functions["worker"]["settings"]
    settings["Environment"] = {"Variables": {"PASSWORD": "FAKE-password-EXAMPLE"}}
    facts = (await answer_to(furnished, "get_lambda_function", function_name="worker"))["facts"]
    assert facts["environment_names"] == ["PASSWORD"]
    assert facts["aliases"] == {"live": "1"}
    assert "FAKE-password-EXAMPLE" not in json.dumps(facts)


async def test_the_newest_lines_are_told_and_a_key_in_them_is_not(furnished: Office) -> None:
    answer = await answer_to(furnished, "read_logs", log_group="/office", limit=3)
    assert answer["rows"] == [
        ["1970-01-01T00:00:05.000+00:00", "hello from the function"],
        ["1970-01-01T00:00:06.000+00:00", "the key is ***"],
        ["1970-01-01T00:00:07.000+00:00", "END"],
    ]


async def test_half_a_character_that_aws_left_is_told_as_a_question_mark(
    furnished: Office,
) -> None:
    """No store could keep it, and the run would wait for ever for one that can."""
    furnished.deployer.aws.state.functions["worker"]["settings"]["Handler"] = "cut \ud83d"
    facts = (await answer_to(furnished, "get_lambda_function", function_name="worker"))["facts"]
    assert facts["handler"] == "cut ?"


async def test_a_long_listing_is_cut_and_says_how_long_it_is(furnished: Office) -> None:
    state = furnished.deployer.aws.state
    state.buckets.update({f"b-{number}": {"tags": {}, "objects": {}} for number in range(300)})
    answer = await answer_to(furnished, "list_buckets")
    assert (len(answer["rows"]), answer["total"]) == (MAX_ROWS, 301)


async def test_what_does_not_exist_is_a_result_with_a_next_step(
    furnished: Office, desk: Desk
) -> None:
    plan = await furnished.plan(("get_lambda_function", {"function_name": "missing"}))
    result = await answered(desk, plan)
    assert result.error is not None
    assert set(result.error) >= {"error_code", "message", "next_step"}


async def test_an_answer_is_given_for_a_read_alone(furnished: Office, desk: Desk) -> None:
    plan = await furnished.plan(("create_bucket", {"bucket_name": "another-bucket"}))
    assert code_of(await answered(desk, plan)) == "E_NOT_APPROVED"
    assert "another-bucket" not in furnished.deployer.aws.state.buckets


async def test_a_step_that_only_says_that_it_reads_is_not_answered(
    furnished: Office, desk: Desk
) -> None:
    plan = await furnished.plan(("delete_s3_object", {**BUCKET, "object_name": "old.txt"}))
    step = plan.steps[0].model_copy(update={"effect": Effect.READ})
    told = await answered(desk, plan.model_copy(update={"steps": (step,)}))
    assert code_of(told) == "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"
    assert "old.txt" in furnished.deployer.aws.state.buckets["office-bucket"]["objects"]


async def test_the_plan_of_another_run_is_not_answered(furnished: Office, desk: Desk) -> None:
    plan = await furnished.plan(("list_buckets", {}), run_id="run_7")
    assert code_of(await answered(desk, plan)) == "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"


async def test_a_read_between_changes_is_performed_in_its_turn(
    furnished: Office, desk: Desk
) -> None:
    plan = await furnished.plan(
        ("list_s3_objects", {"bucket_name": "office-bucket"}),
        ("create_bucket", {"bucket_name": "another-bucket"}),
        ("list_buckets", {}),
        ("create_log_group", {"log_group": "/another"}),
    )
    before = furnished.deployer.aws.resources()
    sealed = furnished.deployer.seal(plan)
    kinds = [change.kind for change in sealed.change_set.changes]
    assert kinds == [ChangeKind.NONE, ChangeKind.CREATE, ChangeKind.NONE, ChangeKind.CREATE]
    told = sealed.to_json()
    await desk.call("begin", {"sealed_plan": told})
    assert code_of(await desk.step("apply_step", told, "step_3")) == "E_NOT_APPROVED"
    answers: list[Any] = []
    for step in plan.steps:
        result = await desk.step("apply_step", told, step.step_id)
        assert result.error is None
        answers.append(result.value)
    assert set(answers[2]) == {"step_id", "outputs", "is_changed", "answer"}
    assert (answers[2]["outputs"], answers[2]["is_changed"]) == ({}, False)
    assert "another-bucket" in json.dumps(answers[2]["answer"])
    for step in reversed(plan.steps):
        undone = await desk.step("undo_step", told, step.step_id)
        assert (undone.value is None) == (step.effect is Effect.READ)
    assert furnished.deployer.aws.resources() == before


async def test_an_operation_is_drafted_for_its_run(furnished: Office, desk: Desk) -> None:
    calls: JsonObject = {"calls": [{"tool": "list_buckets", "args": {}}], "region": REGION}
    drafted: Any = (await desk.call("draft_operation", calls)).value
    assert (drafted["deployment_id"], drafted["release_id"]) == ("operation_run_1",) * 2
    assert drafted["draft"]["target"] == "operation"
    refused = await desk.call("draft_operation", {**calls, "calls": [{"tool": "x", "args": {}}]})
    assert code_of(refused) == "E_UNKNOWN_ACTION"
    assert code_of(await desk.call("draft_operation", {"region": REGION})) == "E_BAD_ARGUMENTS"


async def test_a_file_of_the_workspace_is_drafted_through_the_tool(
    furnished: Office, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("note")
    args = {**BUCKET, "file_path": str(tmp_path / "note.txt")}
    calls: Any = {"calls": [{"tool": "upload_s3", "args": args}], "region": REGION}
    drafted: Any = (await desk.call("draft_operation", calls)).value
    assert drafted["draft"]["steps"][0]["call"]["args"]["object_name"] == "note.txt"


@pytest.mark.spec("S2-31")
async def test_what_a_model_chose_is_never_what_a_person_said(
    furnished: Office, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("note")
    args = {**BUCKET, "file_path": str(tmp_path / "note.txt")}
    chosen = dict.fromkeys(args, "model")
    calls: Any = {
        "calls": [{"tool": "upload_s3", "args": args, "provenance": chosen}],
        "region": REGION,
    }
    drafted: Any = (await desk.call("draft_operation", calls)).value
    (step,) = drafted["draft"]["steps"]
    assert "model" == step["provenance"]["bucket_name"] == step["provenance"]["object_name"]
    assert "user" not in step["provenance"].values()


async def test_what_the_function_said_is_told_bounded_and_redacted(furnished: Office) -> None:
    said = b'{"key": "AKIAFAKEFAKEFAKEFAKE", "text": "' + b"x" * 10_000 + b'"}'
    aws = furnished.deployer.aws
    aws.state = replace(aws.state, invocation={"Payload": said, "FunctionError": "Unhandled"})
    verified = await furnished.do(("invoke_lambda", {"function_name": "worker"}))
    (record,) = [
        each
        for each in furnished.deployer.journal.kept
        if each.plan_digest == verified.plan_digest and each.kind == "result"
    ]
    assert (record.outputs["status_code"], record.outputs["function_error"]) == (
        "200",
        "Unhandled",
    )
    assert len(record.outputs["response"]) <= 4096
    assert "AKIAFAKE" not in record.outputs["response"]


async def test_what_a_function_said_is_no_input_of_later_steps(furnished: Office) -> None:
    response = {"$output": "step_1.response"}
    draft = await furnished.draft(
        ("invoke_lambda", {"function_name": "worker"}),
        ("create_alias", {"function_name": "worker", "alias": "next", "version": response}),
    )
    desk = await desk_over(furnished.deployer)
    plan = await furnished.plan(("list_buckets", {}))
    own = {"scope", "deployment_id", "release_id", "graph_run_id", "graph_id", "policy_version"}
    context: Any = plan.model_dump(mode="json", include={*own, "account"})
    composed = await desk.call("compose", {"draft": draft.to_json(), "context": context})
    assert code_of(composed) == "E_INVALID_STEP"
