"""The kinds of credential, and what may be shown of them."""

import pytest
from pydantic import ValidationError

from backend.domain.aws_credentials import (
    AccessKeySpec,
    CredentialSpec,
    EnvironmentValuesSpec,
    GithubTokenSpec,
    RoleSpec,
    SandboxAccountSpec,
    restored_spec,
    split_secret_reference,
)
from backend.domain.identifiers import CredentialId
from backend.domain.secrets import Secret
from tests.doubles.vaults import NOW, SECRET_KEY, access_key

ROLE_ARN = "arn:aws:iam::123456789012:role/copilot"
SPECS: tuple[CredentialSpec, ...] = (
    access_key(),
    access_key(expires_at=NOW),
    RoleSpec(
        name="r", role_arn=ROLE_ARN, external_id="x-1", source_credential_id=CredentialId("c")
    ),
    SandboxAccountSpec(name="s", endpoint_url="http://127.0.0.1:4566"),
    GithubTokenSpec(name="g", token=Secret("ghp_FAKEFAKEFAKEFAKE1234")),
    EnvironmentValuesSpec(name="e", values={"DB_PASSWORD": Secret("FAKE"), "EMPTY": Secret("")}),
)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.kind)
def test_the_halves_of_a_specification_make_it_whole_again(spec: CredentialSpec) -> None:
    assert restored_spec(spec.public_fields(), spec.secret_fields()) == spec


@pytest.mark.spec("S2-151")
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.kind)
def test_no_secret_is_in_the_public_half_or_in_any_text(spec: CredentialSpec) -> None:
    for secret in filter(len, spec.secret_fields().values()):
        assert secret.reveal() not in f"{spec.public_fields()!r} {spec!r} {spec.model_dump_json()}"


def test_last_four_names_a_key_without_giving_away_a_short_token() -> None:
    assert access_key().last_four() == "1234"
    assert SPECS[4].last_four() == "1234"
    assert GithubTokenSpec(name="g", token=Secret("short")).last_four() == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "access_key", "access_key_id": "AKIA", "secret_access_key": SECRET_KEY},
        {"kind": "access_key", "access_key_id": "AKIAFAKEFAKEFAKE1234", "secret_access_key": ""},
        {"kind": "role", "role_arn": "arn:aws:iam::1:user/x", "source_credential_id": "c"},
        {"kind": "sandbox_account", "endpoint_url": "http://example.com:80"},
        {"kind": "github_token", "token": SECRET_KEY, "more": 1},
        {"kind": "environment_values", "values": {}},
        {"kind": "environment_values", "values": {"not a name": SECRET_KEY}},
        {"kind": "unknown"},
    ],
)
def test_wrong_fields_are_refused_without_quoting_a_secret(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refusal:
        restored_spec({"name": "x", **fields}, {})

    assert SECRET_KEY not in str(refusal.value)


def test_a_secret_reference_names_a_credential_and_perhaps_a_field() -> None:
    assert split_secret_reference("cred_1") == ("cred_1", None)
    assert split_secret_reference("cred_1.DB_URL") == ("cred_1", "DB_URL")


def test_an_access_key_may_be_temporary() -> None:
    spec = AccessKeySpec(
        name="t",
        access_key_id="ASIAFAKEFAKEFAKE1234",
        secret_access_key=Secret(SECRET_KEY),
        session_token=Secret("FAKE-session"),
    )

    assert set(spec.secret_fields()) == {"secret_access_key", "session_token"}
