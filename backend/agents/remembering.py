"""The curator's brief as a memory: typed facts, in words of our own.

Of a repository only what its strict grammar proves harmless is taken along, such as a file's path;
sentences never are.
"""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import JsonValue

from agentpro.handlers import NodeContext
from backend.domain.intake import DeploymentRequest
from backend.domain.memories import cut_to_brief

_PATH = re.compile(r"[A-Za-z0-9_.-]{1,60}(?:/[A-Za-z0-9_.-]{1,60}){0,8}")
_URL_PATH = re.compile(r"/[A-Za-z0-9_./-]{0,100}")
_TAG = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


async def remember_brief(
    context: NodeContext, request: DeploymentRequest, found: dict[str, JsonValue]
) -> None:
    """Keep what was found for later runs. Memory is a help: where it fails, the run goes on."""
    source, detection = found.get("source"), found.get("detection")
    if not isinstance(source, dict) or not isinstance(detection, dict):
        return
    text = " ".join(_sentences(request, source, detection))
    item: dict[str, JsonValue] = {
        "memory_id": f"brief.{context.graph_run_id}",
        "text": cut_to_brief(text),
        "tags": [*_tags(request, detection)],
        "graph_run_id": context.graph_run_id,
        "deployment_id": None,
    }
    args: dict[str, JsonValue] = {"collection": "briefs", "items": [item]}
    await context.call("qdrant_vector", "upsert", args, leaf="remember")


def _sentences(
    request: DeploymentRequest, source: dict[str, Any], detection: dict[str, Any]
) -> Iterator[str]:
    pinned = f"commit {str(source['commit'])[:12]}" if source.get("commit") else "its content"
    yield (
        f"{request.application_name} is a {detection.get('framework')} application of"
        f" {source.get('file_count')} files, pinned to {pinned}."
    )
    yield f"It was to be deployed to {request.target} in {request.region}."
    handler = _fact(detection, "handler")
    if _PATH.fullmatch(str(handler.get("path") or "")):
        yield f"It is entered at {handler['path']}:{handler.get('line')}."
    if _URL_PATH.fullmatch(str(detection.get("health_path") or "")):
        yield f"It answers health checks on {detection['health_path']}."
    dependencies = _fact(detection, "dependencies").get("path")
    if dependencies and _PATH.fullmatch(str(dependencies)):
        yield f"Its dependencies are declared in {dependencies}."
    front_end = _fact(detection, "front_end")
    if front_end:
        yield f"It has a front end that is built with {front_end.get('package_manager')}."


def _tags(request: DeploymentRequest, detection: dict[str, Any]) -> list[str]:
    """The stack, as far as each part is one plain word."""
    manager = _fact(detection, "front_end").get("package_manager")
    parts = ("aws", detection.get("framework"), manager, request.target, request.region)
    return sorted({str(part) for part in parts if part and _TAG.fullmatch(str(part))})


def _fact(detection: dict[str, Any], name: str) -> dict[str, Any]:
    return detection.get(name) or {}
