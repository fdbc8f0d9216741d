"""TagResource, UntagResource, ListTags. Only functions carry tags here."""

from backend.sandbox.lambda_service.call import Call
from backend.sandbox.lambda_service.model import Function
from backend.sandbox.lambda_service.names import parse_reference
from backend.sandbox.lambda_service.refusals import invalid
from backend.sandbox.wire.messages import Reply, json_reply


def tag_resource(call: Call) -> Reply:
    """Add tags, replacing those of the same key."""
    _function(call).tags.update(call.params.get("Tags") or {})
    return json_reply(204, {})


def untag_resource(call: Call) -> Reply:
    """Remove tags; a missing one is removed already."""
    tags = _function(call).tags
    for key in call.params.get("TagKeys") or ():
        tags.pop(key, None)
    return json_reply(204, {})


def list_tags(call: Call) -> Reply:
    """The function's tags."""
    return json_reply(200, {"Tags": dict(_function(call).tags)})


def _function(call: Call) -> Function:
    name, qualifier = parse_reference(call.text("Resource"), "")
    if qualifier:
        raise invalid("Tags on function aliases and versions are not supported.")
    return call.function_named(name)
