"""The process: one per folder, stable port, kill and replay, stop, reset, faults, delays."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ReadTimeoutError,
)

from tests.backend.sandbox.conftest import StartSandbox
from tests.backend.sandbox.running import (
    ECHO,
    RunningSandbox,
    allow_public,
    code_of,
    create_function,
    create_role,
    fetch,
    once_it_is_known,
    zipped,
)

pytestmark = pytest.mark.slow
NO_DELAY = ("--role-delay-s", "0")


def observed(sandbox: RunningSandbox) -> list[object]:
    """What the account's owner can read, without ids and times of IAM that may differ."""
    client, s3 = sandbox.client("lambda"), sandbox.client("s3")
    function = client.get_function(FunctionName="site", Qualifier="live")
    function.pop("ResponseMetadata")
    objects = s3.list_object_versions(Bucket="replayed")["Versions"]
    return [
        function,
        client.get_policy(FunctionName="site", Qualifier="live")["Policy"],
        client.list_function_url_configs(FunctionName="site")["FunctionUrlConfigs"],
        client.list_aliases(FunctionName="site")["Aliases"],
        [(o["Key"], o["VersionId"], o["ETag"]) for o in objects],
        s3.get_bucket_tagging(Bucket="replayed")["TagSet"],
        sandbox.client("iam").get_role(RoleName="site-role")["Role"]["Arn"],
        sandbox.client("logs").describe_log_groups()["logGroups"][0]["logGroupName"],
    ]


def build_site(sandbox: RunningSandbox) -> str:
    s3, client = sandbox.client("s3"), sandbox.client("lambda")
    tags = [{"Key": "owner", "Value": "test"}]
    s3.create_bucket(Bucket="replayed", CreateBucketConfiguration={"Tags": tags})
    s3.put_bucket_versioning(Bucket="replayed", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="replayed", Key="code.zip", Body=ECHO)
    code = {"S3Bucket": "replayed", "S3Key": "code.zip"}
    create_function(sandbox, "site", Code=code, Publish=True)
    client.create_alias(FunctionName="site", Name="live", FunctionVersion="1")
    config = client.create_function_url_config(
        FunctionName="site", Qualifier="live", AuthType="NONE"
    )
    allow_public(sandbox, "site", "live")
    assert fetch(config["FunctionUrl"])[0] == 200
    return config["FunctionUrl"]


def test_a_killed_sandbox_comes_back_as_it_was(start_sandbox: StartSandbox):
    sandbox = start_sandbox(*NO_DELAY)
    url = build_site(sandbox)
    before = observed(sandbox)
    sandbox.kill()
    with (sandbox.home / "requests.log").open("ab") as log:
        log.write(b'{"at": "2026-01-01T00:00:00+00:00", "method": "PUT", "tar')
    sandbox.start()
    assert observed(sandbox) == before
    assert fetch(url)[0] == 200
    assert sandbox.status()["replay_failures"] == 0
    sandbox.client("s3").put_object(Bucket="replayed", Key="after", Body=b"1")
    sandbox.restart()
    assert sandbox.client("s3").head_object(Bucket="replayed", Key="after")["ContentLength"] == 1


def test_keys_of_an_assumed_role_survive_a_restart(start_sandbox: StartSandbox):
    sandbox = start_sandbox(*NO_DELAY)
    arn = create_role(sandbox, "kept")
    keys = sandbox.client("sts").assume_role(RoleArn=arn, RoleSessionName="step")["Credentials"]
    sandbox.restart()
    client = sandbox.client("sts", key=keys["AccessKeyId"], session_token=keys["SessionToken"])
    assert client.get_caller_identity()["Arn"].endswith(":assumed-role/kept/step")


