"""What a failed call tells: refused, throttled, or in doubt."""

import socket
from collections.abc import Callable
from typing import Any

import pytest
from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from backend.aws.account import AwsAccount
from backend.aws.errors import AwsFailure, Certainty, failure_of
from backend.aws.permits import BoundCall
from backend.aws.session import Endpoint
from backend.domain.errors import Bug
from tests.backend.aws.conftest import KEYS, REGION
from tests.doubles.loopback_aws import DROP, LoopbackAws

DELETE = BoundCall(service="iam", operation="DeleteRole", params={"RoleName": "hello"})


def answered(code: str, status: int, message: str = "Said.") -> AwsFailure:
    response: Any = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return failure_of(ClientError(response, "DeleteRole"), "iam", "DeleteRole")


@pytest.mark.parametrize(
    ("code", "status", "certainty", "error_code"),
    [
        ("NoSuchEntity", 404, Certainty.REFUSED, "E_AWS_REFUSED"),
        ("ValidationError", 400, Certainty.REFUSED, "E_AWS_REFUSED"),
        ("AccessDenied", 403, Certainty.REFUSED, "E_ACCESS_DENIED"),
        ("AccessDeniedException", 403, Certainty.REFUSED, "E_ACCESS_DENIED"),
        ("403", 403, Certainty.REFUSED, "E_ACCESS_DENIED"),
        ("Throttling", 400, Certainty.THROTTLED, "E_AWS_THROTTLED"),
        ("TooManyRequestsException", 429, Certainty.THROTTLED, "E_AWS_THROTTLED"),
        ("SomethingNew", 429, Certainty.THROTTLED, "E_AWS_THROTTLED"),
        ("SlowDown", 503, Certainty.THROTTLED, "E_AWS_THROTTLED"),
        ("ServiceUnavailable", 503, Certainty.IN_DOUBT, "E_AWS_FAILED"),
        ("InternalFailure", 500, Certainty.IN_DOUBT, "E_AWS_FAILED"),
        ("Unknown", 0, Certainty.IN_DOUBT, "E_AWS_FAILED"),
        ("ExpiredToken", 400, Certainty.REFUSED, "E_CREDENTIALS_EXPIRED"),
        ("ExpiredTokenException", 403, Certainty.REFUSED, "E_CREDENTIALS_EXPIRED"),
        ("InvalidClientTokenId", 403, Certainty.REFUSED, "E_CREDENTIALS_INVALID"),
        ("SignatureDoesNotMatch", 403, Certainty.REFUSED, "E_CREDENTIALS_INVALID"),
    ],
)
def test_answers_are_sorted(code: str, status: int, certainty: Certainty, error_code: str) -> None:
    failure = answered(code, status)
    assert (failure.code, failure.certainty) == (code, certainty)
    assert failure.error.error_code == error_code
    assert failure.error.next_step


@pytest.mark.parametrize(
    ("error", "certainty"),
    [
        (exceptions.EndpointConnectionError(endpoint_url="x"), Certainty.THROTTLED),
        (exceptions.ConnectTimeoutError(endpoint_url="x"), Certainty.THROTTLED),
        (exceptions.ReadTimeoutError(endpoint_url="x"), Certainty.IN_DOUBT),
        (exceptions.ConnectionClosedError(endpoint_url="x"), Certainty.IN_DOUBT),
        (exceptions.HTTPClientError(error="x"), Certainty.IN_DOUBT),
        (exceptions.ProxyConnectionError(proxy_url="x"), Certainty.IN_DOUBT),
        (exceptions.SSLError(endpoint_url="x", error=OSError()), Certainty.IN_DOUBT),
        (ResponseParserError("not XML"), Certainty.IN_DOUBT),
        (exceptions.ParamValidationError(report="x"), Certainty.REFUSED),
        (exceptions.NoCredentialsError(), Certainty.REFUSED),
    ],
    ids=lambda value: type(value).__name__,
)
def test_silence_is_sorted_by_what_was_sent(error: BotoCoreError, certainty: Certainty) -> None:
    failure = failure_of(error, "iam", "DeleteRole")
    assert (failure.code, failure.certainty) == (type(error).__name__, certainty)


def test_what_aws_quotes_of_a_signed_request_is_not_passed_on() -> None:
    said = "The Canonical String should have been x-amz-security-token:FAKE-TOKEN-EXAMPLE"
    assert "FAKE-TOKEN" not in str(answered("SignatureDoesNotMatch", 403, said))


def test_a_failure_can_be_told_without_what_it_quotes() -> None:
    failure = answered("ValidationError", 400, "You sent FAKE").told_by(
        lambda text: text.replace("FAKE", "***")
    )
    assert "You sent ***" in failure.error.message
    assert "FAKE" not in str(failure)
    assert (failure.code, failure.certainty) == ("ValidationError", Certainty.REFUSED)


def failure_in(work: Callable[[], Any]) -> AwsFailure:
    with pytest.raises(AwsFailure) as failure:
        work()
    return failure.value


def test_a_dropped_connection_leaves_a_change_in_doubt(
    account: AwsAccount, aws: LoopbackAws
) -> None:
    aws.answers.append(DROP)
    failure = failure_in(lambda: account.perform(DELETE))
    assert (failure.certainty, len(aws.seen)) == (Certainty.IN_DOUBT, 1)


@pytest.mark.parametrize("body", [b"<html>Gateway", b"\x00\xff", b"{"])
def test_an_answer_that_cannot_be_read_leaves_a_change_in_doubt(
    body: bytes, account: AwsAccount, aws: LoopbackAws
) -> None:
    aws.answer(200, body)
    failure = failure_in(lambda: account.perform(DELETE))
    assert (failure.certainty, len(aws.seen)) == (Certainty.IN_DOUBT, 1)


def test_a_server_error_leaves_a_change_in_doubt(account: AwsAccount, aws: LoopbackAws) -> None:
    aws.answer(500, b"<ErrorResponse><Error><Code>ServiceFailure</Code></Error></ErrorResponse>")
    failure = failure_in(lambda: account.perform(DELETE))
    assert (failure.code, failure.certainty) == ("ServiceFailure", Certainty.IN_DOUBT)
    assert len(aws.seen) == 1


def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        nowhere = AwsAccount(KEYS, Endpoint(region=REGION, url=url))
        failure = failure_in(lambda: nowhere.perform(DELETE))
    assert (failure.certainty, failure.error.error_code) == (
        Certainty.THROTTLED,
        "E_AWS_UNREACHABLE",
    )


def test_parameters_that_botocore_refuses_are_refused(
    account: AwsAccount, aws: LoopbackAws
) -> None:
    wrong = BoundCall(service="iam", operation="DeleteRole", params={"RoleName": 5})
    failure = failure_in(lambda: account.perform(wrong))
    assert (failure.certainty, failure.error.error_code) == (
        Certainty.REFUSED,
        "E_INVALID_PARAMETER",
    )
    assert aws.seen == []


def test_an_operation_that_does_not_exist_is_refused(account: AwsAccount, aws: LoopbackAws) -> None:
    for work in (
        lambda: account.read("iam", "ListNothing"),
        lambda: account.perform(BoundCall(service="iam", operation="Nothing", params={})),
    ):
        with pytest.raises(Bug):
            work()
    assert aws.seen == []
