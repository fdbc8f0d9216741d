"""Looking into the account for a model: what the catalogue only reads, and nothing else.

A model's call is a proposal. It is drafted, composed and answered by the catalogue under the
grants of the role, as leaves of the run; the model gets typed facts or a typed error.
"""

import re
from collections.abc import Mapping

from pydantic import JsonValue

from agentpro.handlers import NodeContext
from backend.agents.conversing.shapes import list_of, object_of
from backend.agents.guardrails import tripped
from backend.agents.handler import scope_of, value_of
from backend.agents.quarantine import Quarantine
from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Provenance
from backend.domain.plans.policy import POLICY_VERSION

_CHOSEN = Provenance.MODEL.value
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_NAMELESS = "unknown_tool"
"""Stands for a name that is none."""


def offered_tools(context: NodeContext) -> list[JsonValue]:
    """The declarations that the run was started with; none without an account to look into."""
    return list_of(context.inputs.get("tools"))


async def performed(
    context: NodeContext, call: JsonObject, number: int, quarantine: Quarantine
) -> JsonObject:
    """One call of a model as an exchange ``{tool, args, result}``.

    ``number`` tells the leaves of a visit apart. A tool that is not offered is a typed error, and
    told as a guardrail that tripped.
    """
    tool, args = str(call.get("tool")), object_of(call.get("args"))
    if all(object_of(each).get("name") != tool for each in offered_tools(context)):
        name = tool if _NAME.fullmatch(tool) else _NAMELESS
        error = await _denied(context, name)
        return {"tool": name, "args": {}, "result": {"error": error}}
    answer = await _answer(context, tool, args, number)
    return {"tool": tool, "args": args, "result": _as_facts(answer, quarantine)}


async def _denied(context: NodeContext, name: str) -> JsonObject:
    message = f"The model asked for {name}, which it was not offered; nothing was called."
    await tripped(context, "tools_by_role", message, "ROLE_DENIED")
    return {
        "error_code": "ROLE_DENIED",
        "message": "This tool is not offered here: only what reads is.",
        "next_step": "Tell the person what to ask for; changes go by a plan and its approval.",
    }


async def _answer(context: NodeContext, tool: str, args: JsonObject, number: int) -> JsonObject:
    """``{"value"}`` or ``{"error"}`` of one read."""
    region = object_of(context.inputs["account"])["region"]
    who = await context.call(
        "aws_deployer", "identity", {"region": region}, leaf=f"identity_{number}"
    )
    if who.error:
        return {"error": {**who.error}}
    asked: JsonObject = {"tool": tool, "args": args, "provenance": dict.fromkeys(args, _CHOSEN)}
    wanted: JsonObject = {"calls": [asked], "region": region}
    drafted = await context.call("aws_deployer", "draft_operation", wanted, leaf=f"draft_{number}")
    if drafted.error:
        return {"error": {**drafted.error}}
    plan = _plan_args(context, value_of(drafted), who.value)
    composed = await context.call("aws_deployer", "compose", plan, leaf=f"compose_{number}")
    if composed.error:
        return {"error": {**composed.error}}
    step: JsonObject = {"plan": composed.value, "step_id": "step_1"}
    read = await context.call("aws_deployer", "answer", step, leaf=f"answer_{number}")
    return {"error": {**read.error}} if read.error else {"value": read.value}


def _plan_args(
    context: NodeContext, drafted: Mapping[str, JsonValue], account: JsonValue
) -> JsonObject:
    ids: JsonObject = {
        "scope": scope_of(context).to_json(),
        "deployment_id": drafted["deployment_id"],
        "release_id": drafted["release_id"],
        "graph_run_id": context.graph_run_id,
        "graph_id": context.graph_id,
        "policy_version": POLICY_VERSION,
        "account": account,
    }
    return {"draft": drafted["draft"], "context": ids}


def _as_facts(answer: JsonObject, quarantine: Quarantine) -> JsonValue:
    """What the model may see of it; messages of AWS are strangers' words too."""
    if "error" in answer:
        return {"error": quarantine.facts("situation", "failure", answer["error"])}
    return quarantine.facts("aws_deployer", "answer", answer["value"])
