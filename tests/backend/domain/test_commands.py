"""Commands: a closed set, without room for anything else."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from backend.domain.commands import COMMANDS

REQUEST: Any = {"source": "./hello", "environment": {"A": "cred_0"}}
EXAMPLES: dict[str, Any] = {
    "start_deployment": {"request": REQUEST, "credential_id": "cred_aws"},
    "start_rollback": {"deployment_id": "dep_1"},
    "decide_approval": {
        "approval_id": "approval_1",
        "plan_digest": "sha256:1",
        "change_set_digest": "sha256:2",
        "answer": "approved",
        "confirmed_steps": {"delete_bucket": "hello"},
        "allowed_exposures": ["create_url"],
    },
    "cancel_run": {"graph_run_id": "run_1"},
    "answer_intake": {"graph_run_id": "run_1", "request": REQUEST},
}


def read(value: Any) -> Any:
    return COMMANDS.validate_json(json.dumps(value))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_command_comes_back_as_it_was(name: str) -> None:
    command = read({"type": name, **EXAMPLES[name]})
    assert command.type == name
    assert read(command.to_json()) == command


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_extra_field_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="surprise"):
        read({"type": name, **EXAMPLES[name], "surprise": True})


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_missing_field_is_refused(name: str) -> None:
    field = next(iter(EXAMPLES[name]))
    with pytest.raises(ValidationError, match=field):
        read({"type": name, **{key: EXAMPLES[name][key] for key in EXAMPLES[name] if key != field}})


@pytest.mark.parametrize("type_", ["", "seal_plan", "apply_step", None, 1, ["start_rollback"]])
def test_an_unknown_type_is_refused(type_: Any) -> None:
    with pytest.raises(ValidationError):
        read({"type": type_, **EXAMPLES["start_rollback"]})


def test_a_command_without_a_type_is_refused() -> None:
    with pytest.raises(ValidationError, match="type"):
        read(EXAMPLES["start_rollback"])


@pytest.mark.parametrize("answer", ["yes", "APPROVED", True, "", None])
def test_only_the_two_words_are_an_answer(answer: Any) -> None:
    with pytest.raises(ValidationError, match="answer"):
        read({"type": "decide_approval", **EXAMPLES["decide_approval"], "answer": answer})


def test_types_are_not_guessed() -> None:
    request = {**REQUEST, "memory_mb": "512"}
    with pytest.raises(ValidationError, match="memory_mb"):
        read({"type": "start_deployment", "request": request, "credential_id": "cred_aws"})
