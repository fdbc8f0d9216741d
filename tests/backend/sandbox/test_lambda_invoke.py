"""Functions really run: results, errors, time-outs, logs, and how far they are kept apart."""

import base64
import io
import json
import platform
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.backend.sandbox.running import (
    ECHO,
    RUNTIME,
    RunningSandbox,
    code_of,
    create_function,
    zipped,
)

pytestmark = pytest.mark.slow

KITCHEN = zipped(
    app="""
import os, socket, sys, time
count = 0
def handler(event, context):
    global count
    count += 1
    what = event.get("what")
    if what == "count":
        return count
    if what == "context":
        return [context.function_name, context.function_version, context.invoked_function_arn,
                context.get_remaining_time_in_millis() > 0, context.memory_limit_in_mb]
    if what == "environment":
        return dict(os.environ)
    if what == "print":
        print("to output"); print("to error", file=sys.stderr)
        return None
    if what == "raise":
        raise ValueError("no good")
    if what == "exit":
        os._exit(3)
    if what == "sleep":
        time.sleep(event["s"])
        return "slept"
    if what == "set":
        return {1, 2}
    if what == "read":
        return open(event["path"]).read()
    if what == "exists":
        return os.path.exists(event["path"])
    if what == "connect":
        socket.create_connection(("127.0.0.1", event["port"]), 2)
    if what == "memory":
        return len(bytearray(event["bytes"]))
    if what == "write":
        open("/tmp/x", "w").write("1")
        open(os.path.join(os.environ["LAMBDA_TASK_ROOT"], "x"), "w")
"""
)


def invoke(sandbox: RunningSandbox, name: str, event: dict, **more):
    reply = sandbox.client("lambda").invoke(
        FunctionName=name, Payload=json.dumps(event).encode(), **more
    )
    return json.loads(reply["Payload"].read() or b"null"), reply


@pytest.fixture(scope="module")
def kitchen(sandbox: RunningSandbox) -> str:
    create_function(
        sandbox, "kitchen", KITCHEN, Environment={"Variables": {"OWN": "yes"}}, Timeout=2
    )
    return "kitchen"


def test_a_process_stays_warm(sandbox: RunningSandbox, kitchen: str):
    first, _reply = invoke(sandbox, kitchen, {"what": "count"})
    second, reply = invoke(sandbox, kitchen, {"what": "count"})
    assert second == first + 1
    assert reply["ExecutedVersion"] == "$LATEST"
    assert "FunctionError" not in reply


def test_the_context_and_the_environment_are_lambdas_and_nothing_else(
    sandbox: RunningSandbox, kitchen: str
):
    context, _reply = invoke(sandbox, kitchen, {"what": "context"})
    assert context[:2] == ["kitchen", "$LATEST"]
    assert context[2].endswith(":function:kitchen")
    assert context[3:] == [True, "128"]
    environment, _reply = invoke(sandbox, kitchen, {"what": "environment"})
    assert environment["OWN"] == "yes"
    assert environment["AWS_REGION"] == "us-east-1"
    assert not any("PYTHONPATH" in name or "MOTO" in name for name in environment)
    assert "SANDBOX_DATA_LIMIT_BYTES" not in environment


@pytest.mark.parametrize(
    ("event", "error_type"),
    [
        ({"what": "raise"}, "ValueError"),
        ({"what": "exit"}, "Runtime.ExitError"),
        ({"what": "set"}, "Runtime.MarshalError"),
        ({"what": "sleep", "s": 30}, "Sandbox.Timedout"),
        ({"what": "memory", "bytes": 2 << 30}, "MemoryError"),
        ({"what": "write"}, "OSError"),
        ({"what": "connect", "port": 22}, "ConnectionRefusedError"),
    ],
)
def test_failures_are_function_errors(
    sandbox: RunningSandbox, kitchen: str, event: dict, error_type: str
):
    payload, reply = invoke(sandbox, kitchen, event)
    assert reply["FunctionError"] == "Unhandled"
    assert payload["errorType"] == error_type
    after, _reply = invoke(sandbox, kitchen, {"what": "count"})
    assert after >= 1


def test_a_function_sees_neither_the_account_nor_the_network(sandbox: RunningSandbox, kitchen: str):
    ours = Path.cwd() / "pyproject.toml"
    for path in (sandbox.home / "token", sandbox.home / "requests.log", ours, "/etc/passwd"):
        seen, _reply = invoke(sandbox, kitchen, {"what": "exists", "path": str(path)})
        assert seen is False, path
    port = sandbox.state()["port"]
    payload, reply = invoke(sandbox, kitchen, {"what": "connect", "port": port})
    assert reply["FunctionError"] == "Unhandled"
    assert payload["errorType"] == "ConnectionRefusedError"


