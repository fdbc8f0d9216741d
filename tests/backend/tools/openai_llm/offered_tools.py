"""Tools that tests offer to a model: declarations alone, there is nothing behind them."""

from typing import Any

from pydantic import JsonValue

from backend.tools.openai_llm.offered.tool_calls import ToolDeclaration


def declared(name: str, service: str | None = None) -> dict[str, JsonValue]:
    """A tool that takes the name of one thing."""
    return {
        "name": name,
        "description": f"Does {name}.",
        "parameters": {
            "type": "object",
            "properties": {"name": {"type": "string", "maxLength": 20}},
            "required": ["name"],
            "additionalProperties": False,
        },
        "service": service,
    }


LOOK: Any = declared("look")
LIST: Any = declared("list_all")
SEVERAL: Any = [declared("list_instances", "ec2"), declared("list_buckets", "s3")]
EXCHANGE: Any = {"tool": "look", "args": {"name": "web"}, "result": {"state": "running"}}


def declarations(*tools: dict[str, JsonValue]) -> tuple[ToolDeclaration, ...]:
    """The same as values."""
    return tuple(ToolDeclaration.from_json(tool) for tool in tools)
