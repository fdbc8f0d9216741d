"""One account, as the tools see it: reads, and one permitted call at a time."""

from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Protocol

from botocore.client import BaseClient
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from botocore.response import StreamingBody
from pydantic import JsonValue

from backend.aws.errors import AwsFailure, failure_of
from backend.aws.packages import download_package
from backend.aws.permits import BoundCall, OneCall, Permit, ReadOnly, refused
from backend.aws.session import AccessKeys, Endpoint, make_client
from backend.aws.throttle import Throttle

Response = dict[str, Any]
LONGEST_ANSWER = 64 * 1024


class Reader(Protocol):
    """Reads of one account and region. All calls block."""

    @property
    def region(self) -> str: ...

    def read(self, service: str, operation: str, **params: JsonValue) -> Response:
        """The response of a read; raises :class:`AwsFailure`."""
        ...

    def find(
        self, service: str, operation: str, missing: Collection[str], **params: JsonValue
    ) -> Response | None:
        """Like :meth:`read`, but ``None`` where AWS answers with one of the codes ``missing``."""
        ...


@dataclass(slots=True)
class AwsAccount:
    """Guarded access with one set of keys; made for one leaf and dropped after it."""

    keys: AccessKeys
    endpoint: Endpoint
    throttle: Throttle | None = None
    """Shared by all who have these keys; none where nobody sets a rate."""
    _readers: dict[str, BaseClient] = field(default_factory=dict[str, BaseClient], init=False)

    @property
    def region(self) -> str:
        """The region of every call."""
        return self.endpoint.region

    def identity(self) -> tuple[str, str]:
        """The account id and the caller's ARN, from STS ``GetCallerIdentity``."""
        answer = self.read("sts", "GetCallerIdentity")
        return str(answer["Account"]), str(answer["Arn"])

    def read(self, service: str, operation: str, **params: JsonValue) -> Response:
        """One read; refused if the reviewed table does not know it as one."""
        client = self._readers.get(service) or self._client(service, ReadOnly(), attempts=3)
        self._readers[service] = client
        return _call(client, service, operation, params)

    def find(
        self, service: str, operation: str, missing: Collection[str], **params: JsonValue
    ) -> Response | None:
        """One read that may find nothing."""
        try:
            return self.read(service, operation, **params)
        except AwsFailure as failure:
            if failure.code in missing:
                return None
            raise

    def perform(self, call: BoundCall) -> Response:
        """Make one permitted mutating call, once; of a streamed answer ``LONGEST_ANSWER`` bytes."""
        with closing(self._client(call.service, OneCall(call), attempts=1)) as client:
            answer = _call(client, call.service, call.operation, call.params)
            return {name: _read_whole(value) for name, value in answer.items()}

    def package_of(self, function_name: str) -> bytes:
        """The archive that a function runs, from where ``GetFunction`` says that it lies."""
        answer = self.read("lambda", "GetFunction", FunctionName=function_name)
        return download_package(str(answer["Code"].get("Location", "")), self.endpoint)

    def _client(self, service: str, permit: Permit, *, attempts: int) -> BaseClient:
        return make_client(
            service, self.keys, self.endpoint, permit, attempts=attempts, throttle=self.throttle
        )


def _call(client: BaseClient, service: str, operation: str, params: Mapping[str, Any]) -> Response:
    method: Callable[..., Response] = getattr(client, _method_of(client, operation))
    try:
        return method(**params)
    except (ClientError, BotoCoreError, ResponseParserError) as error:
        raise failure_of(error, service, operation) from None


def _read_whole(value: Any) -> Any:
    return value.read(LONGEST_ANSWER) if isinstance(value, StreamingBody) else value


def _method_of(client: BaseClient, operation: str) -> str:
    names: dict[str, str] = client.meta.method_to_api_mapping
    for method, name in names.items():
        if name == operation:
            return method
    raise refused(client.meta.service_model.service_name, operation, "there is no such operation")
