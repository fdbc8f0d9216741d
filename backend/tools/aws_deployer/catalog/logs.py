"""CloudWatch Logs: the log group of a function and how long it keeps its lines."""

from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from backend.aws.account import Reader
from backend.domain.plans.actions import Effect, UndoLabel
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    IamNeed,
    LiveState,
    Params,
    Undo,
)


class LogGroupName(Params):
    log_group: str = Field(pattern=r"^[.\-_/#A-Za-z0-9]{1,512}$")


class CreateLogGroupParams(LogGroupName):
    tags: dict[str, str]


Days = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
]  # fmt: skip
"""What CloudWatch Logs takes (API Reference, ``PutRetentionPolicy``)."""


class RetentionParams(LogGroupName):
    retention_days: Days


class ChangeRetentionParams(RetentionParams):
    previous_days: Days


def _find_group(reader: Reader, name: str) -> dict[str, Any] | None:
    answer = reader.read("logs", "DescribeLogGroups", logGroupNamePrefix=name)
    return next((group for group in answer["logGroups"] if group["logGroupName"] == name), None)


def _read_group(reader: Reader, params: LogGroupName) -> LiveState:
    group = _find_group(reader, params.log_group)
    if group is None:
        return None
    arn = group["arn"].removesuffix(":*")
    tags = reader.read("logs", "ListTagsForResource", resourceArn=arn)["tags"]
    return {"log_group": params.log_group, "tags": dict(tags)}


def _read_retention(reader: Reader, params: LogGroupName) -> LiveState:
    group = _find_group(reader, params.log_group)
    days = group and group.get("retentionInDays")
    return {"retention_days": days} if days else None


def log_group_arn(params: LogGroupName) -> str:
    """The ARN of the group, with ``{region}`` and ``{account}`` in it."""
    return f"arn:aws:logs:{{region}}:{{account}}:log-group:{params.log_group}"


def _needs(*actions: str) -> Any:
    def needs(params: LogGroupName) -> tuple[IamNeed, ...]:
        arn = log_group_arn(params)
        everywhere = "arn:aws:logs:{region}:{account}:log-group:*"
        return (
            IamNeed(actions=actions, resources=(arn, f"{arn}:*")),
            IamNeed(actions=("logs:DescribeLogGroups",), resources=(everywhere,)),
        )

    return needs


CREATE_LOG_GROUP = Action(
    name="create_log_group",
    service="logs",
    operation="CreateLogGroup",
    kind=ActionKind.CREATE,
    params=CreateLogGroupParams,
    title=lambda p: f"Create the log group {p.log_group}",
    resource=lambda p: f"logs:group/{p.log_group}",
    request=lambda p: {"logGroupName": p.log_group, "tags": p.tags},
    read=_read_group,
    wanted=lambda p: {"log_group": p.log_group, "tags": p.tags},
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="delete_log_group", params={"log_group": p.log_group}
    ),
    undo_action="delete_log_group",
    needs=_needs("logs:CreateLogGroup", "logs:TagResource", "logs:ListTagsForResource"),
    is_tagged=True,
)

DELETE_LOG_GROUP = Action(
    name="delete_log_group",
    service="logs",
    operation="DeleteLogGroup",
    kind=ActionKind.DELETE,
    params=LogGroupName,
    title=lambda p: f"Delete the log group {p.log_group} with its lines",
    resource=lambda p: f"logs:group/{p.log_group}",
    request=lambda p: {"logGroupName": p.log_group},
    read=_read_group,
    wanted=lambda p: {},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.IRREVERSIBLE,
    needs=_needs("logs:DeleteLogGroup", "logs:ListTagsForResource"),
    is_tagged=True,
)

SET_LOG_RETENTION = Action(
    name="set_log_retention",
    service="logs",
    operation="PutRetentionPolicy",
    kind=ActionKind.CREATE,
    params=RetentionParams,
    title=lambda p: f"Keep the lines of {p.log_group} for {p.retention_days} days",
    resource=lambda p: f"logs:group/{p.log_group}/retention",
    part_of=lambda p: f"logs:group/{p.log_group}",
    request=lambda p: {"logGroupName": p.log_group, "retentionInDays": p.retention_days},
    read=_read_retention,
    wanted=lambda p: {"retention_days": p.retention_days},
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="delete_log_retention", params={"log_group": p.log_group}
    ),
    undo_action="delete_log_retention",
    needs=_needs("logs:PutRetentionPolicy"),
)


def _limit_title(params: RetentionParams) -> str:
    return f"Keep the lines of {params.log_group} for {params.retention_days} days, no older ones"


LIMIT_LOG_RETENTION = replace(
    SET_LOG_RETENTION,
    name="limit_log_retention",
    title=_limit_title,
    label=UndoLabel.COMPENSATABLE,
)
"""For a group that may have lines: those that are too old do not come back."""

CHANGE_LOG_RETENTION = Action(
    name="change_log_retention",
    service="logs",
    operation="PutRetentionPolicy",
    kind=ActionKind.UPDATE,
    params=ChangeRetentionParams,
    title=lambda p: (
        f"Keep the lines of {p.log_group} for {p.retention_days} days instead of {p.previous_days}"
    ),
    resource=lambda p: f"logs:group/{p.log_group}/retention",
    part_of=lambda p: f"logs:group/{p.log_group}",
    request=SET_LOG_RETENTION.request,
    read=_read_retention,
    wanted=SET_LOG_RETENTION.wanted,
    replaces=lambda p: {"retention_days": p.previous_days},
    effect=Effect.WRITE,
    label=UndoLabel.COMPENSATABLE,
    undo=lambda p, before, outputs: Undo(
        action="change_log_retention",
        params={
            "log_group": p.log_group,
            "retention_days": p.previous_days,
            "previous_days": p.retention_days,
        },
    ),
    undo_action="change_log_retention",
    needs=_needs("logs:PutRetentionPolicy"),
)


def _keep_again(params: LogGroupName, before: LiveState, _outputs: Any) -> Undo:
    # Without a state before it, only the permissions are asked for: the same for all times.
    days = before["retention_days"] if before else 1
    return Undo(
        action="set_log_retention",
        params={"log_group": params.log_group, "retention_days": days},
    )


DELETE_LOG_RETENTION = Action(
    name="delete_log_retention",
    service="logs",
    operation="DeleteRetentionPolicy",
    kind=ActionKind.DELETE,
    params=LogGroupName,
    title=lambda p: f"Keep the lines of {p.log_group} without limit",
    resource=lambda p: f"logs:group/{p.log_group}/retention",
    request=lambda p: {"logGroupName": p.log_group},
    read=_read_retention,
    wanted=lambda p: {},
    effect=Effect.WRITE,
    label=UndoLabel.COMPENSATABLE,
    undo=_keep_again,
    undo_action="set_log_retention",
    needs=_needs("logs:DeleteRetentionPolicy"),
)

ACTIONS = (
    CREATE_LOG_GROUP,
    DELETE_LOG_GROUP,
    SET_LOG_RETENTION,
    LIMIT_LOG_RETENTION,
    CHANGE_LOG_RETENTION,
    DELETE_LOG_RETENTION,
)
