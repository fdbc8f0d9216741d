"""The token budget of a run: a value that shrinks."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from agentpro.definition import Limits, TokenLimit
from agentpro.tools import TokenUsage

ALLOWANCE_INPUT = "token_allowance"
"""The run input that asks for another budget: ``{"input_tokens": …, "output_tokens": …}``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenBudget:
    """What is left; a last call may overdraw it."""

    input_tokens: int
    output_tokens: int

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be started."""
        return self.input_tokens <= 0 or self.output_tokens <= 0

    def minus(self, usage: TokenUsage) -> "TokenBudget":
        """What is left after ``usage``."""
        return TokenBudget(
            input_tokens=self.input_tokens - usage.input_tokens,
            output_tokens=self.output_tokens - usage.output_tokens,
        )


def token_budget(limits: Limits, inputs: Mapping[str, JsonValue]) -> TokenBudget:
    """What a run begins with: the allowance of its inputs, up to the ceiling, or the default."""
    asked = inputs.get(ALLOWANCE_INPUT)
    wanted = asked if isinstance(asked, dict) else {}
    return TokenBudget(
        input_tokens=_granted(limits.input_tokens, wanted.get("input_tokens")),
        output_tokens=_granted(limits.output_tokens, wanted.get("output_tokens")),
    )


def _granted(limit: TokenLimit, wanted: JsonValue) -> int:
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        return min(wanted, limit.ceiling)
    return limit.default
