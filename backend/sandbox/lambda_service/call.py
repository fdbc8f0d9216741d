"""One Lambda operation on its way through the service, and what its handler may reach."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from backend.sandbox.lambda_service.model import Function, LambdaState, Version
from backend.sandbox.lambda_service.names import function_arn, parse_reference
from backend.sandbox.lambda_service.packages import Packages
from backend.sandbox.lambda_service.refusals import not_found
from backend.sandbox.wire.moments import Moment


class Neighbours(Protocol):
    """What Lambda asks of the other services of the account."""

    def trust_policy(self, role_arn: str) -> Mapping[str, Any] | None:
        """The role's trust policy, or None when there is no such role."""
        ...

    def object_bytes(self, bucket: str, key: str, version_id: str) -> bytes:
        """An S3 object; raises Lambda's refusal when it cannot be read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is the same for every call of one account."""

    account_id: str
    base_url: str
    settle: timedelta
    packages: Packages
    neighbours: Neighbours


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Parameters by their names in the service's model; ``state`` is the only thing changed."""

    params: Mapping[str, Any]
    region: str
    moment: Moment
    state: LambdaState
    around: Surroundings

    def text(self, name: str) -> str:
        value = self.params.get(name)
        return "" if value is None else str(value)

    def reference(self) -> tuple[str, str]:
        """Name and qualifier in the request."""
        return parse_reference(self.text("FunctionName"), self.text("Qualifier"))

    def arn(self, name: str) -> str:
        return function_arn(self.region, self.around.account_id, name)

    def function(self) -> Function:
        """The function in the request; raises ResourceNotFoundException."""
        name, _qualifier = self.reference()
        return self.function_named(name)

    def function_named(self, name: str) -> Function:
        found = self.state.functions.get((self.region, name))
        if found is None:
            raise not_found(self.arn(name))
        return found

    def resolved(self) -> tuple[Function, str, Version]:
        """The function, the qualifier and the version that it means; raises if one is missing."""
        _name, qualifier = self.reference()
        function = self.function()
        version = function.version(qualifier)
        if version is None:
            raise not_found(function.qualified_arn(qualifier))
        return function, qualifier, version

    def is_settled(self, version: Version) -> bool:
        return self.moment.at - version.changed_at >= self.around.settle

    def code(self, source: Mapping[str, Any]) -> bytes:
        """The archive that ``ZipFile`` holds or ``S3Bucket`` and ``S3Key`` point to."""
        if source.get("ZipFile"):
            return base64.b64decode(source["ZipFile"])
        version_id = str(source.get("S3ObjectVersion") or "")
        bucket, key = str(source.get("S3Bucket", "")), str(source.get("S3Key", ""))
        return self.around.neighbours.object_bytes(bucket, key, version_id)
