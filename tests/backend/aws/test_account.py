"""One account: reads, and one permitted call at a time, with its own keys and nothing else."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from backend.aws.account import AwsAccount
from backend.aws.errors import AwsFailure
from backend.aws.permits import BoundCall
from backend.aws.regions import regions_of, require_region
from backend.aws.session import transfer_config
from backend.domain.errors import Bug, UserCanFix
from tests.backend.aws.conftest import REGION
from tests.doubles.loopback_aws import LoopbackAws

AMBIENT = "AKIAFAKEAMBIENT00001"
CHILD = """
import json, sys
from backend.aws.account import AwsAccount
from backend.aws.permits import ReadOnly
from backend.aws.session import AccessKeys, Endpoint, _shared_session, make_client
from backend.domain.secrets import Secret
assert _shared_session().get_credentials() is None
secret = Secret("FAKE")
explicit = AccessKeys(access_key_id=Secret("AKIAFAKEEXPLICIT0001"), secret_access_key=secret)
empty = AccessKeys(access_key_id=Secret(""), secret_access_key=Secret(""))
for keys in (explicit, empty):
    AwsAccount(keys, Endpoint(region="eu-central-1", url=sys.argv[1])).identity()
names = ("s3", "iam", "lambda", "sts", "logs")
real = Endpoint(region="eu-central-1")
clients = [make_client(name, explicit, real, ReadOnly()) for name in names]
print(json.dumps([each.meta.endpoint_url for each in clients]))
"""


def test_identity_asks_sts(account: AwsAccount, aws: LoopbackAws) -> None:
    aws.answer_identity()
    assert account.identity() == ("123456789012", "arn:aws:iam::123456789012:user/a")
    assert account.region == REGION


def test_the_keys_are_those_that_were_given(account: AwsAccount, aws: LoopbackAws) -> None:
    aws.answer_identity()
    account.identity()
    headers = aws.seen[0].headers
    assert "AKIAFAKEFAKEFAKE0001" in headers["authorization"]
    assert headers["x-amz-security-token"] == "FAKE-session-token-EXAMPLE"
    assert "FAKE-secret-key" not in str(aws.seen)


def test_what_is_missing_is_nothing(account: AwsAccount, aws: LoopbackAws) -> None:
    aws.answer(404)
    assert account.find("s3", "HeadBucket", ("404",), Bucket="hello") is None


def test_another_refusal_is_not_nothing(account: AwsAccount, aws: LoopbackAws) -> None:
    aws.answer(403)
    with pytest.raises(AwsFailure, match="403"):
        account.find("s3", "HeadBucket", ("404",), Bucket="hello")


def test_a_change_is_not_a_read(account: AwsAccount, aws: LoopbackAws) -> None:
    with pytest.raises(Bug):
        account.read("s3", "DeleteBucket", Bucket="hello")
    assert aws.seen == []


def test_a_change_is_made_once(account: AwsAccount, aws: LoopbackAws) -> None:
    account.perform(BoundCall(service="s3", operation="DeleteBucket", params={"Bucket": "hello"}))
    assert [(each.method, each.path) for each in aws.seen] == [("DELETE", "/hello")]


def test_bytes_arrive_as_they_are(account: AwsAccount, aws: LoopbackAws) -> None:
    params = {"Bucket": "hello", "Key": "a.zip", "Body": b"\x00package\xff"}
    account.perform(BoundCall(service="s3", operation="PutObject", params=params))
    assert b"\x00package\xff" in aws.seen[0].body


def test_accounts_can_be_used_by_many_threads_at_once(
    aws: LoopbackAws, account: AwsAccount
) -> None:
    names = [f"hello-{number}" for number in range(12)]

    def delete(name: str) -> None:
        params = {"Bucket": name}
        account.perform(BoundCall(service="s3", operation="DeleteBucket", params=params))

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(delete, names))
    assert sorted(each.path for each in aws.seen) == sorted(f"/{name}" for name in names)


def test_transfers_never_take_the_path_around_the_hooks() -> None:
    config: Any = transfer_config()
    assert config.preferred_transfer_client == "classic"


def ambient_environment(home: Path) -> dict[str, str]:
    """A machine on which everything points elsewhere."""
    folder = home / ".aws"
    folder.mkdir()
    (folder / "config").write_text(
        "[default]\nregion=us-west-2\nendpoint_url=http://127.0.0.1:1\n[profile other]\n"
        "credential_process=false\nservices=local\n[services local]\ns3=\n"
        "  endpoint_url=http://127.0.0.1:1\n"
    )
    (folder / "credentials").write_text(
        f"[default]\naws_access_key_id={AMBIENT}\naws_secret_access_key=FAKE\n"
        f"[other]\naws_access_key_id={AMBIENT}\naws_secret_access_key=FAKE\n"
    )
    nowhere = "http://127.0.0.1:1"
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path.cwd()),
        "HOME": str(home),
        "AWS_ACCESS_KEY_ID": AMBIENT,
        "AWS_SECRET_ACCESS_KEY": "FAKE",
        "AWS_SESSION_TOKEN": "FAKE-ambient",
        "AWS_PROFILE": "other",
        "AWS_DEFAULT_REGION": "us-west-2",
        "AWS_ENDPOINT_URL": nowhere,
        "AWS_ENDPOINT_URL_S3": nowhere,
        "HTTP_PROXY": nowhere,
        "HTTPS_PROXY": nowhere,
    }


@pytest.mark.slow
def test_nothing_ambient_is_used(aws: LoopbackAws, tmp_path: Path) -> None:
    """Keys, profiles, endpoints and proxies of the machine reach neither the request nor its
    address.
    """
    for _ in range(2):
        aws.answer_identity()
    child = subprocess.run(
        [sys.executable, "-c", CHILD, aws.url],
        env=ambient_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert len(aws.seen) == 2
    assert AMBIENT not in str(aws.seen)
    assert "FAKE-ambient" not in str(aws.seen)
    assert json.loads(child.stdout) == [
        "https://s3.eu-central-1.amazonaws.com",
        "https://iam.amazonaws.com",
        "https://lambda.eu-central-1.amazonaws.com",
        "https://sts.eu-central-1.amazonaws.com",
        "https://logs.eu-central-1.amazonaws.com",
    ]


def test_regions_are_known_without_a_call() -> None:
    assert {"eu-central-1", "us-east-1"} <= regions_of("lambda")
    require_region("lambda", "eu-central-1")


@pytest.mark.parametrize("region", ["eu-central-9", "mars-1", "", "EU-CENTRAL-1"])
def test_an_unknown_region_is_refused_with_near_ones(region: str) -> None:
    with pytest.raises(UserCanFix) as error:
        require_region("lambda", region)
    assert error.value.error_code == "E_UNKNOWN_REGION"
    assert "-" in error.value.next_step


def test_the_nearest_spellings_are_named() -> None:
    with pytest.raises(UserCanFix) as error:
        require_region("lambda", "us-est-1")
    assert "us-east-1" in error.value.next_step
