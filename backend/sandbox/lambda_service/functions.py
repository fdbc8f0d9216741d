"""CreateFunction, UpdateFunctionCode, UpdateFunctionConfiguration, DeleteFunction and the reads."""

from dataclasses import replace
from typing import Any

from backend.sandbox.lambda_service.call import Call
from backend.sandbox.lambda_service.describe import configuration, unsettled
from backend.sandbox.lambda_service.model import LATEST, Function, Package, Version
from backend.sandbox.lambda_service.refusals import (
    conflict,
    invalid,
    malformed,
    not_found,
    stale_revision,
)
from backend.sandbox.lambda_service.settings import created_settings, updated_settings
from backend.sandbox.lambda_service.versions import publish
from backend.sandbox.wire.messages import Reply, json_reply


def create_function(call: Call) -> Reply:
    """Create ``$LATEST``, and with ``Publish`` a version of it."""
    name, qualifier = call.reference()
    if qualifier:
        raise malformed(f"Value '{call.text('FunctionName')}' at 'functionName' has a qualifier")
    if (call.region, name) in call.state.functions:
        raise conflict(f"Function already exist: {name}")
    settings = created_settings(call)
    package = call.around.packages.add(call.code(call.params.get("Code", {})))
    latest = Version(
        number=LATEST,
        settings=settings,
        package=package,
        changed_at=call.moment.at,
        revision_id=call.moment.new_id("revision"),
    )
    function = Function(name=name, region=call.region, arn=call.arn(name), latest=latest)
    function.tags.update(call.params.get("Tags") or {})
    call.state.functions[(call.region, name)] = function
    return json_reply(201, _changed(call, function))


def get_function(call: Call) -> Reply:
    """Configuration, tags, and where the archive can be read."""
    function, qualifier, version = call.resolved()
    location = f"{call.around.base_url}/_lambda_code/{version.package.sha256}.zip"
    described: dict[str, Any] = {
        "Configuration": configuration(call, function, version, qualifier),
        "Code": {"RepositoryType": "S3", "Location": location},
    }
    if function.tags:
        described["Tags"] = dict(function.tags)
    return json_reply(200, described)


def get_function_configuration(call: Call) -> Reply:
    """The configuration of what the qualifier means."""
    function, qualifier, version = call.resolved()
    return json_reply(200, configuration(call, function, version, qualifier))


def list_functions(call: Call) -> Reply:
    """All functions of the region, with ``FunctionVersion=ALL`` their versions too."""
    described: list[dict[str, Any]] = []
    for function in call.state.in_region(call.region):
        if call.text("FunctionVersion") != "ALL":
            described.append(configuration(call, function, function.latest, ""))
            continue
        for version in (function.latest, *function.versions.values()):
            described.append(configuration(call, function, version, version.number))
    return json_reply(200, {"Functions": described})


def update_function_code(call: Call) -> Reply:
    """With ``DryRun`` the answer is what would be, and nothing is changed."""
    function = _updatable(call)
    package = call.around.packages.add(call.code(call.params))
    architectures = call.params.get("Architectures") or function.latest.settings["Architectures"]
    settings = {**function.latest.settings, "Architectures": architectures}
    latest = _updated(call, function, settings, package)
    if call.params.get("DryRun"):
        shadow = replace(function, latest=latest)
        return json_reply(200, configuration(call, shadow, latest, ""))
    function.latest = latest
    return json_reply(200, _changed(call, function))


def update_function_configuration(call: Call) -> Reply:
    """Change what is given; the rest stays."""
    function = _updatable(call)
    settings = updated_settings(call, function.latest.settings)
    function.latest = _updated(call, function, settings, function.latest.package)
    return json_reply(200, _changed(call, function))


def delete_function(call: Call) -> Reply:
    """Without qualifier everything of the function goes, with a version's number that version."""
    function = call.function()
    _name, qualifier = call.reference()
    if not qualifier:
        del call.state.functions[(call.region, function.name)]
        return json_reply(204, {})
    if qualifier == LATEST:
        raise invalid("$LATEST version cannot be deleted without deleting the function.")
    if qualifier in function.aliases:
        raise invalid("Deletion of aliases is not currently supported.")
    _delete_version(function, qualifier)
    return json_reply(204, {})


def _delete_version(function: Function, number: str) -> None:
    if number not in function.versions:
        raise not_found(function.qualified_arn(number))
    users = sorted(alias.name for alias in function.aliases.values() if _uses(alias, number))
    if users:
        raise conflict(f"Version {number} is referenced by the alias(es) {', '.join(users)}")
    del function.versions[number]
    function.policies.pop(number, None)


def _uses(alias: Any, number: str) -> bool:
    return alias.version == number or number in alias.routing.get("AdditionalVersionWeights", {})


def _updatable(call: Call) -> Function:
    function = call.function()
    revision_id = call.text("RevisionId")
    if revision_id and revision_id != function.latest.revision_id:
        raise stale_revision()
    return function


def _updated(call: Call, function: Function, settings: dict[str, Any], package: Package) -> Version:
    return replace(
        function.latest,
        settings=settings,
        package=package,
        changed_at=call.moment.at,
        revision_id=call.moment.new_id("revision"),
        is_created=False,
    )


def _changed(call: Call, function: Function) -> dict[str, Any]:
    """The answer to a change, whose state is not settled yet; with ``Publish`` the version's."""
    version = publish(call, function) if call.params.get("Publish") else function.latest
    qualifier = "" if version.number == LATEST else version.number
    described = configuration(call, function, version, qualifier)
    described.pop("LastUpdateStatus", None)
    return {**described, **unsettled(version)}
