"""How what a plan applied stands now: a read of every resource that it has a result for."""

from collections.abc import Iterable

from pydantic import JsonValue

from backend.aws.account import AwsAccount
from backend.domain.canonical import JsonObject
from backend.tools.aws_deployer.catalog import action_named
from backend.tools.aws_deployer.catalog.declaration import ActionKind, is_reached
from backend.tools.aws_deployer.journal import JournalRecord, RecordKind


def standing(records: Iterable[JournalRecord], account: AwsAccount) -> list[JsonValue]:
    """For each result whether AWS is as its step wanted it. Blocks; only reads."""
    return [_standing(record, account) for record in records if record.kind is RecordKind.RESULT]


def _standing(record: JournalRecord, account: AwsAccount) -> JsonObject:
    action = action_named(record.action)
    params = action.params.model_validate(record.params)
    live = action.read(account, params)
    is_as_planned = (
        live is None
        if action.kind is ActionKind.DELETE
        else is_reached(action.wanted(params), live)
    )
    return {
        "step_id": record.step_id,
        "resource": action.resource(params),
        "is_as_planned": is_as_planned,
        "live": live,
    }
