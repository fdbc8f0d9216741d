"""CreateAlias, GetAlias, UpdateAlias, DeleteAlias, ListAliases."""

import re
from dataclasses import replace
from typing import Any

from backend.sandbox.lambda_service.call import Call
from backend.sandbox.lambda_service.model import LATEST, Alias, Function
from backend.sandbox.lambda_service.refusals import (
    conflict,
    malformed,
    missing,
    not_found,
    stale_revision,
)
from backend.sandbox.wire.messages import Reply, json_reply

_NAME = re.compile(r"(?!\d+$)[a-zA-Z0-9_-]{1,128}")


def create_alias(call: Call) -> Reply:
    """Point a new name to an existing version."""
    function, name = call.function(), call.text("Name")
    if not _NAME.fullmatch(name):
        raise malformed(f"Value '{name}' at 'name' failed to satisfy constraint")
    _check_version(function, call.text("FunctionVersion"))
    if name in function.aliases:
        raise conflict(f"Alias already exists: {function.qualified_arn(name)}")
    alias = Alias(
        name=name,
        version=call.text("FunctionVersion"),
        description=call.text("Description"),
        revision_id=call.moment.new_id("alias"),
        routing=call.params.get("RoutingConfig") or {},
    )
    function.aliases[name] = alias
    return json_reply(201, _described(function, alias))


def get_alias(call: Call) -> Reply:
    """One alias."""
    function, alias = _existing(call)
    return json_reply(200, _described(function, alias))


def update_alias(call: Call) -> Reply:
    """Change what is given; the rest stays."""
    function, before = _existing(call)
    if call.text("RevisionId") not in ("", before.revision_id):
        raise stale_revision()
    version = call.text("FunctionVersion") or before.version
    _check_version(function, version)
    routing = call.params.get("RoutingConfig")
    alias = replace(
        before,
        version=version,
        description=str(call.params.get("Description", before.description)),
        routing=before.routing if routing is None else routing,
        revision_id=call.moment.new_id("alias"),
    )
    function.aliases[alias.name] = alias
    return json_reply(200, _described(function, alias))


def delete_alias(call: Call) -> Reply:
    """An alias that is not there is deleted already; its policy and its URL go with it."""
    function, name = call.function(), call.text("Name")
    function.aliases.pop(name, None)
    function.policies.pop(name, None)
    function.urls.pop(name, None)
    return json_reply(204, {})


def list_aliases(call: Call) -> Reply:
    """The aliases of a function, or of one of its versions."""
    function, version = call.function(), call.text("FunctionVersion")
    aliases = [a for _name, a in sorted(function.aliases.items()) if version in ("", a.version)]
    return json_reply(200, {"Aliases": [_described(function, alias) for alias in aliases]})


def _existing(call: Call) -> tuple[Function, Alias]:
    function, name = call.function(), call.text("Name")
    alias = function.aliases.get(name)
    if alias is None:
        raise missing(f"Cannot find alias arn: {function.qualified_arn(name)}")
    return function, alias


def _check_version(function: Function, number: str) -> None:
    if number != LATEST and number not in function.versions:
        raise not_found(function.qualified_arn(number))


def _described(function: Function, alias: Alias) -> dict[str, Any]:
    described: dict[str, Any] = {
        "AliasArn": function.qualified_arn(alias.name),
        "Name": alias.name,
        "FunctionVersion": alias.version,
        "Description": alias.description,
        "RevisionId": alias.revision_id,
    }
    if alias.routing.get("AdditionalVersionWeights"):
        described["RoutingConfig"] = alias.routing
    return described
