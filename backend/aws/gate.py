"""The gate at the AWS client: botocore event hooks that put every call before a permit.

``provide-client-params`` fires once per API call, also for presigned URLs, paginators and waiters,
and before a byte is sent; ``request-created`` fires for every HTTP attempt and refuses one whose
call was never permitted. Both are registered for every service: the names of services in events are
not always those of the clients.
"""

from typing import Any

from botocore.client import BaseClient

from backend.aws.permits import Permit, refused

_MARK = "aws_copilot_permitted"


def guard(client: BaseClient, permit: Permit) -> None:
    """Register the hooks on ``client``; from then on it can do only what ``permit`` allows."""
    service = client.meta.service_model.service_name

    def ask(params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        if context.get("is_presign_request"):
            raise refused(service, model.name, "presigned requests are not made")
        permit.spend(service, model.name, params)
        context[_MARK] = True

    def require_mark(request: Any, operation_name: str, **_: Any) -> None:
        if not request.context.get(_MARK):
            raise refused(service, operation_name, "it did not pass the gate")

    events = client.meta.events
    events.register_last("provide-client-params", ask)
    events.register_first("request-created", require_mark)
