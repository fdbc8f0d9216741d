"""What AWS refuses and moto (5.2) accepts, as far as a deployment runs into it."""

import re

from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.recognition import Operation
from backend.sandbox.wire.service_models import region_names

_BUCKET = re.compile(r"(?!\d+\.\d+\.\d+\.\d+$)(?!xn--)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]")
_RETENTION_DAYS = frozenset(
    {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922}
    | {3288, 3653}
)


def missed_refusal(operation: Operation) -> AwsError | None:
    """The refusal that moto would not give, or None."""
    if operation.region not in region_names():
        return _wrong_region(operation)
    match operation.service, operation.name:
        case "s3", "CreateBucket" if not _BUCKET.fullmatch(operation.text("Bucket")):
            return AwsError("InvalidBucketName", "The specified bucket is not valid.")
        case "logs", "PutRetentionPolicy":
            return _wrong_retention(operation.params.get("retentionInDays"))
        case _:
            return None


def _wrong_region(operation: Operation) -> AwsError:
    message = f"Credential should be scoped to a valid region, not '{operation.region}'."
    match operation.protocol:
        case "rest-xml":
            return AwsError("AuthorizationHeaderMalformed", message, 400)
        case "query" | "ec2":
            return AwsError("SignatureDoesNotMatch", message, 403)
        case _:
            return AwsError("InvalidSignatureException", message, 403)


def _wrong_retention(days: object) -> AwsError | None:
    if days in _RETENTION_DAYS:
        return None
    message = f"1 validation error detected: Value '{days}' at 'retentionInDays' failed"
    return AwsError("InvalidParameterException", message)