def test_output_is_in_the_tail_and_in_the_log_group(sandbox: RunningSandbox, kitchen: str):
    _payload, reply = invoke(sandbox, kitchen, {"what": "print"}, LogType="Tail")
    tail = base64.b64decode(reply["LogResult"]).decode()
    assert "to output\nto error" in tail
    assert tail.startswith("START RequestId")
    logs = sandbox.client("logs")
    events = logs.filter_log_events(logGroupName="/aws/lambda/kitchen")["events"]
    assert {"to output", "to error"} <= {event["message"] for event in events}


def test_dry_run_and_event_invocations(sandbox: RunningSandbox, kitchen: str):
    _payload, reply = invoke(sandbox, kitchen, {}, InvocationType="DryRun")
    assert reply["StatusCode"] == 204
    _payload, reply = invoke(sandbox, kitchen, {"what": "count"}, InvocationType="Event")
    assert reply["StatusCode"] == 202


def test_bad_names_and_bad_payloads_are_refused(sandbox: RunningSandbox, kitchen: str):
    client = sandbox.client("lambda")
    with pytest.raises(ClientError) as error:
        client.invoke(FunctionName="kitchen", Qualifier="7")
    assert code_of(error) == "ResourceNotFoundException"
    with pytest.raises(ClientError) as error:
        client.invoke(FunctionName="kitchen", Payload=b"{")
    assert code_of(error) == "InvalidRequestContentException"


@pytest.mark.parametrize(
    ("handler", "source", "error_type"),
    [
        ("app.absent", "", "Runtime.HandlerNotFound"),
        ("absent.handler", "", "Runtime.ImportModuleError"),
        ("app.handler", "import absent_library", "Runtime.ImportModuleError"),
        ("app.handler", "def handler(:", "Runtime.UserCodeSyntaxError"),
        ("app.handler", "1 / 0", "ZeroDivisionError"),
    ],
)
def test_a_module_that_does_not_load_fails_every_invocation(
    sandbox: RunningSandbox, handler: str, source: str, error_type: str
):
    name = f"unloadable-{abs(hash((handler, source)))}"
    create_function(sandbox, name, zipped(app=source), Handler=handler)
    for _ in range(2):
        payload, reply = invoke(sandbox, name, {})
        assert reply["FunctionError"] == "Unhandled"
        assert payload["errorType"] == error_type


def test_an_alias_runs_the_version_that_it_points_to(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    sources = [zipped(app=f"def handler(e, c):\n    return {n}\n") for n in (1, 2)]
    create_function(sandbox, "pointed", sources[0], Publish=True)
    client.create_alias(FunctionName="pointed", Name="live", FunctionVersion="1")
    client.update_function_code(FunctionName="pointed", ZipFile=sources[1], Publish=True)
    assert invoke(sandbox, "pointed", {}, Qualifier="live")[0] == 1
    assert invoke(sandbox, "pointed", {})[0] == 2
    client.update_alias(FunctionName="pointed", Name="live", FunctionVersion="2")
    assert invoke(sandbox, "pointed:live", {})[0] == 2


def test_another_runtime_or_architecture_is_a_mismatch(sandbox: RunningSandbox):
    create_function(sandbox, "other-runtime", Runtime="python3.9")
    payload, reply = invoke(sandbox, "other-runtime", {})
    assert reply["FunctionError"] == "Unhandled"
    assert payload["errorType"] == "RUNTIME_MISMATCH"


def marked(text: str) -> bytes:
    buffer = io.BytesIO(ECHO)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(".aws-copilot-local-variant", text)
    return buffer.getvalue()


def test_a_variant_for_this_machine_runs_whatever_it_is_called(sandbox: RunningSandbox):
    here = f"{RUNTIME} {platform.machine()} {sys.platform}"
    create_function(sandbox, "variant", code=marked(here), Runtime="python3.9")
    assert invoke(sandbox, "variant", {"a": 1})[0] == {"event": {"a": 1}}
    create_function(sandbox, "elsewhere", code=marked("python3.9 vax ultrix"), Runtime="python3.9")
    assert invoke(sandbox, "elsewhere", {})[0]["errorType"] == "RUNTIME_MISMATCH"


def test_slow_functions_hold_up_nobody(sandbox: RunningSandbox):
    create_function(sandbox, "slow-kitchen", KITCHEN, Timeout=60)
    identity = sandbox.client("sts")
    results: list[object] = []
    event = {"what": "sleep", "s": 4}
    threads = [
        threading.Thread(target=lambda: results.append(invoke(sandbox, "slow-kitchen", event)[0]))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    assert identity.get_caller_identity()["Account"]
    assert results == []
    for thread in threads:
        thread.join()
    assert results == ["slept", "slept"]
