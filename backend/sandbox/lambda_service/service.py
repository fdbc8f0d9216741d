"""The Lambda service as the account sees it: which operations it answers, and its state."""

from collections.abc import Callable, Mapping

from backend.sandbox.lambda_service import (
    aliases,
    functions,
    permissions,
    tags,
    urls,
    versions,
)
from backend.sandbox.lambda_service.call import Call, Surroundings
from backend.sandbox.lambda_service.model import Function, LambdaState, Version
from backend.sandbox.lambda_service.refusals import conflict, not_simulated
from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.messages import Reply
from backend.sandbox.wire.moments import Moment
from backend.sandbox.wire.recognition import Operation

_HANDLERS: Mapping[str, Callable[[Call], Reply]] = {
    "CreateFunction": functions.create_function,
    "GetFunction": functions.get_function,
    "GetFunctionConfiguration": functions.get_function_configuration,
    "ListFunctions": functions.list_functions,
    "UpdateFunctionCode": functions.update_function_code,
    "UpdateFunctionConfiguration": functions.update_function_configuration,
    "DeleteFunction": functions.delete_function,
    "PublishVersion": versions.publish_version,
    "ListVersionsByFunction": versions.list_versions_by_function,
    "CreateAlias": aliases.create_alias,
    "GetAlias": aliases.get_alias,
    "UpdateAlias": aliases.update_alias,
    "DeleteAlias": aliases.delete_alias,
    "ListAliases": aliases.list_aliases,
    "AddPermission": permissions.add_permission,
    "RemovePermission": permissions.remove_permission,
    "GetPolicy": permissions.get_policy,
    "CreateFunctionUrlConfig": urls.create_function_url_config,
    "GetFunctionUrlConfig": urls.get_function_url_config,
    "UpdateFunctionUrlConfig": urls.update_function_url_config,
    "DeleteFunctionUrlConfig": urls.delete_function_url_config,
    "ListFunctionUrlConfigs": urls.list_function_url_configs,
    "TagResource": tags.tag_resource,
    "UntagResource": tags.untag_resource,
    "ListTags": tags.list_tags,
}
_NEEDS_SETTLED = frozenset(
    {"UpdateFunctionCode", "UpdateFunctionConfiguration", "PublishVersion", "Invoke"}
)


class LambdaService:
    """Its own state and nothing else; whoever calls it holds the account's lock."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self.state = LambdaState()

    def clear(self) -> None:
        self.state = LambdaState()

    def perform(self, operation: Operation, moment: Moment) -> Reply:
        """The service's answer; raises :class:`AwsError` for a refusal."""
        handler = _HANDLERS.get(operation.name)
        if handler is None:
            raise not_simulated(f"lambda {operation.name}")
        return handler(self._call(operation, moment))

    def refusal(self, operation: Operation, moment: Moment) -> AwsError | None:
        """What a function says while an earlier change of it is still in progress."""
        if operation.name not in _NEEDS_SETTLED:
            return None
        call = self._call(operation, moment)
        name, _qualifier = call.reference()
        function = self.state.functions.get((operation.region, name))
        if function is None or call.is_settled(function.latest):
            return None
        return conflict(
            "The operation cannot be performed at this time. An update is in progress for "
            f"resource: {function.arn}"
        )

    def resolve(self, operation: Operation, moment: Moment) -> tuple[Function, Version]:
        """The version that an invocation runs; raises :class:`AwsError` when there is none."""
        function, _qualifier, version = self._call(operation, moment).resolved()
        return function, version

    def _call(self, operation: Operation, moment: Moment) -> Call:
        return Call(
            params=operation.params,
            region=operation.region,
            moment=moment,
            state=self.state,
            around=self._around,
        )
