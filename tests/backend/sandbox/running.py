"""A sandbox in a process of its own, and the AWS clients that talk to it."""

import io
import json
import os
import platform
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

ACCESS_KEY_ID = "AKIAFAKESANDBOXKEY01"
SECRET = "sandbox-fake-secret-key-EXAMPLE-0000000000"
ACCOUNT_ID = "123456789012"
RUNTIME = f"python{sys.version_info.major}.{sys.version_info.minor}"
ARCHITECTURE = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)


class RunningSandbox:
    """Start, talk to, kill. ``home`` outlives the process."""

    def __init__(self, home: Path, *options: str, path: str = os.environ["PATH"]) -> None:
        self.home = home
        self._path = path
        self._options = options
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "backend.sandbox", "--home", str(self.home)]
        environment = {"PATH": self._path, "PYTHONPATH": str(Path.cwd())}
        self.process = subprocess.Popen([*command, *self._options], env=environment)
        deadline = time.monotonic() + 120
        while not self._is_ready():
            assert self.process.poll() is None, "the sandbox ended"
            assert time.monotonic() < deadline, "the sandbox did not become ready"
            time.sleep(0.05)

    def _is_ready(self) -> bool:
        try:
            return self.state()["pid"] == self.process.pid and self.status()["is_ready"]
        except (OSError, ValueError):
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def restart(self) -> None:
        """As after a crash: killed without warning, then started again."""
        self.kill()
        self.start()

    def state(self) -> dict[str, Any]:
        return json.loads((self.home / "state.json").read_text())

    @property
    def url(self) -> str:
        return self.state()["url"]

    def status(self) -> dict[str, Any]:
        return self.control("GET", "status", token="")[1]

    def control(
        self, method: str, action: str, body: Any = None, token: str | None = None
    ) -> tuple[int, Any]:
        known = (self.home / "token").read_text() if token is None else token
        data = None if body is None else json.dumps(body).encode()
        headers = {"X-Sandbox-Token": known}
        status, _headers, raw = fetch(f"{self.url}/_sandbox/{action}", method, data, headers)
        return status, json.loads(raw)

    def fault(self, **rule: Any) -> None:
        status, reply = self.control("POST", "faults", rule)
        assert status == 200, reply

    def client(
        self, service: str, region: str = "us-east-1", read_timeout_s: int = 60, **keys: str
    ) -> Any:
        """One attempt per call, so that faults are seen as they are."""
        session: Any = boto3.Session(
            aws_access_key_id=keys.get("key", ACCESS_KEY_ID),
            aws_secret_access_key=SECRET,
            aws_session_token=keys.get("session_token"),
            region_name=region,
        )
        config = Config(retries={"total_max_attempts": 1}, read_timeout=read_timeout_s)
        return session.client(service, endpoint_url=self.url, config=config)


def fetch(
    url: str, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by lower-case name, body; an HTTP error is an answer like any other."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, _lower(reply.headers), reply.read()
    except urllib.request.HTTPError as error:
        with error:
            return error.code, _lower(error.headers), error.read()


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    """The AWS error code of a refusal."""
    details: Any = error.value.response
    return details["Error"]["Code"]


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def zipped(**sources: str) -> bytes:
    """An archive with one module per keyword."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, source in sources.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.py"), source)
    return buffer.getvalue()


ECHO = zipped(app="def handler(event, context):\n    return {'event': event}\n")


def create_role(sandbox: RunningSandbox, name: str) -> str:
    iam = sandbox.client("iam")
    return iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]


def once_it_is_known(call: Callable[[], Any]) -> Any:
    """The answer of a call with a role that may still be too new for it."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return call()
        except ClientError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def create_function(
    sandbox: RunningSandbox, name: str, code: bytes = ECHO, **more: Any
) -> dict[str, Any]:
    settings = {
        "FunctionName": name,
        "Role": more.pop("role", None) or create_role(sandbox, f"{name}-role"),
        "Runtime": RUNTIME,
        "Architectures": [ARCHITECTURE],
        "Handler": "app.handler",
        "Code": {"ZipFile": code},
        "Timeout": 10,
        **more,
    }
    return sandbox.client("lambda").create_function(**settings)


def allow_public(sandbox: RunningSandbox, name: str, qualifier: str | None = None) -> None:
    """Both permissions that a public function URL needs."""
    where = {"FunctionName": name, **({"Qualifier": qualifier} if qualifier else {})}
    client = sandbox.client("lambda")
    client.add_permission(
        **where,
        StatementId="url",
        Action="lambda:InvokeFunctionUrl",
        Principal="*",
        FunctionUrlAuthType="NONE",
    )
    client.add_permission(
        **where,
        StatementId="invoke",
        Action="lambda:InvokeFunction",
        Principal="*",
        InvokedViaFunctionUrl=True,
    )
