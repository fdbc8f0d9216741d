"""From a tool's public arguments to the catalogue's parameters.

Where something is there already, an upload or a setting becomes the action that replaces it, with
what it replaces among its parameters: so its label is true before anybody approves it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from mimetypes import guess_type
from pathlib import PurePath
from typing import Any

from pydantic import JsonValue

from backend.domain.canonical import JsonObject
from backend.tools.aws_deployer.catalog import CATALOGUE
from backend.tools.aws_deployer.catalog.lambda_versions import is_published
from backend.tools.aws_deployer.operations.desk import Asked, Desk, Translated
from backend.tools.aws_deployer.operations.forms import LAMBDA

Translation = Callable[[Desk, Asked, Any], Awaitable[Translated]]
_SETTINGS = ("description", "handler", "runtime", "memory_mb", "timeout_s")


async def translated(desk: Desk, asked: Asked) -> Translated:
    """The call in the catalogue's words; what is needed of the account is read.

    Raises:
        ModelCanFix: ``E_INVALID_STEP``, naming the step and the argument.
        UserCanFix: why a file, or what is there now, cannot be used.
        AwsFailure: where AWS does not answer a read.
    """
    return await _TRANSLATIONS.get(asked.tool, _as_it_is)(desk, asked, asked.form)


async def _as_it_is(desk: Desk, asked: Asked, form: Any) -> Translated:
    names = CATALOGUE[asked.tool].params.model_fields
    filled = {name: value for name, value in desk.filled.items() if name in names}
    defaults = form.model_dump(mode="json", exclude_unset=False, exclude=set(asked.said))
    return Translated(action=asked.tool, said=asked.said, filled={**defaults, **filled})


async def _upload(desk: Desk, asked: Asked, form: Any) -> Translated:
    file = await desk.stock.file(form.file_path)
    name = form.object_name or PurePath(form.file_path).name
    where: JsonObject = {"bucket_name": asked.said["bucket_name"], "object_name": name}
    content_type = guess_type(name)[0] or "application/octet-stream"
    place = {"bucket_name": form.bucket_name, "object_name": name}
    live = await desk.look("replace_s3_object", **place)
    is_there = live is not None and live["artefact"] == file.digest
    if not is_there:
        await desk.require_no_versions(form.bucket_name)
    if live is None or is_there:
        said = {**where, "artefact": file.digest}
        filled: JsonObject = {"content_type": content_type}
        return Translated(action="upload_s3", said=said, filled=filled, artefacts=(file,))
    content: JsonObject = {
        "artefact": file.digest,
        "content_type": content_type,
        "metadata": {"artefact": file.digest},
    }
    return Translated(
        action="replace_s3_object",
        said={**where, "content": content},
        found={"previous": await desk.object_of(form.bucket_name, name, live)},
        artefacts=(file,),
    )


async def _create_role(desk: Desk, asked: Asked, form: Any) -> Translated:
    service = form.service_principal or form.trusted_service
    if form.service_principal and form.trusted_service:
        raise asked.invalid("trusted_service", "it is the same as service_principal: give one")
    principal = service if service is None or "." in service else f"{service}.amazonaws.com"
    said: JsonObject = {"service_principal": principal} if principal else {}
    filled: JsonObject = {"service_principal": LAMBDA, "tags": desk.filled["tags"]}
    return Translated(
        action="create_role", said={"role_name": form.role_name, **said}, filled=filled
    )


async def _put_role_policy(desk: Desk, asked: Asked, form: Any) -> Translated:
    names = {"role_name": form.role_name, "policy_name": form.policy_name}
    live = await desk.look("put_role_policy", **names)
    if live is None or live["policy"] == form.policy:
        return Translated(action="put_role_policy", said=asked.said)
    found = {"previous": live["policy"]}
    return Translated(action="replace_role_policy", said=asked.said, found=found)


async def _set_log_retention(desk: Desk, asked: Asked, form: Any) -> Translated:
    live = await desk.look("set_log_retention", log_group=form.log_group)
    if live is not None and live["retention_days"] != form.retention_days:
        found = {"previous_days": live["retention_days"]}
        return Translated(action="change_log_retention", said=asked.said, found=found)
    group = await desk.look("create_log_group", log_group=form.log_group)
    name = "set_log_retention" if group is None else "limit_log_retention"
    return Translated(action=name, said=asked.said)


async def _deploy_lambda(desk: Desk, asked: Asked, form: Any) -> Translated:
    package = await desk.stock.package(form.zip_file)
    desk.packages[form.function_name] = package.digest
    settings = {name: asked.said.get(name, getattr(form, name)) for name in _SETTINGS}
    architecture = {name: asked.said[name] for name in ("architecture",) if name in asked.said}
    return Translated(
        action="deploy_lambda",
        said={
            "function_name": form.function_name,
            "role": asked.said["role_arn"],
            "code": {"artefact": package.digest},
            "configuration": {**settings, "environment": {}},
            **architecture,
        },
        filled={"architecture": form.architecture, "tags": desk.filled["tags"]},
        artefacts=(package,),
    )


async def _update_code(desk: Desk, _asked: Asked, form: Any) -> Translated:
    name = form.function_name
    live = await desk.must_find(f"lambda:function/{name}", "update_lambda_code", function_name=name)
    package = await desk.stock.package(form.zip_file)
    desk.packages[name] = package.digest
    return Translated(
        action="update_lambda_code",
        said={"function_name": name, "code": {"artefact": package.digest}},
        found={"previous": {"artefact": await desk.package_of(name, str(live["code_sha256"]))}},
        artefacts=(package,),
    )


async def _update_configuration(desk: Desk, asked: Asked, form: Any) -> Translated:
    """The environment stays as it is: its values are nobody's to read."""
    name = form.function_name
    live = await desk.must_find(
        f"lambda:function/{name}", "update_lambda_configuration", function_name=name
    )
    wanted = {key: value for key, value in asked.said.items() if key in _SETTINGS}
    if not wanted:
        raise asked.invalid("description", f"give at least one of {', '.join(_SETTINGS)}")
    previous: JsonObject = {key: live[key] for key in _SETTINGS}
    return Translated(
        action="update_lambda_configuration",
        said={"function_name": name, "configuration": {**previous, **wanted}},
        found={"previous": previous},
    )


