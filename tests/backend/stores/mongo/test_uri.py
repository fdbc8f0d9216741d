"""The URI of a MongoDB server: what of it may be shown."""

import pytest

from backend.stores.mongo.uri import hosts, options, secrets_in

FULL = (
    "mongodb://copilot:FAKE%40secret@db1:27017,db2:27018/records?replicaSet=rs"
    "&authMechanismProperties=AWS_SESSION_TOKEN:FAKE-token&tlsCertificateKeyFilePassword=FAKE%2Fkey"
)


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        (FULL, "db1:27017,db2:27018"),
        ("mongodb://127.0.0.1", "127.0.0.1"),
        ("mongodb+srv://copilot:FAKE@cluster.example/x", "cluster.example"),
        ("mongodb://[::1]:27017/", "[::1]:27017"),
    ],
)
def test_hosts_are_shown_without_credentials(uri: str, shown: str) -> None:
    assert hosts(uri) == shown


def test_passwords_and_secret_options_are_secrets_in_both_forms() -> None:
    assert secrets_in(FULL) == {
        "FAKE%40secret",
        "FAKE@secret",
        "AWS_SESSION_TOKEN:FAKE-token",
        "FAKE/key",
    }
    assert secrets_in("mongodb://127.0.0.1/x") == frozenset()
    assert secrets_in("mongodb://copilot@127.0.0.1/x") == frozenset()


def test_names_of_options_are_read_without_case() -> None:
    assert options("mongodb://h/?W=1&retryWrites=") == [("w", "1"), ("retrywrites", "")]
