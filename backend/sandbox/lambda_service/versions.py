"""PublishVersion and ListVersionsByFunction."""

from dataclasses import replace

from backend.sandbox.lambda_service.call import Call
from backend.sandbox.lambda_service.describe import configuration
from backend.sandbox.lambda_service.model import Function, Version
from backend.sandbox.lambda_service.packages import wire_sha256
from backend.sandbox.lambda_service.refusals import invalid, stale_revision
from backend.sandbox.wire.messages import Reply, json_reply


def publish_version(call: Call) -> Reply:
    """Freeze ``$LATEST``. Unchanged since the last publication, the last version is the answer."""
    function = call.function()
    _check_preconditions(call, function.latest)
    version = publish(call, function, call.text("Description"))
    return json_reply(201, configuration(call, function, version, version.number))


def list_versions_by_function(call: Call) -> Reply:
    """``$LATEST`` and every published version."""
    function = call.function()
    versions = (function.latest, *function.versions.values())
    described = [configuration(call, function, v, v.number) for v in versions]
    return json_reply(200, {"Versions": described})


def publish(call: Call, function: Function, description: str = "") -> Version:
    """The version that holds the present ``$LATEST``, a new one if needed."""
    origin = (function.latest.settings, function.latest.package)
    newest = next(reversed(function.versions.values()), None)
    if newest is not None and newest.origin == origin:
        return newest
    number = call.state.last_version.get((function.region, function.name), 0) + 1
    call.state.last_version[(function.region, function.name)] = number
    settings = function.latest.settings
    version = replace(
        function.latest,
        number=str(number),
        settings={**settings, "Description": description or settings["Description"]},
        changed_at=call.moment.at,
        revision_id=call.moment.new_id("version"),
        is_created=True,
        origin=origin,
    )
    function.versions[version.number] = version
    return version


def _check_preconditions(call: Call, latest: Version) -> None:
    wanted, present = call.text("CodeSha256"), wire_sha256(latest.package)
    if wanted and wanted != present:
        raise invalid(
            f"CodeSHA256 ({wanted}) is different from current CodeSHA256 in $LATEST ({present}). "
            "Please try again with the CodeSHA256 in $LATEST."
        )
    if call.text("RevisionId") not in ("", latest.revision_id):
        raise stale_revision()
