"""Contexts in which the handlers of ``converse`` are called."""

from collections.abc import Mapping

from pydantic import JsonValue

from agentpro.tools import ToolResult
from backend.agents.conversing.frames import frame_to_json
from backend.agents.interpreter import Frame, interpret
from backend.domain.canonical import JsonObject
from tests.backend.agents.scenes import SCOPE
from tests.doubles.node_contexts import ScriptedContext

MAY_ASK: JsonObject = {"screening": {"may_ask": True, "notice": None}}
MAY_NOT_ASK: JsonObject = {"screening": {"may_ask": False, "notice": None}}
TOOL: JsonObject = {
    "name": "list_buckets",
    "description": "List the buckets.",
    "parameters": {"type": "object"},
}


def a_message(
    text: str,
    *,
    role: str = "orchestrator",
    frame: Frame | None = None,
    facts: Mapping[str, JsonValue] = MAY_ASK,
    answers: Mapping[str, ToolResult] | None = None,
    situation: JsonObject | None = None,
    tools: tuple[JsonValue, ...] = (),
) -> ScriptedContext:
    """A node at which a message is answered; its frame is the interpreter's by default."""
    inputs: JsonObject = {
        "scope": SCOPE.to_json(),
        "actor": {"user_id": "local_owner", "kind": "local_owner"},
        "session_id": "ses_1",
        "turn_id": "turn_1_reply",
        "message": text,
        "reading": {
            "action": "clarify",
            "topic": None,
            "frame": frame_to_json(frame or interpret(text)),
            "is_offered": True,
        },
        "situation": situation or {},
        "account": {"credential_id": "cred_1", "is_sandbox": False, "region": "us-east-1"},
        "tools": [*tools],
    }
    return ScriptedContext(
        role=role, graph_id="converse@1.0.0", inputs=inputs, facts=facts, answers=answers or {}
    )