def test_the_folder_is_private_and_served_once(start_sandbox: StartSandbox):
    sandbox = start_sandbox(*NO_DELAY)
    assert sandbox.home.stat().st_mode & 0o777 == 0o700
    for name in ("token", "requests.log", "state.json"):
        assert (sandbox.home / name).stat().st_mode & 0o777 == 0o600, name
    command = [sys.executable, "-m", "backend.sandbox", "--home", str(sandbox.home)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert second.returncode == 73
    assert second.stderr.startswith("sandbox: another sandbox serves")
    assert sandbox.status()["pid"] == sandbox.process.pid


def test_a_taken_port_is_reported(start_sandbox: StartSandbox, tmp_path: Path):
    sandbox = start_sandbox(*NO_DELAY)
    port = str(sandbox.state()["port"])
    command = [
        sys.executable,
        "-m",
        "backend.sandbox",
        "--home",
        str(tmp_path / "b"),
        "--port",
        port,
    ]
    second = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert second.returncode == 69
    assert port in second.stderr


def test_stopping_on_request_on_signal_and_when_idle(start_sandbox: StartSandbox):
    sandbox = start_sandbox(*NO_DELAY)
    port = sandbox.state()["port"]
    assert sandbox.control("POST", "stop", token="wrong")[0] == 401
    assert sandbox.control("POST", "stop")[0] == 202
    assert sandbox.process.wait(timeout=60) == 0
    assert sandbox.state()["pid"] is None
    sandbox.start()
    assert sandbox.state()["port"] == port
    assert sandbox.stop() == 0
    idle = start_sandbox("--idle-s", "3", home="idle")
    assert idle.process.wait(timeout=60) == 0


def test_a_stop_or_a_kill_leaves_no_process_behind(start_sandbox: StartSandbox):
    source = "import os\nimport time\ndef handler(event, context):\n    time.sleep(300)\n"
    sandbox = start_sandbox(*NO_DELAY)
    create_function(sandbox, "lingering", zipped(app=source), Timeout=600)
    sandbox.client("lambda").invoke(FunctionName="lingering", InvocationType="Event")
    for end in (signal.SIGTERM, signal.SIGKILL):
        if sandbox.process.poll() is not None:
            sandbox.start()
            sandbox.client("lambda").invoke(FunctionName="lingering", InvocationType="Event")
        children = wait_for_children(sandbox.process.pid)
        os.kill(sandbox.process.pid, end)
        sandbox.process.wait(timeout=60)
        deadline = time.monotonic() + 60
        while any(Path(f"/proc/{child}").exists() for child in children):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def wait_for_children(pid: int) -> list[str]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        children = [child for task in Path(f"/proc/{pid}/task").iterdir() for child in forked(task)]
        if children:
            return children
        time.sleep(0.05)
    raise AssertionError("no process was started")


def forked(task: Path) -> list[str]:
    """The processes that a thread started; none when the thread ended while it was looked at."""
    try:
        return (task / "children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def test_a_reset_empties_the_account(start_sandbox: StartSandbox):
    sandbox = start_sandbox(*NO_DELAY)
    url = build_site(sandbox)
    assert sandbox.status()["recorded_requests"] > 5
    assert sandbox.control("POST", "reset")[0] == 200
    for _ in range(2):
        assert sandbox.client("s3").list_buckets()["Buckets"] == []
        assert sandbox.client("lambda").list_functions()["Functions"] == []
        assert fetch(url)[0] == 404
        assert sandbox.status()["recorded_requests"] == 0
        sandbox.restart()


def test_a_new_role_cannot_be_assumed_at_once(start_sandbox: StartSandbox):
    sandbox = start_sandbox("--role-delay-s", "8")
    role = create_role(sandbox, "fresh")
    with pytest.raises(ClientError, match="cannot be assumed by Lambda"):
        create_function(sandbox, "early", role=role)
    with pytest.raises(ClientError) as error:
        sandbox.client("sts").assume_role(RoleArn=role, RoleSessionName="step")
    assert code_of(error) == "AccessDenied"
    once_it_is_known(lambda: create_function(sandbox, "early", role=role))
    sandbox.restart()
    assert sandbox.status()["replay_failures"] == 0
    assert sandbox.client("lambda").get_function(FunctionName="early")


def test_a_function_that_is_still_changing_takes_no_further_change(start_sandbox: StartSandbox):
    sandbox = start_sandbox(*NO_DELAY, "--function-delay-s", "6")
    client = sandbox.client("lambda")
    create_function(sandbox, "slow")
    assert client.get_function_configuration(FunctionName="slow")["State"] == "Pending"
    for call in (client.publish_version, client.invoke):
        with pytest.raises(ClientError) as error:
            call(FunctionName="slow")
        assert code_of(error) == "ResourceConflictException"
    client.get_waiter("function_active_v2").wait(FunctionName="slow")
    updated = client.update_function_configuration(FunctionName="slow", Timeout=5)
    assert updated["LastUpdateStatus"] == "InProgress"
    client.get_waiter("function_updated_v2").wait(FunctionName="slow")
    assert client.publish_version(FunctionName="slow")["Version"] == "1"


@pytest.mark.parametrize(
    ("service", "call", "kind", "code"),
    [
        ("s3", "list_buckets", "throttling", "SlowDown"),
        ("lambda", "list_functions", "throttling", "TooManyRequestsException"),
        ("iam", "list_roles", "throttling", "Throttling"),
        ("ec2", "describe_vpcs", "access_denied", "UnauthorizedOperation"),
        ("logs", "describe_log_groups", "access_denied", "AccessDeniedException"),
        ("lambda", "list_functions", "server_error", "ServiceException"),
    ],
)
def test_faults_that_answer(sandbox: RunningSandbox, service: str, call: str, kind: str, code: str):
    operation = "".join(word.title() for word in call.split("_"))
    sandbox.fault(service=service, op=operation, kind=kind, after=1, times=1)
    client = sandbox.client(service)
    getattr(client, call)()
    with pytest.raises(ClientError) as error:
        getattr(client, call)()
    assert code_of(error) == code
    getattr(client, call)()
    sandbox.control("DELETE", "faults")


def test_faults_that_do_not_answer(sandbox: RunningSandbox):
    s3 = sandbox.client("s3")
    sandbox.fault(service="s3", op="CreateBucket", kind="drop")
    with pytest.raises(ConnectionClosedError):
        s3.create_bucket(Bucket="dropped-bucket")
    sandbox.fault(service="s3", op="CreateBucket", kind="reply_lost")
    with pytest.raises(ConnectionClosedError):
        s3.create_bucket(Bucket="lost-reply-bucket")
    names = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    assert "dropped-bucket" not in names
    assert "lost-reply-bucket" in names
    sandbox.fault(service="sts", op="*", kind="timeout")
    with pytest.raises(ReadTimeoutError):
        sandbox.client("sts", read_timeout_s=1).get_caller_identity()
    status, described = sandbox.control("GET", "faults")
    assert status == 200
    assert [rule["kind"] for rule in described["faults"]] == ["drop", "reply_lost", "timeout"]
    sandbox.control("DELETE", "faults")


def test_a_wrong_fault_rule_is_refused(sandbox: RunningSandbox):
    for rule in ({"service": "s3"}, {"service": "s3", "op": "*", "kind": "explode"}, "text"):
        status, reply = sandbox.control("POST", "faults", rule)
        assert status == 400
        assert reply["message"].startswith("Not a fault rule")
