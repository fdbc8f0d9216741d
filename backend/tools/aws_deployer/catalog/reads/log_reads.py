"""CloudWatch Logs: the log groups of the region, and the newest lines of one."""

from datetime import UTC, datetime
from typing import Any

from pydantic import Field

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject
from backend.tools.aws_deployer.catalog.declaration import IamNeed, Params, ReadAction
from backend.tools.aws_deployer.catalog.logs import LogGroupName, log_group_arn
from backend.tools.aws_deployer.catalog.reads.answers import MAX_ROWS, items, listing

_PAGES = ("nextToken", "nextToken")
_GROUPS = "arn:aws:logs:{region}:{account}:log-group:*"
NEWEST_STREAMS = 5
LONGEST_LINE = 2000


class ListLogGroupsParams(Params):
    prefix: str = Field(default="", max_length=512, pattern=r"^[.\-_/#A-Za-z0-9]*$")


class ReadLogsParams(LogGroupName):
    limit: int = Field(default=50, ge=1, le=MAX_ROWS)


def _log_groups(reader: Reader, params: ListLogGroupsParams) -> JsonObject:
    named = {"logGroupNamePrefix": params.prefix} if params.prefix else {}
    found = items(reader, ("logs", "DescribeLogGroups"), _PAGES, "logGroups", **named)
    rows = (
        [group["logGroupName"], group.get("retentionInDays"), group.get("storedBytes", 0)]
        for group in found
    )
    return listing(("log_group", "retention_days", "stored_bytes"), rows)


def _newest_lines(reader: Reader, params: ReadLogsParams) -> JsonObject:
    """The last lines of the streams that were written to last, oldest first."""
    streams = reader.read(
        "logs",
        "DescribeLogStreams",
        logGroupName=params.log_group,
        orderBy="LastEventTime",
        descending=True,
        limit=NEWEST_STREAMS,
    )["logStreams"]
    events: list[dict[str, Any]] = []
    for stream in streams:
        answer = reader.read(
            "logs",
            "GetLogEvents",
            logGroupName=params.log_group,
            logStreamName=stream["logStreamName"],
            limit=params.limit,
            startFromHead=False,
        )
        events.extend(answer["events"])
    newest = sorted(events, key=lambda event: event["timestamp"])[-params.limit :]
    rows = ([_moment(each["timestamp"]), each["message"][:LONGEST_LINE]] for each in newest)
    return listing(("at", "line"), rows)


def _moment(milliseconds: int) -> str:
    """CloudWatch Logs counts milliseconds since 1970 (API Reference, ``OutputLogEvent``)."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")


def _read_needs(params: ReadLogsParams) -> tuple[IamNeed, ...]:
    group = log_group_arn(params)
    return (
        IamNeed(
            actions=("logs:DescribeLogStreams", "logs:GetLogEvents"),
            resources=(group, f"{group}:*"),
        ),
    )


READS = (
    ReadAction(
        name="list_log_groups",
        service="logs",
        operation="DescribeLogGroups",
        params=ListLogGroupsParams,
        title=lambda p: f"List the log groups {p.prefix}".rstrip(),
        resource=lambda p: f"logs:groups/{p.prefix or 'all'}",
        answer=_log_groups,
        needs=lambda p: (IamNeed(actions=("logs:DescribeLogGroups",), resources=(_GROUPS,)),),
    ),
    ReadAction(
        name="read_logs",
        service="logs",
        operation="GetLogEvents",
        params=ReadLogsParams,
        title=lambda p: f"Show the newest lines of {p.log_group}",
        resource=lambda p: f"logs:group/{p.log_group}",
        answer=_newest_lines,
        needs=_read_needs,
    ),
)
