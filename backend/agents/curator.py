"""Context curator: typed facts about the source, and a short brief of them."""

from pydantic import JsonValue

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.handler import failed, handles, operation_of, request_of, value_of
from backend.agents.remembering import remember_brief


@handles("curator.sync", "ready", "failed")
async def sync(context: NodeContext) -> Outcome:
    """Pin the source, read what it is, and hand on a brief."""
    request = request_of(context)
    asked: dict[str, JsonValue] = {"source": request.source, "branch": request.branch}
    fetched = await context.call("github_deployer", "fetch", asked, leaf="fetch")
    if fetched.error:
        return failed(context, fetched.error)
    found = value_of(fetched)
    brief = _brief(found)
    await context.emit("brief_created", {"brief": brief})
    await remember_brief(context, request, found)
    return Outcome(
        name="ready",
        facts={"source": found["source"], "detection": found["detection"], "brief": brief},
    )


@handles("curator.know_account", "ready", "failed")
async def know_account(context: NodeContext) -> Outcome:
    """Whose account an operation is about, and as whom it is asked."""
    region = operation_of(context).region
    identity = await context.call("aws_deployer", "identity", {"region": region}, leaf="identity")
    if identity.error:
        return failed(context, identity.error)
    account = value_of(identity)
    who = f"{account.get('caller_arn')} in account {account.get('account_id')}"
    brief: dict[str, JsonValue] = {"summary": f"Asked as {who}, {region}.", "critical_files": []}
    await context.emit("brief_created", {"brief": brief})
    return Outcome(name="ready", facts={"account": account, "brief": brief})


def _brief(found: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """One paragraph from facts alone: repository text never becomes part of it."""
    source, detection = found["source"], found["detection"]
    if not isinstance(source, dict) or not isinstance(detection, dict):
        return {"summary": "", "critical_files": []}
    pinned = f"commit {str(source['commit'])[:12]}" if source.get("commit") else "its content"
    summary = (
        f"A {detection.get('framework')} application of {source.get('file_count')} files, "
        f"pinned to {pinned}; it is entered at {_place(detection.get('handler'))} "
        f"and answers health checks on {detection.get('health_path')}."
    )
    return {"summary": summary, "critical_files": _critical_files(detection)}


def _place(handler: JsonValue) -> str:
    return f"{handler['path']}:{handler['line']}" if isinstance(handler, dict) else "no handler"


def _critical_files(detection: dict[str, JsonValue]) -> list[JsonValue]:
    facts = (detection.get(name) for name in ("handler", "dependencies", "front_end"))
    return [fact["path"] for fact in facts if isinstance(fact, dict) and fact.get("path")]


HANDLERS: tuple[Handler, ...] = (sync, know_account)
