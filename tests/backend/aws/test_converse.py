"""Clients for language models: they may take turns, and nothing else."""

import pytest

from backend.aws.converse import BedrockRuntime, ConverseOnly
from backend.aws.errors import AwsFailure, Certainty
from backend.aws.session import AccessKeys, Endpoint
from backend.domain.errors import Bug
from backend.domain.secrets import Secret
from tests.doubles.loopback_aws import loopback_aws

KEYS = AccessKeys(
    access_key_id=Secret("AKIAFAKE567890123456"), secret_access_key=Secret("FAKE-EXAMPLE")
)
REQUEST = {
    "modelId": "example.model",
    "messages": [{"role": "user", "content": [{"text": "hello"}]}],
}


@pytest.mark.parametrize("operation", ["Converse", "ConverseStream"])
def test_a_turn_may_be_taken(operation: str) -> None:
    assert ConverseOnly().spend("bedrock-runtime", operation, {}) is None


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("bedrock-runtime", "InvokeModel"),
        ("bedrock-runtime", "StartAsyncInvoke"),
        ("bedrock", "Converse"),
        ("s3", "DeleteBucket"),
    ],
)
def test_nothing_else_may(service: str, operation: str) -> None:
    with pytest.raises(Bug) as caught:
        ConverseOnly().spend(service, operation, {})
    assert caught.value.error_code == "E_NOT_APPROVED"


@pytest.mark.parametrize("method", ["converse", "stream"])
def test_a_failure_is_ours_and_the_call_is_not_repeated(method: str) -> None:
    with loopback_aws() as aws:
        aws.answer(429, b'{"__type": "ThrottlingException", "message": "slowly"}')
        runtime = BedrockRuntime(KEYS, Endpoint(region="us-east-1", url=aws.url))
        with pytest.raises(AwsFailure) as caught:
            list(getattr(runtime, method)(REQUEST))
    assert caught.value.certainty is Certainty.THROTTLED
    assert len(aws.seen) == 1


def test_a_stream_that_is_none_is_a_failure_of_ours() -> None:
    with loopback_aws() as aws:
        aws.answer(200, b"<html>no frames, but long enough for one</html>")
        runtime = BedrockRuntime(KEYS, Endpoint(region="us-east-1", url=aws.url))
        with pytest.raises(AwsFailure) as caught:
            list(runtime.stream(REQUEST))
    assert caught.value.certainty is Certainty.IN_DOUBT
