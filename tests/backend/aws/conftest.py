"""A server in AWS's place, and clients that point to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backend.aws.account import AwsAccount
from backend.aws.permits import Permit, ReadOnly
from backend.aws.session import AccessKeys, Endpoint, make_client
from backend.domain.secrets import Secret
from tests.doubles.loopback_aws import LoopbackAws, loopback_aws

KEYS = AccessKeys(
    access_key_id=Secret("AKIAFAKEFAKEFAKE0001"),
    secret_access_key=Secret("FAKE-secret-key-EXAMPLE"),
    session_token=Secret("FAKE-session-token-EXAMPLE"),
)
REGION = "eu-central-1"
MakeClient = Callable[..., Any]


@pytest.fixture
def aws() -> Iterator[LoopbackAws]:
    with loopback_aws() as running:
        yield running


@pytest.fixture
def client(aws: LoopbackAws) -> Iterator[MakeClient]:
    """Makes guarded clients; with no permit, for reads alone."""
    made: list[Any] = []

    def make(service: str, permit: Permit | None = None, **more: Any) -> Any:
        endpoint = Endpoint(region=REGION, url=aws.url)
        made.append(make_client(service, KEYS, endpoint, permit or ReadOnly(), **more))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def account(aws: LoopbackAws) -> AwsAccount:
    return AwsAccount(KEYS, Endpoint(region=REGION, url=aws.url))
