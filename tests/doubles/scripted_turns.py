"""A provider of language models that answers what a test wrote down, without any network."""

from collections.abc import Sequence
from dataclasses import replace

from agentpro.tools import TokenUsage
from backend.tools.openai_llm.offered.tool_calls import ToolCall
from backend.tools.openai_llm.turns import TextSink, TurnAnswer, TurnFailed, TurnRequest

USED = TokenUsage(input_tokens=11, output_tokens=7)


def answer(value: object, usage: TokenUsage | None = USED) -> TurnAnswer:
    """An answer; the model that gives it fills in its name."""
    return TurnAnswer(value=value, model="", usage=usage)  # type: ignore[arg-type]


def asks_for(tool: str, **args: object) -> TurnAnswer:
    """A call of a tool instead of an answer."""
    call = ToolCall(tool=tool, args=args)  # type: ignore[arg-type]
    return TurnAnswer(value=None, model="", usage=USED, tool_calls=(call,))


class ScriptedTurns:
    """The next line of the script for each turn; the last one for ever."""

    def __init__(self, *script: TurnAnswer | TurnFailed) -> None:
        self._script: Sequence[TurnAnswer | TurnFailed] = script
        self.asked: list[tuple[str, TurnRequest]] = []

    @property
    def models(self) -> list[str]:
        """The models in the order in which they were asked."""
        return [model for model, _ in self.asked]

    async def take(
        self, request: TurnRequest, model: str, sink: TextSink | None = None
    ) -> TurnAnswer:
        line = self._script[min(len(self.asked), len(self._script) - 1)]
        self.asked.append((model, request))
        if isinstance(line, TurnFailed):
            if sink is not None:
                sink.add("half an ")
            raise line
        if sink is not None and not line.tool_calls:
            for word in str(line.value).splitlines(keepends=True):
                sink.add(word)
        return replace(line, model=model)
