"""botocore's exceptions, turned into ours, with the one thing that apply must know: did AWS refuse,
or is it in doubt?
"""

from collections.abc import Callable
from enum import StrEnum

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ParamValidationError,
)
from botocore.exceptions import (
    ConnectionError as BotoConnectionError,
)
from botocore.parsers import ResponseParserError

from backend.domain.errors import CopilotError, OperatorMustAct, UserCanFix


class Certainty(StrEnum):
    """What is known of a call that failed."""

    REFUSED = "refused"
    """AWS answered that it did not do it."""
    THROTTLED = "throttled"
    """AWS answered that it did not do it now."""
    IN_DOUBT = "in_doubt"
    """No answer, or an answer that says nothing of the effect: only a read can tell."""


class AwsFailure(Exception):
    """A failed call: AWS's code (or the exception's name), what is known, and our error."""

    def __init__(self, code: str, certainty: Certainty, error: CopilotError) -> None:
        super().__init__(f"{code} ({certainty}): {error}")
        self.code = code
        self.certainty = certainty
        self.error = error

    def told_by(self, redact: Callable[[str], str]) -> "AwsFailure":
        """The same failure, its message redacted: AWS may quote what it got."""
        kind, error = type(self.error), self.error
        told = kind(error.error_code, redact(error.message), error.next_step)
        return AwsFailure(self.code, self.certainty, told)


_THROTTLES = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "TooManyRequestsException",
        "RequestLimitExceeded",
        "SlowDown",
        "RequestThrottled",
        "BandwidthLimitExceeded",
    }
)
_CREDENTIALS = frozenset(
    {
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "AuthFailure",
    }
)
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
_DENIED = frozenset(
    {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Forbidden", "403"}
)


def failure_of(
    error: ClientError | BotoCoreError | ResponseParserError, service: str, operation: str
) -> AwsFailure:
    """The failure behind a botocore exception of the call ``service:operation``."""
    if isinstance(error, ClientError):
        return _answered(error, f"{service}:{operation}")
    name = type(error).__name__
    if isinstance(error, ParamValidationError):
        return AwsFailure(
            name,
            Certainty.REFUSED,
            UserCanFix(
                "E_INVALID_PARAMETER", f"{service}:{operation}: {error}", "Correct the value."
            ),
        )
    sent_nothing = isinstance(error, EndpointConnectionError | ConnectTimeoutError)
    lost = isinstance(error, BotoConnectionError | HTTPClientError | ResponseParserError)
    certainty = Certainty.IN_DOUBT if lost and not sent_nothing else Certainty.REFUSED
    return AwsFailure(
        name,
        Certainty.THROTTLED if sent_nothing else certainty,
        OperatorMustAct(
            "E_AWS_UNREACHABLE",
            f"AWS did not answer {service}:{operation} ({name}).",
            "Check the network and the status of AWS, then try again.",
        ),
    )


def _answered(error: ClientError, call: str) -> AwsFailure:
    details = error.response.get("Error", {})
    code, said = str(details.get("Code", "Unknown")), str(details.get("Message", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in _THROTTLES or status == 429:
        certainty = Certainty.THROTTLED
    else:
        certainty = Certainty.IN_DOUBT if status >= 500 or status == 0 else Certainty.REFUSED
    return AwsFailure(code, certainty, _error(code, said, call, certainty))


def _error(code: str, said: str, call: str, certainty: Certainty) -> CopilotError:
    told = f"AWS answered {call} with {code}: {said}"
    if code in _EXPIRED:
        return UserCanFix("E_CREDENTIALS_EXPIRED", told, "Add fresh keys: copilot credentials add.")
    if code in _CREDENTIALS:
        # What AWS says here may quote the signed headers, and with them a session token.
        told = f"AWS answered {call} with {code}."
        return UserCanFix("E_CREDENTIALS_INVALID", told, "Check the keys: copilot credentials add.")
    if code in _DENIED:
        return OperatorMustAct(
            "E_ACCESS_DENIED",
            told,
            "Give the caller this permission; the plan shows the whole policy.",
        )
    if certainty is Certainty.THROTTLED:
        return OperatorMustAct("E_AWS_THROTTLED", told, "Try again in a minute.")
    if certainty is Certainty.IN_DOUBT:
        return OperatorMustAct("E_AWS_FAILED", told, "Look at the status of AWS, then try again.")
    return UserCanFix(
        "E_AWS_REFUSED", told, "Change the request so that AWS accepts it, and plan again."
    )
