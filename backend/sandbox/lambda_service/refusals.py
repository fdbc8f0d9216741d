"""The refusals of the Lambda service, by the words that AWS uses."""

from backend.sandbox.wire.errors import AwsError


def not_found(arn: str) -> AwsError:
    """No such function, version or alias target."""
    return AwsError("ResourceNotFoundException", f"Function not found: {arn}", 404)


def missing(message: str) -> AwsError:
    """Something of a function is not there."""
    return AwsError("ResourceNotFoundException", message, 404)


def conflict(message: str) -> AwsError:
    """It exists already, or is in use or in progress."""
    return AwsError("ResourceConflictException", message, 409)


def invalid(message: str) -> AwsError:
    """A parameter that Lambda itself refuses."""
    return AwsError("InvalidParameterValueException", message)


def malformed(message: str) -> AwsError:
    """A parameter outside its model's constraints."""
    return AwsError("ValidationException", f"1 validation error detected: {message}")


def stale_revision() -> AwsError:
    """The caller looked at an older revision."""
    message = (
        "The Revision Id provided does not match the latest Revision Id. "
        "Call the GetFunction/GetAlias API to retrieve the latest Revision Id"
    )
    return AwsError("PreconditionFailedException", message, 412)


def not_simulated(what: str) -> AwsError:
    """For what exists on AWS and not here, so that nobody mistakes silence for success."""
    return AwsError("NotSimulatedInSandbox", f"{what}: the sandbox account does not simulate this.")
