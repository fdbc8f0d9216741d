"""Which access keys the simulated account knows.

Signatures are not verified, but only keys that are obviously fake are accepted, so that real keys
that reach the sandbox by mistake are refused, and forgotten, before anything records them.
"""

import re

from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.messages import Reply
from backend.sandbox.wire.recognition import Operation

ACCESS_KEY_ID = "AKIAFAKESANDBOXKEY01"
EXPIRED_ACCESS_KEY_ID = "AKIAFAKEEXPIREDKEY01"

_ISSUING = frozenset({"AssumeRole", "GetSessionToken", "GetFederationToken", "CreateAccessKey"})
_ISSUED = re.compile(rb"<AccessKeyId>([A-Z0-9]{16,32})</AccessKeyId>")


class AccessKeys:
    """The documented key and those that this account's own STS and IAM have issued."""

    def __init__(self) -> None:
        self._known = {ACCESS_KEY_ID}

    def refusal(self, operation: Operation) -> AwsError | None:
        """What AWS says to a key that it does not know or that has expired."""
        if operation.access_key_id == EXPIRED_ACCESS_KEY_ID:
            message = "The security token included in the request is expired"
            return AwsError(_expired_code(operation.protocol), message, 403)
        if operation.access_key_id not in self._known:
            message = "The security token included in the request is invalid."
            return AwsError(_unknown_code(operation), message, 403)
        return None

    def note(self, operation: Operation, reply: Reply) -> None:
        """Remember keys that a reply hands out, and forget a deleted one."""
        if operation.name in _ISSUING:
            self._known.update(key.decode() for key in _ISSUED.findall(reply.body))
        elif operation.name == "DeleteAccessKey":
            self._known.discard(operation.text("AccessKeyId"))


def _expired_code(protocol: str) -> str:
    return "ExpiredToken" if protocol in ("query", "rest-xml") else "ExpiredTokenException"


def _unknown_code(operation: Operation) -> str:
    match operation.protocol:
        case "rest-xml":
            return "InvalidAccessKeyId"
        case "query":
            return "InvalidClientTokenId"
        case "ec2":
            return "AuthFailure"
        case _:
            return "UnrecognizedClientException"
