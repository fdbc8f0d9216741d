"""What functions print, as log events in the account's CloudWatch Logs.

As on AWS the log group comes into being with the first line if nobody made it before; that is
recorded like any other change. Streams and events are not: they are gone after a restart.
"""

import json
from typing import Any

from backend.sandbox.account.ledger import Ledger
from backend.sandbox.account.neighbours import signed_header
from backend.sandbox.wire.messages import Request
from backend.sandbox.wire.moments import utc_now
from backend.sandbox.wire.recognition import recognise


class FunctionLogs:
    """Writes to the account's log groups."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def write(self, region: str, group: str, stream: str, lines: list[str]) -> None:
        """Add lines; a stream that exists is continued. What the service refuses is dropped."""
        if not lines:
            return
        place = {"logGroupName": group, "logStreamName": stream}
        if self._tell(region, "CreateLogStream", place) == "ResourceNotFoundException":
            made = _request(region, "CreateLogGroup", {"logGroupName": group})
            self._ledger.perform(recognise(made), made)
            self._tell(region, "CreateLogStream", place)
        now_ms = int(utc_now().timestamp() * 1000)
        events = [{"timestamp": now_ms, "message": line} for line in lines]
        self._tell(region, "PutLogEvents", {**place, "logEvents": events})

    def _tell(self, region: str, operation: str, params: dict[str, Any]) -> str:
        """Do something that is not recorded; the error code, or empty."""
        with self._ledger.reading() as (account, _moment):
            reply = account.unrecorded(_request(region, operation, params))
        return "" if reply.is_success else str(json.loads(reply.body).get("__type", ""))


def _request(region: str, operation: str, params: dict[str, Any]) -> Request:
    headers = (
        signed_header("logs", region),
        ("content-type", "application/x-amz-json-1.1"),
        ("x-amz-target", f"Logs_20140328.{operation}"),
        ("host", "127.0.0.1"),
    )
    return Request(method="POST", target="/", headers=headers, body=json.dumps(params).encode())
