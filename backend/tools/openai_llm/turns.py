"""One turn of a language model: what is asked, what is answered, and what can go wrong.

:class:`ModelTurns` is the seam for other providers: whoever takes turns behind it can be wired
in the place of the OpenAI Agents SDK.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from pydantic import JsonValue

from agentpro.tools import TokenUsage
from backend.domain.canonical import canonical_bytes, digest_of
from backend.domain.devops_context import DevOpsContext
from backend.domain.errors import CopilotError
from backend.tools.openai_llm.offered.specialists import tools_by_specialist
from backend.tools.openai_llm.offered.tool_calls import Exchange, ToolCall, ToolDeclaration

_BYTES_PER_TOKEN = 3
"""Below what tokenisers reach on English, code and JSON (about 4), so that it errs upwards."""
LONGEST_ANSWER = 64_000
"""Characters; more than any turn may say, whatever its service has counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnRequest:
    """What one role asks. ``instructions`` are ours; ``text`` is data, whoever wrote it."""

    role: str
    instructions: str
    text: str
    temperature: float
    max_output_tokens: int
    output_schema: Mapping[str, JsonValue] | None = None
    """JSON Schema of an object; ``None`` asks for plain text."""
    tools: tuple[ToolDeclaration, ...] = ()
    """What the model may ask for instead of answering."""
    exchanges: tuple[Exchange, ...] = ()
    """What it has asked for in this turn so far, in order."""
    context: DevOpsContext | None = None
    """Who acts: for guardrails and hooks. It is not sent, and shapes no answer."""

    def digest(self, partition: str) -> str:
        """``sha256:…`` of everything that shapes the answer; ``partition`` keeps tenants apart."""
        return digest_of(
            {
                "partition": partition,
                "role": self.role,
                "temperature": self.temperature,
                "max_output_tokens": self.max_output_tokens,
                "prompt": self._prompt(),
            }
        )

    def estimate(self) -> TokenUsage:
        """The most that this turn should cost: its prompt, and all that it may say; both twice
        where a specialist may be asked in addition.
        """
        calls = 2 if tools_by_specialist(self.tools) else 1
        return TokenUsage(
            input_tokens=calls * self.prompt_cost().input_tokens,
            output_tokens=calls * self.max_output_tokens,
        )

    def prompt_cost(self) -> TokenUsage:
        """What is charged for a prompt that was sent and whose answer nobody waited for."""
        return TokenUsage(input_tokens=estimated_tokens(self._prompt()))

    def _prompt(self) -> JsonValue:
        return [
            self.instructions,
            self.text,
            None if self.output_schema is None else dict(self.output_schema),
            [tool.to_json() for tool in self.tools],
            [exchange.to_json() for exchange in self.exchanges],
        ]


def estimated_tokens(value: JsonValue) -> int:
    """A third of the bytes of ``value`` as JSON, rounded up."""
    return -(-len(canonical_bytes(value)) // _BYTES_PER_TOKEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnAnswer:
    """A text, or the object that the schema describes, from the model called ``model``.

    With ``tool_calls`` there is no answer yet: ``value`` is ``None``, and nothing was called.
    """

    value: JsonValue
    model: str
    usage: TokenUsage | None
    """What the service counted; ``None`` if it did not tell."""
    tool_calls: tuple[ToolCall, ...] = ()

    def said(self) -> JsonValue:
        """What the model has written: the answer, or else what it asks for."""
        return [call.to_json() for call in self.tool_calls] if self.tool_calls else self.value


Blamed = Literal["model", "account", "turn"]
"""``model``: another one may answer; ``account``: none will until a person acts; ``turn``: the
model works, and this answer is not usable.
"""


@dataclass(eq=False)
class TurnFailed(Exception):
    """A turn without a usable answer, as an error that a person may see."""

    error: CopilotError
    blamed: Blamed
    usage: TokenUsage = field(default_factory=TokenUsage)
    """What was spent all the same."""
    retry_after_s: float | None = None


class TextSink(Protocol):
    """Is shown a text while it is written, before anybody has checked the whole."""

    def add(self, text: str) -> None:
        """The next piece."""
        ...

    def take_back(self) -> None:
        """Everything shown so far is void."""
        ...


class ModelTurns(Protocol):
    """A provider of language models."""

    async def take(
        self, request: TurnRequest, model: str, sink: TextSink | None = None
    ) -> TurnAnswer:
        """One turn, one attempt; a ``sink`` is shown plain text while it is written.

        Nothing is shown before the input check has let the request in; the answer has passed the
        output check.

        Raises:
            TurnFailed: there is no usable answer.
        """
        ...
