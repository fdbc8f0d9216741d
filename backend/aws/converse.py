"""Language models on Amazon Bedrock: clients that may do nothing but converse.

A turn changes nothing in an account, but it costs; it is no read of the reviewed table, so these
clients have a permit of their own. Request, response and events are those of the Converse API
(https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.client import BaseClient
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from backend.aws.errors import failure_of
from backend.aws.permits import refused
from backend.aws.session import AccessKeys, Endpoint, make_client
from backend.domain.errors import CopilotError

_SERVICE = "bedrock-runtime"
_CONVERSE, _STREAM = "Converse", "ConverseStream"
_FAILURES = (ClientError, BotoCoreError, ResponseParserError)


class ConverseOnly:
    """Lets turns of a model through, and nothing else."""

    def spend(
        self,
        service: str,
        operation: str,
        params: Mapping[str, object],  # noqa: ARG002 - whatever is said changes nothing
    ) -> None:
        """Refuse everything but the two calls that take a turn."""
        if service != _SERVICE or operation not in (_CONVERSE, _STREAM):
            raise refused(service, operation, "this client only converses")


@dataclass(slots=True)
class BedrockRuntime:
    """The models of one account and region. All calls block; none is repeated."""

    keys: AccessKeys
    endpoint: Endpoint
    _client: BaseClient | None = field(default=None, init=False)

    def converse(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """One turn as a whole; raises :class:`~backend.aws.errors.AwsFailure`."""
        try:
            return self._runtime().converse(**request)
        except _FAILURES as error:
            raise failure_of(error, _SERVICE, _CONVERSE) from None

    def stream(self, request: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """The events of one turn; raises :class:`~backend.aws.errors.AwsFailure`."""
        try:
            events = self._runtime().converse_stream(**request)["stream"]
            try:
                yield from events
            finally:
                events.close()
        except _FAILURES as error:
            raise failure_of(error, _SERVICE, _STREAM) from None
        except CopilotError:
            raise
        except Exception as error:  # noqa: BLE001 - what breaks a stream comes from below botocore
            broken = ResponseParserError(type(error).__name__)
            raise failure_of(broken, _SERVICE, _STREAM) from None

    def _runtime(self) -> Any:
        if self._client is None:
            self._client = make_client(_SERVICE, self.keys, self.endpoint, ConverseOnly())
        return self._client
