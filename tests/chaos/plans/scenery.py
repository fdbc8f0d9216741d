"""What the account holds before a plan: one of each kind of thing that an action can work on.

What is called old is there to be deleted, so that no other step of a plan needs it. All of it is
made with plain AWS calls, as somebody else's tool would have made it; in the account under test and
in the one of the reference alike.
"""

import json
from pathlib import Path
from typing import Any

from tests.backend.sandbox.running import (
    ACCOUNT_ID,
    ARCHITECTURE,
    RUNTIME,
    TRUST,
    RunningSandbox,
    zipped,
)

REGION = "us-east-1"
ATTIC, CELLAR = "chaos-attic", "chaos-cellar"
"""A bucket with objects, and an empty one that nothing is ever put into."""
OBJECTS, OLD_OBJECTS = ("box-1.zip", "box-2.zip"), ("old-1.zip", "old-2.zip")
KEEPER, GUEST = "chaos-keeper", "chaos-guest"
"""A role with a policy, which the functions use, and one without."""
POLICY, OLD_POLICY = "read-logs", "read-boxes"
LAMP_LOGS, LOOSE = "/aws/lambda/chaos-lamp", "/chaos/loose"
KEPT, OLD_KEPT = "/chaos/kept", "/chaos/old-kept"
"""Log groups without a retention, one of them the function's, and with one."""
LAMP, TORCH, OLD_FUNCTION = "chaos-lamp", "chaos-torch", "chaos-old-function"
"""A function with versions 1 to 3, and two without anything."""
LIVE, SPARE, OLD_ALIAS = "live", "spare", "old"
"""Aliases of the lamp: one with a URL that is public, and two with nothing."""
LOOSE_VERSION = "3"
PUBLIC = ("public-url", "public-invoke")
PACKAGES = ("first.zip", "second.zip", "third.zip")
"""Files of the workspace."""
FIRST_CODE = zipped(app="def handler(event, context):\n    print('LIT')\n    return 1\n")
_NEXT_CODES = tuple(
    zipped(app=f"def handler(event, context):\n    return {number}\n") for number in (2, 3)
)
INVOCATION_MARK = "LIT"
"""What version 1 of the lamp prints each time."""


class Furnisher:
    """Fills one sandbox account, again and again, over the same connections."""

    def __init__(self, sandbox: RunningSandbox) -> None:
        self._sandbox = sandbox
        names = ("s3", "iam", "logs", "lambda")
        self._clients: dict[str, Any] = {name: sandbox.client(name) for name in names}

    def furnish(self) -> None:
        """Begin a new account without faults, and put everything into it."""
        status, _ = self._sandbox.control("POST", "reset")
        assert status == 200
        _buckets(self._clients["s3"])
        role_arn = _roles(self._clients["iam"])
        _log_groups(self._clients["logs"])
        _functions(self._clients["lambda"], role_arn)

    def invocations(self) -> int:
        """How often version 1 of the lamp has run, by its own log."""
        found = self._clients["logs"].filter_log_events(logGroupName=LAMP_LOGS, limit=1000)
        return sum(event["message"].strip() == INVOCATION_MARK for event in found["events"])


def provide_packages(folder: Path) -> None:
    """Write the files that plans upload, or deploy."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(PACKAGES, start=10):
        code = f"def handler(event, context):\n    return {number}\n"
        (folder / name).write_bytes(zipped(app=code))


def role_arn_of(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT_ID}:role/{name}"


def _buckets(s3: Any) -> None:
    s3.create_bucket(Bucket=ATTIC)
    s3.create_bucket(Bucket=CELLAR)
    for name in (*OBJECTS, *OLD_OBJECTS):
        s3.put_object(Bucket=ATTIC, Key=name, Body=f"kept in {name}".encode())


def _roles(iam: Any) -> str:
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "logs:GetLogEvents", "Resource": "*"}],
    }
    iam.create_role(RoleName=GUEST, AssumeRolePolicyDocument=TRUST)
    made = iam.create_role(RoleName=KEEPER, AssumeRolePolicyDocument=TRUST)
    for name in (POLICY, OLD_POLICY):
        iam.put_role_policy(RoleName=KEEPER, PolicyName=name, PolicyDocument=json.dumps(policy))
    return made["Role"]["Arn"]


def _log_groups(logs: Any) -> None:
    for name in (LAMP_LOGS, LOOSE, KEPT, OLD_KEPT):
        logs.create_log_group(logGroupName=name)
    for name in (KEPT, OLD_KEPT):
        logs.put_retention_policy(logGroupName=name, retentionInDays=30)


def _functions(client: Any, role_arn: str) -> None:
    for name in (LAMP, TORCH, OLD_FUNCTION):
        client.create_function(
            FunctionName=name,
            Role=role_arn,
            Runtime=RUNTIME,
            Architectures=[ARCHITECTURE],
            Handler="app.handler",
            Code={"ZipFile": FIRST_CODE},
            Description="made by hand",
            Timeout=10,
        )
    client.publish_version(FunctionName=LAMP)
    for code in _NEXT_CODES:
        client.update_function_code(FunctionName=LAMP, ZipFile=code)
        client.publish_version(FunctionName=LAMP)
    client.create_alias(FunctionName=LAMP, Name=LIVE, FunctionVersion="1")
    for alias in (SPARE, OLD_ALIAS):
        client.create_alias(FunctionName=LAMP, Name=alias, FunctionVersion="2")
    client.create_function_url_config(FunctionName=LAMP, Qualifier=LIVE, AuthType="NONE")
    bound = ({"FunctionUrlAuthType": "NONE"}, {"InvokedViaFunctionUrl": True})
    actions = ("lambda:InvokeFunctionUrl", "lambda:InvokeFunction")
    for statement, action, condition in zip(PUBLIC, actions, bound, strict=True):
        client.add_permission(
            FunctionName=LAMP,
            Qualifier=LIVE,
            StatementId=statement,
            Action=action,
            Principal="*",
            **condition,
        )
