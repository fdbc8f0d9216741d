"""``copilot interpret``."""

import io
import json

import pytest
from click.testing import CliRunner

from backend.cli.interpret import command, interpret_lines


def test_one_message() -> None:
    result = CliRunner().invoke(command, ["create a bucket called x-1 in Mumbai"])
    assert json.loads(result.output) == {
        "intent": "AWS_RESOURCE_MANAGEMENT",
        "action": "create_bucket",
        "slots": {"region": "ap-south-1", "bucket_name": "x-1"},
        "missing": [],
    }


def test_a_message_in_its_context() -> None:
    result = CliRunner().invoke(command, ["yes", "--context", '{"pending_plan": true}'])
    assert json.loads(result.output)["action"] == "approve_plan"


def test_lines() -> None:
    lines = [
        json.dumps({"text": "list vpcs and subnets", "context": None}),
        "",
        "no json",
        json.dumps({"text": 5, "context": []}),
        '{"text": "\\ud800"}',
    ]
    frames = io.StringIO()
    interpret_lines(io.StringIO("\n".join(lines)), frames)
    found = [json.loads(line) for line in frames.getvalue().splitlines()]
    assert [frame["action"] for frame in found] == ["multi", "clarify", "clarify", "clarify"]
    assert [step["action"] for step in found[0]["steps"]] == ["list_vpcs", "list_subnets"]


@pytest.mark.parametrize("arguments", [[], ["text", "--jsonl"]])
def test_it_wants_a_text_or_lines(arguments: list[str]) -> None:
    assert CliRunner().invoke(command, arguments).exit_code == 2
