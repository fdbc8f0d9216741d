"""A twin of ``AwsAccount``: one account in memory, with faults, least policies and a count of
effects.
"""

from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from backend.aws.errors import AwsFailure, failure_of
from backend.aws.operations import is_read
from backend.aws.permits import BoundCall
from tests.doubles import fake_lambda, fake_reads, fake_services
from tests.doubles.fake_permissions import asked_for, is_allowed
from tests.doubles.fake_services import Members, Refusal, State

OPERATIONS = {**fake_services.OPERATIONS, **fake_reads.OPERATIONS, **fake_lambda.OPERATIONS}
HIDDEN_CODES = ("404",)


class Died(BaseException):
    """The process ends here: nothing after it runs, and nothing in memory is left."""


class Fault(StrEnum):
    """What goes wrong with one call."""

    THROTTLED = "throttled"
    DENIED = "denied"
    BROKEN = "broken"
    """A server error, before anything happened."""
    LOST_REQUEST = "lost_request"
    LOST_REPLY = "lost_reply"
    ROLE_TOO_NEW = "role_too_new"
    DIED_BEFORE = "died_before"
    DIED_AFTER = "died_after"


AFTERWARDS = (Fault.LOST_REPLY, Fault.DIED_AFTER)


@dataclass
class FakeAws:
    """The account itself, as AWS has it; outlives every client."""

    state: State = field(default_factory=State)
    account_id: str = fake_services.ACCOUNT_ID
    caller_arn: str = fake_services.CALLER_ARN
    call_faults: dict[int, Fault] = field(default_factory=dict)
    """By the number of the attempt to change something, from 0."""
    read_faults: dict[int, Fault] = field(default_factory=dict)
    attempts: int = 0
    reads: int = 0
    effects: list[tuple[str, Members]] = field(default_factory=list)
    """Every call that changed something, in order."""

    def resources(self) -> Members:
        return self.state.resources()

    def effect_names(self) -> list[str]:
        return [name for name, _ in self.effects]

    def repeated_effects(self) -> list[str]:
        """The calls that were made twice with the same members."""
        return [
            name
            for number, (name, asked) in enumerate(self.effects)
            if (name, asked) in self.effects[:number]
        ]

    def account(self, policy: Any = None) -> "FakeAccount":
        return FakeAccount(self, policy)


@dataclass
class FakeAccount:
    """``AwsAccount`` over :class:`FakeAws`; with a policy it refuses what that does not allow."""

    aws: FakeAws
    policy: Any = None
    region: str = fake_services.REGION

    def identity(self) -> tuple[str, str]:
        return self.aws.account_id, self.aws.caller_arn

    def read(self, service: str, operation: str, **params: Any) -> Members:
        assert is_read(service, operation), f"{service}:{operation} is not a read"
        fault = self.aws.read_faults.get(self.aws.reads)
        self.aws.reads += 1
        if fault is not None:
            raise _failure(fault, service, operation)
        return self._answer(service, operation, params)

    def find(
        self, service: str, operation: str, missing: Collection[str], **params: Any
    ) -> Members | None:
        try:
            return self.read(service, operation, **params)
        except AwsFailure as failure:
            if failure.code in missing:
                return None
            raise

    def package_of(self, function_name: str) -> bytes:
        answer = self.read("lambda", "GetFunction", FunctionName=function_name)
        return self.aws.state.archives[answer["Configuration"]["CodeSha256"]]

    def perform(self, call: BoundCall) -> Members:
        fault = self.aws.call_faults.get(self.aws.attempts)
        self.aws.attempts += 1
        if fault is not None and fault not in AFTERWARDS:
            raise _failure(fault, call.service, call.operation)
        asked = deepcopy(dict(call.params))
        answer = self._answer(call.service, call.operation, asked)
        self.aws.effects.append((call.operation, asked))
        if fault is not None:
            raise _failure(fault, call.service, call.operation)
        return answer

    def _answer(self, service: str, operation: str, asked: Members) -> Members:
        try:
            self._require_allowed(service, operation, asked)
            answer = deepcopy(OPERATIONS[service, operation](self.aws.state, asked))
        except Refusal as refusal:
            raise self._refused(refusal, service, operation, asked) from None
        if operation == "GetFunction" and not self._allows(service, "ListTags", asked):
            del answer["Tags"]
        return answer

    def _require_allowed(self, service: str, operation: str, asked: Members) -> None:
        if self.policy is None or service == "sts":
            return
        for action, resource in asked_for(service, operation, asked):
            if not is_allowed(self.policy, action, resource):
                raise Refusal("AccessDenied", f"{action} on {resource} is not allowed", 403)

    def _allows(self, service: str, operation: str, asked: Members) -> bool:
        wanted = asked_for(service, operation, asked)
        return self.policy is None or all(is_allowed(self.policy, *each) for each in wanted)

    def _refused(
        self, refusal: Refusal, service: str, operation: str, asked: Members
    ) -> AwsFailure:
        """S3 does not tell that an object is missing to who may not list its bucket."""
        if operation == "HeadObject" and refusal.code in HIDDEN_CODES:
            bucket = {"Bucket": asked["Bucket"]}
            if not self._allows(service, "HeadBucket", bucket):
                return _answered("403", "Forbidden", 403, service, operation)
        return _answered(refusal.code, refusal.message, refusal.status, service, operation)


def _failure(fault: Fault, service: str, operation: str) -> BaseException:
    match fault:
        case Fault.DIED_BEFORE | Fault.DIED_AFTER:
            return Died(f"{fault} {operation}")
        case Fault.LOST_REQUEST | Fault.LOST_REPLY:
            return failure_of(ReadTimeoutError(endpoint_url="loopback"), service, operation)
        case Fault.THROTTLED:
            return _answered("ThrottlingException", "Rate exceeded", 400, service, operation)
        case Fault.DENIED:
            return _answered("AccessDeniedException", "Not authorized", 403, service, operation)
        case Fault.BROKEN:
            return _answered("ServiceException", "Try again", 500, service, operation)
        case Fault.ROLE_TOO_NEW:
            told = "The role defined for the function cannot be assumed by Lambda."
            return _answered("InvalidParameterValueException", told, 400, service, operation)


def _answered(code: str, message: str, status: int, service: str, operation: str) -> AwsFailure:
    response: Any = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return failure_of(ClientError(response, operation), service, operation)
