"""Which names announce a secret."""

import pytest

from backend.domain.redaction import is_secret_name

SECRET_NAMES = (
    *("password", "DB_PASSWORD", "MasterUserPassword", "pass", "smtp-pass", "pwd", "passphrase"),
    *("secret", "client_secret", "token", "sessionToken", "github.token", "X-Auth-Token"),
    *("apiKey", "X-Api-Key", "secret_access_key", "SecretAccessKey", "access key", "private_key"),
    *("SECRET_KEY", "--api-key", "signing_key", "connection_string", "X-Amz-Signature"),
)
PUBLIC_NAMES = (
    *("", "name", "compass", "bypass", "tokens", "max_tokens", "token_count", "password_policy"),
    *("NextToken", "nextToken", "client_token", "ClientRequestToken", "ContinuationToken"),
    *("StartingToken", "idempotency_token", "secret_arn", "secret_name", "key", "key_id"),
    *("public_key", "access_key_id", "credential_id", "digest", "bucket", "path"),
)


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_a_value_under_this_name_is_a_secret(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", PUBLIC_NAMES)
def test_a_value_under_this_name_is_none(name: str) -> None:
    assert not is_secret_name(name)


def test_a_name_without_end_is_read_from_its_end() -> None:
    assert is_secret_name("x" * 100_000 + "_password")