async def _publish(desk: Desk, asked: Asked, form: Any) -> Translated:
    name = form.function_name
    given = asked.said.get("description")
    description = given or f"aws-copilot {desk.graph_run_id} {asked.step_id}"
    artefact = desk.packages.get(name)
    said: JsonObject = {"function_name": name, **({"description": given} if given else {})}
    filled: JsonObject = {"description": description}
    if artefact is not None:
        return Translated(
            action="publish_version", said=said, filled={**filled, "artefact": artefact}
        )
    live = await desk.must_find(f"lambda:function/{name}", "update_lambda_code", function_name=name)
    is_configured = f"lambda:function/{name}/configuration" in desk.touched
    if not is_configured and await asyncio.to_thread(is_published, desk.account, name):
        raise asked.invalid("function_name", "nothing changed since its newest version")
    found: dict[str, JsonValue] = {
        "artefact": await desk.package_of(name, str(live["code_sha256"]))
    }
    return Translated(action="publish_version", said=said, filled=filled, found=found)


async def _update_alias(desk: Desk, asked: Asked, form: Any) -> Translated:
    names = {"function_name": form.function_name, "alias": form.alias}
    resource = f"lambda:alias/{form.function_name}/{form.alias}"
    live = await desk.must_find(resource, "update_lambda_alias", **names)
    found = {"previous_version": live["version"]}
    return Translated(action="update_lambda_alias", said=asked.said, found=found)


_TRANSLATIONS: dict[str, Translation] = {
    "upload_s3": _upload,
    "create_role": _create_role,
    "put_role_policy": _put_role_policy,
    "set_log_retention": _set_log_retention,
    "deploy_lambda": _deploy_lambda,
    "update_lambda_code": _update_code,
    "update_lambda_configuration": _update_configuration,
    "publish_version": _publish,
    "update_lambda_alias": _update_alias,
}
