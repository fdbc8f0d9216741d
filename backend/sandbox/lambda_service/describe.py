"""Functions and versions as Lambda describes them on the wire."""

from datetime import datetime
from typing import Any

from backend.sandbox.lambda_service.call import Call
from backend.sandbox.lambda_service.model import Function, Version
from backend.sandbox.lambda_service.packages import wire_sha256

_CREATING = {
    "State": "Pending",
    "StateReason": "The function is being created.",
    "StateReasonCode": "Creating",
}
_UPDATING = {
    "State": "Active",
    "LastUpdateStatus": "InProgress",
    "LastUpdateStatusReason": "The function is being updated.",
    "LastUpdateStatusReasonCode": "Creating",
}
_SETTLED = {"State": "Active", "LastUpdateStatus": "Successful"}


def configuration(
    call: Call, function: Function, version: Version, qualifier: str
) -> dict[str, Any]:
    """What a read returns: a version's configuration under the ARN with ``qualifier``."""
    return {
        **version.settings,
        "FunctionName": function.name,
        "FunctionArn": function.qualified_arn(qualifier),
        "Version": version.number,
        "CodeSha256": wire_sha256(version.package),
        "CodeSize": version.package.size,
        "LastModified": timestamp(version.changed_at),
        "RevisionId": version.revision_id,
        "RuntimeVersionConfig": {"RuntimeVersionArn": _runtime_arn(call.region, version)},
        **(_SETTLED if call.is_settled(version) else unsettled(version)),
    }


def unsettled(version: Version) -> dict[str, str]:
    """The state that a change itself answers with, whether or not it takes time here."""
    return _CREATING if version.is_created else _UPDATING


def timestamp(at: datetime) -> str:
    """Lambda's form of a time: milliseconds, offset without colon."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}+0000"


def _runtime_arn(region: str, version: Version) -> str:
    return f"arn:aws:lambda:{region}::runtime:sandbox-{version.settings.get('Runtime', '')}"
