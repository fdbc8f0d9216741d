"""What must be known before planning, and the form that asks for it."""

from typing import Any

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import CredentialId
from backend.domain.intake import (
    TARGETS,
    DeploymentRequest,
    intake_form,
    name_from,
    require_valid,
)

COMPLETE = DeploymentRequest(
    source="./hello", target="lambda", region="eu-central-1", application_name="hello"
)


def code_of(request: DeploymentRequest) -> str:
    with pytest.raises(UserCanFix) as error:
        require_valid(request)
    assert error.value.next_step
    return error.value.error_code


def named(name: str) -> DeploymentRequest:
    return COMPLETE.model_copy(update={"application_name": name})


@pytest.mark.spec("S2-80")
def test_what_is_mandatory_and_unknown_is_missing() -> None:
    assert DeploymentRequest().missing == ("source", "target", "region", "application_name")
    assert COMPLETE.missing == ()
    assert DeploymentRequest(source="a", region="b").missing == ("target", "application_name")


@pytest.mark.spec("S2-115")
@pytest.mark.parametrize("request_", [DeploymentRequest(), COMPLETE])
def test_the_form_is_a_json_schema_that_asks_for_what_is_missing(
    request_: DeploymentRequest,
) -> None:
    form: Any = intake_form(request_)
    jsonschema.Draft202012Validator.check_schema(form)
    assert form["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    asked = [name for name in form["required"] if "default" not in form["properties"][name]]
    assert asked == list(request_.missing)


def test_the_form_is_prefilled_with_what_is_known() -> None:
    form: Any = intake_form(COMPLETE)
    assert form["properties"]["region"]["default"] == "eu-central-1"
    assert "default" not in form["properties"]["branch"]


@pytest.mark.parametrize(("name", "origin"), [("hello", "default"), ("shop", "user")])
def test_a_prefilled_value_says_where_it_is_from(name: str, origin: str) -> None:
    fields: Any = intake_form(named(name))["properties"]
    assert fields["application_name"]["x-provenance"] == origin
    assert fields["source"]["x-provenance"] == "user"
    assert "x-provenance" not in fields["branch"]


def test_the_form_accepts_a_good_answer_and_refuses_others() -> None:
    validator = jsonschema.Draft202012Validator(intake_form(DeploymentRequest()))
    answer = {
        "source": "https://example.com/hello.git",
        "target": "lambda",
        "region": "us-gov-west-1",
        "application_name": "hello",
    }
    assert validator.is_valid(answer)
    for wrong in (
        {"target": "mainframe"},
        {"region": "here"},
        {"application_name": "Hello World"},
        {"source": ""},
        {"surprise": True},
    ):
        assert not validator.is_valid({**answer, **wrong}), wrong


def test_environment_values_are_write_only() -> None:
    form: Any = intake_form(COMPLETE)
    assert form["properties"]["environment"]["additionalProperties"]["writeOnly"] is True


@pytest.mark.parametrize("name", ["a", "hello", "hello-2", "a" * 40, "a1", "x-y-z"])
def test_good_names_pass(name: str) -> None:
    require_valid(named(name))
    assert named(name).application_name == name


@pytest.mark.parametrize(
    "name",
    ["", "A", "1a", "-a", "a-", "a" * 41, "a_b", "a b", "a\n", "ä", "a/b", "../a", "a.b", "*"],
)
def test_names_that_aws_resources_cannot_have_are_refused(name: str) -> None:
    assert code_of(named(name)) == "E_INVALID_NAME"


@pytest.mark.parametrize("target", ["", "mainframe", "Lambda", "lambda "])
def test_unknown_targets_are_refused(target: str) -> None:
    assert code_of(COMPLETE.model_copy(update={"target": target})) == "E_UNKNOWN_TARGET"
    assert TARGETS == ("lambda",)


@pytest.mark.parametrize(
    "name",
    ["AWS_REGION", "LAMBDA_TASK_ROOT", "_X_AMZN_TRACE_ID", "", "1A", "A-B", "A B", "A\n", "É"],
)
def test_variables_that_lambda_keeps_or_refuses_are_refused(name: str) -> None:
    request = COMPLETE.model_copy(update={"environment": {name: CredentialId("cred_0")}})
    assert code_of(request) == "E_INVALID_VARIABLE"


@pytest.mark.parametrize("name", ["A", "DATABASE_URL", "my_aws", "Lambda1", "MY_AWS_KEY"])
def test_other_variables_pass(name: str) -> None:
    request = COMPLETE.model_copy(update={"environment": {name: CredentialId("cred_0")}})
    require_valid(request)
    assert name in request.environment


@pytest.mark.parametrize("change", [{"memory_mb": 127}, {"memory_mb": 10241}, {"timeout_s": 901}])
def test_settings_that_lambda_does_not_have_are_refused(change: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        DeploymentRequest(**change)  # type: ignore[arg-type]


@given(st.text(max_size=80))
@example("")
@example("/")
@example("https://github.com/somebody/My_App.git")
@example("123")
@example("-" * 60)
@example("9" * 50)
def test_a_derived_name_is_always_a_good_one(source: str) -> None:
    require_valid(named(name_from(source)))
    assert name_from(source) == name_from(source)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("https://example.com/somebody/My_App.git", "my-app"),
        ("./hello/", "hello"),
        ("hello.git/", "hello"),
        ("2048", "app-2048"),
        ("", "app"),
    ],
)
def test_a_name_is_derived_from_the_last_part(source: str, name: str) -> None:
    assert name_from(source) == name
