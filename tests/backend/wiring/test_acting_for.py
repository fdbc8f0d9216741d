"""For whom a turn of a language model is taken, as the inputs of its run say it."""

import pytest
from pydantic import JsonValue

from backend.domain.devops_context import DevOpsContext
from backend.domain.identifiers import CredentialId
from backend.wiring.language_model import acting_for
from tests.backend.tools.openai_llm.llm_parts import a_scope

ACTOR: JsonValue = {"user_id": "anna", "kind": "user"}
ACCOUNT: JsonValue = {"credential_id": "cred_1", "is_sandbox": False, "region": "eu-central-1"}


@pytest.mark.spec("S3-91", "S3-93")
def test_it_is_the_person_and_the_account_of_the_message() -> None:
    found = acting_for(a_scope(inputs={"actor": ACTOR, "account": ACCOUNT}))
    assert found == DevOpsContext(
        user_id="anna", aws_region="eu-central-1", aws_credential_id=CredentialId("cred_1")
    )


@pytest.mark.parametrize(
    "inputs", [{}, {"actor": ACTOR}, {"actor": ACTOR, "account": None}, {"account": ACCOUNT}]
)
def test_where_either_is_missing_there_is_none(inputs: dict[str, JsonValue]) -> None:
    assert acting_for(a_scope(inputs=inputs)) is None
