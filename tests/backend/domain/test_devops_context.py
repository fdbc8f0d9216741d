"""The context of a person's actions: what it says, and what it never holds."""

import pytest
from pydantic import ValidationError

from backend.domain.devops_context import DevOpsContext
from backend.domain.identifiers import CredentialId

CONTEXT = DevOpsContext(
    user_id="anna",
    aws_region="eu-central-1",
    github_org="example",
    aws_credential_id=CredentialId("cred_1"),
)


@pytest.mark.spec("S3-21", "S3-90", "S3-92", "S3-94", "S3-95")
def test_it_answers_what_an_action_leaves_open() -> None:
    assert CONTEXT.get_aws_region() == "eu-central-1"
    assert CONTEXT.region_or_default(None) == "eu-central-1"
    assert CONTEXT.region_or_default("us-east-1") == "us-east-1"
    assert CONTEXT.repository("shop") == "example/shop"
    assert CONTEXT.repository("other/shop") == "other/shop"


def test_a_bare_repository_without_an_organisation_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="owner/name"):
        DevOpsContext(user_id="anna", aws_region="us-east-1").repository("shop")


@pytest.mark.spec("S3-91")
def test_credentials_are_references_and_nothing_else_fits() -> None:
    assert CONTEXT.to_json() == {
        "user_id": "anna",
        "aws_region": "eu-central-1",
        "github_org": "example",
        "aws_credential_id": "cred_1",
        "github_credential_id": None,
    }
    with pytest.raises(ValidationError):
        DevOpsContext.from_json({**CONTEXT.to_json(), "aws_secret_access_key": "FAKE-EXAMPLE"})


@pytest.mark.parametrize(
    "changed",
    [
        {"user_id": ""},
        {"aws_region": "Frankfurt"},
        {"aws_region": ""},
        {"github_org": "-example"},
        {"github_org": "a/b"},
    ],
)
def test_what_names_nothing_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        DevOpsContext.from_json({**CONTEXT.to_json(), **changed})
