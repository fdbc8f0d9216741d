"""EC2's DryRun, answered here: moto executes some operations in spite of it."""

from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.recognition import Operation


def dry_run_answer(operation: Operation) -> AwsError | None:
    """What EC2 says when the caller would be allowed. Parameters are not looked at any further."""
    if operation.service == "ec2" and operation.text("DryRun").lower() == "true":
        message = "Request would have succeeded, but DryRun flag is set."
        return AwsError("DryRunOperation", message, 412)
    return None
