"""The arguments of ``complete`` and ``screen``."""

from typing import Self

from pydantic import Field, JsonValue, field_validator, model_validator

from backend.domain.canonical import canonical_bytes
from backend.domain.identifiers import Value
from backend.tools.openai_llm.offered.tool_calls import (
    MOST_EXCHANGES,
    MOST_TOOLS,
    Exchange,
    ToolDeclaration,
)
from backend.tools.openai_llm.output_schema import schema_problem

DEFAULT_OUTPUT_TOKENS = 2_000
MOST_OUTPUT_TOKENS = 8_000
_LONGEST_INSTRUCTIONS = 20_000
_LONGEST_SCREENED = 1_000_000


class ScreenArgs(Value):
    """A text, as a person has sent it, to be looked at before anything else is."""

    text: str = Field(max_length=_LONGEST_SCREENED)


class CompleteArgs(Value):
    """What a handler asks of its role's model.

    ``instructions`` are added to the role's prompt and are the handler's own words; ``input`` is
    what it is about, text or JSON, and is never taken for instructions. ``is_read_only`` says that
    the same question may get the same answer again. ``tools`` are what the model may ask for, and
    ``exchanges`` what the handler has had called for it in this turn so far, with the results.
    """

    input: JsonValue
    instructions: str = Field(default="", max_length=_LONGEST_INSTRUCTIONS)
    output_schema: dict[str, JsonValue] | None = None
    max_output_tokens: int = Field(default=DEFAULT_OUTPUT_TOKENS, ge=1, le=MOST_OUTPUT_TOKENS)
    is_read_only: bool = False
    tools: list[ToolDeclaration] = Field(default=[], max_length=MOST_TOOLS)
    exchanges: list[Exchange] = Field(default=[], max_length=MOST_EXCHANGES)

    @property
    def text(self) -> str:
        """The input as the model reads it."""
        return self.input if isinstance(self.input, str) else canonical_bytes(self.input).decode()

    @field_validator("output_schema")
    @classmethod
    def _is_a_schema(cls, schema: dict[str, JsonValue] | None) -> dict[str, JsonValue] | None:
        problem = None if schema is None else schema_problem(schema)
        if problem is not None:
            raise ValueError(problem)
        return schema

    @field_validator("tools")
    @classmethod
    def _are_tools(cls, tools: list[ToolDeclaration]) -> list[ToolDeclaration]:
        problems = {schema_problem(tool.parameters) for tool in tools} - {None}
        if problems or len({tool.name for tool in tools}) != len(tools):
            raise ValueError("each tool has a name of its own and a schema of its parameters")
        return tools

    @field_validator("exchanges")
    @classmethod
    def _are_portable(cls, exchanges: list[Exchange]) -> list[Exchange]:
        canonical_bytes([exchange.to_json() for exchange in exchanges])
        return exchanges

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text.encode().strip():
            raise ValueError("input is empty")
        return self
