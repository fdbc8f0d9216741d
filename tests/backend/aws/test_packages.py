"""The package of a function: fetched from AWS or from the sandbox account, and nowhere else."""

import pytest

from backend.aws.packages import LARGEST_PACKAGE, download_package
from backend.aws.session import Endpoint
from backend.domain.errors import CopilotError
from tests.doubles.loopback_aws import DROP, LoopbackAws, loopback_aws

REGION = "eu-central-1"


def refusal(location: str, endpoint: Endpoint) -> CopilotError:
    with pytest.raises(CopilotError) as error:
        download_package(location, endpoint)
    assert error.value.error_code == "E_PACKAGE_UNREADABLE"
    return error.value


def endpoint_of(server: LoopbackAws) -> Endpoint:
    return Endpoint(region=REGION, url=server.url)


def test_the_bytes_at_its_location() -> None:
    with loopback_aws() as server:
        server.answer(200, b"package")
        location = f"{server.url}/code/1.zip?signature=FAKE"
        assert download_package(location, endpoint_of(server)) == b"package"
        (seen,) = server.seen
        assert (seen.method, seen.path) == ("GET", "/code/1.zip?signature=FAKE")


@pytest.mark.parametrize(
    "location",
    [
        "",
        "http://bucket.s3.eu-central-1.amazonaws.com/code",
        "https://amazonaws.com.example/code",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
    ],
)
def test_another_place_is_not_asked(location: str) -> None:
    assert "none of AWS" in refusal(location, Endpoint(region=REGION)).message


def test_the_sandbox_account_has_its_own_place_alone() -> None:
    with loopback_aws() as server:
        elsewhere = "https://bucket.s3.eu-central-1.amazonaws.com/code"
        assert "none of AWS" in refusal(elsewhere, endpoint_of(server)).message
        assert server.seen == []


@pytest.mark.parametrize("status", [301, 404, 500])
def test_an_answer_that_is_no_package_is_refused(status: int) -> None:
    with loopback_aws() as server:
        server.answer(status, b"no")
        assert str(status) in refusal(f"{server.url}/code", endpoint_of(server)).message
        assert len(server.seen) == 1


def test_a_lost_connection_is_told() -> None:
    with loopback_aws() as server:
        server.answers.append(DROP)
        assert refusal(f"{server.url}/code", endpoint_of(server)).next_step


def test_what_no_call_could_carry_is_not_kept() -> None:
    with loopback_aws() as server:
        server.answer(200, bytes(LARGEST_PACKAGE + 1))
        assert "more than" in refusal(f"{server.url}/code", endpoint_of(server)).message
