"""Without bubblewrap only trusted archives run."""

import hashlib
import json

import pytest

from tests.backend.sandbox.conftest import StartSandbox
from tests.backend.sandbox.running import ECHO, create_function

pytestmark = pytest.mark.slow


def test_an_archive_runs_once_it_is_trusted(start_sandbox: StartSandbox):
    sandbox = start_sandbox("--role-delay-s", "0", path="/nowhere")
    assert sandbox.status()["confinement"] == "trusted_digests"
    create_function(sandbox, "plain")
    client = sandbox.client("lambda")
    reply = client.invoke(FunctionName="plain", Payload=b'{"a": 1}')
    refused = json.loads(reply["Payload"].read())
    digest = hashlib.sha256(ECHO).hexdigest()
    assert refused["errorType"] == "NOT_CONFINED"
    assert digest in refused["errorMessage"]
    (sandbox.home / "trusted_digests").write_text(f"{digest}\n")
    reply = client.invoke(FunctionName="plain", Payload=b'{"a": 1}')
    assert json.loads(reply["Payload"].read()) == {"event": {"a": 1}}
