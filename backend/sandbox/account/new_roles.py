"""A role that was just created cannot be assumed yet: IAM is eventually consistent."""

from datetime import datetime, timedelta

from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.recognition import Operation

LAMBDA_REFUSAL = AwsError(
    "InvalidParameterValueException",
    "The role defined for the function cannot be assumed by Lambda.",
)
_LAMBDA_USES = frozenset({"CreateFunction", "UpdateFunctionConfiguration"})


class NewRoles:
    """When each role was created, and for how long after that it is refused."""

    def __init__(self, delay: timedelta) -> None:
        self._delay = delay
        self._created_at: dict[str, datetime] = {}

    def note(self, operation: Operation, at: datetime) -> None:
        """Remember a role that ``operation`` created at ``at``."""
        if operation.service == "iam" and operation.name == "CreateRole":
            self._created_at[operation.text("RoleName")] = at

    def refusal(self, operation: Operation, now: datetime) -> AwsError | None:
        """What Lambda or STS says while the role of ``operation`` is too young."""
        if operation.service == "lambda" and operation.name in _LAMBDA_USES:
            return LAMBDA_REFUSAL if self._is_new(operation.text("Role"), now) else None
        if operation.service == "sts" and operation.name == "AssumeRole":
            return self._assume_refusal(operation.text("RoleArn"), now)
        return None

    def _assume_refusal(self, role_arn: str, now: datetime) -> AwsError | None:
        if not self._is_new(role_arn, now):
            return None
        message = f"User is not authorized to perform: sts:AssumeRole on resource: {role_arn}"
        return AwsError("AccessDenied", message, 403)

    def _is_new(self, role_arn: str, now: datetime) -> bool:
        created_at = self._created_at.get(role_arn.rpartition("/")[2])
        return created_at is not None and now - created_at < self._delay
