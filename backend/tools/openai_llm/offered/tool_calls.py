"""Tool calls as data: what a model may ask for, what it has asked for, and what came of it.

Nothing in this package calls anything: a call goes back to the handler, which has it done by the
runtime under its role's grants.
"""

from typing import Annotated

from pydantic import AfterValidator, Field, JsonValue

from backend.domain.identifiers import Value

MOST_TOOLS = 40
MOST_CALLS = 16
"""In one answer."""
MOST_EXCHANGES = 96
"""Six rounds of as many calls as an answer may hold."""
HANDOFF_PREFIX = "transfer_to_"
"""What the SDK calls a handoff by; no tool is named like that."""


def _is_no_handoff(name: str) -> str:
    if name.startswith(HANDOFF_PREFIX):
        raise ValueError("this is the name of a handoff")
    return name


ToolName = Annotated[
    str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$"), AfterValidator(_is_no_handoff)
]


class ToolDeclaration(Value):
    """A tool that a model may ask for. The name is what every provider accepts as one.

    ``parameters`` is a JSON Schema of an object. ``service`` says to whose specialist it belongs;
    see :mod:`~backend.tools.openai_llm.offered.specialists`.
    """

    name: ToolName
    description: str = Field(min_length=1, max_length=4_000)
    parameters: dict[str, JsonValue]
    service: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9-]{0,31}$")


class ToolCall(Value):
    """What a model asks for; ``args`` fit the tool's parameters."""

    tool: str
    args: dict[str, JsonValue]


class Exchange(Value):
    """A call of this turn that was made already, and what a model may see of its result."""

    tool: ToolName
    args: dict[str, JsonValue]
    result: JsonValue
