"""What the OpenAI Agents SDK and its client raise, as failures of ours.

Their texts quote prompts, answers and keys, so none of them is handed on. Imported together with
the SDK alone.
"""

import logging
from dataclasses import replace

import httpx2
from agents import (
    AgentsException,
    GuardrailFunctionOutput,
    InputGuardrailTripwireTriggered,
    ModelRefusalError,
    OutputGuardrailTripwireTriggered,
)
from agents.exceptions import ModelTimeoutError, UserError
from openai import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
)

from agentpro.tools import TokenUsage
from backend.domain.guardrails import SecurityCheckOutput, SensitiveInfoOutput
from backend.tools.openai_llm.failures import (
    guardrail_tripped,
    key_refused,
    not_accepted,
    quota_used_up,
    rate_limited,
    refused,
    unknown_model,
    unreachable,
    unusable,
)
from backend.tools.openai_llm.guarding.checks import (
    SECURITY_GUARDRAIL,
    SENSITIVE_INFO_GUARDRAIL,
)
from backend.tools.openai_llm.turns import TurnFailed

_log = logging.getLogger(__name__)
_FIRST_CLIENT_ERROR, _FIRST_SERVER_ERROR = 400, 500
_PASSING = frozenset({408, 409, 425})
"""Time-out, conflict and too early: the client libraries of the vendor try these again."""
_FILTERED = frozenset({"content_filter", "content_policy_violation"})
_QUOTA = "insufficient_quota"


def failure_of(error: Exception, prompt_cost: TokenUsage) -> TurnFailed:
    """The failure behind ``error``, whatever it is: only its type is ever told, to the log.

    ``prompt_cost`` is charged where a guardrail ended the turn before the service had counted.
    """
    _log.info("a turn raised %s", type(error).__name__)
    match error:
        case ModelTimeoutError() | APITimeoutError() | httpx2.TimeoutException():
            return unreachable("it took too long")
        case UserError():
            return unreachable("the SDK refused the request")
        case ModelRefusalError():
            return refused(_usage_of(error) or TokenUsage())
        case InputGuardrailTripwireTriggered() | OutputGuardrailTripwireTriggered():
            return _tripped(error.guardrail_result.output, _usage_of(error) or prompt_cost)
        case AgentsException():
            return unusable(
                "it asks for what was not offered, or is malformed",
                _usage_of(error) or TokenUsage(),
            )
        case APIStatusError():
            return _status_failure(error)
        case APIConnectionError() | httpx2.HTTPError():
            return unreachable("there was no connection, or it broke")
        case _:
            return unreachable("what came back is not what a model's service sends")


def _status_failure(error: APIStatusError) -> TurnFailed:
    match error:
        case RateLimitError() if error.code == _QUOTA or error.type == _QUOTA:
            return quota_used_up()
        case RateLimitError():
            return rate_limited(_retry_after(error))
        case AuthenticationError() | PermissionDeniedError():
            return key_refused()
        case NotFoundError():
            return unknown_model()
        case APIStatusError(status_code=status) if status < _FIRST_CLIENT_ERROR:
            return unknown_model()
        case APIStatusError(status_code=status) if (
            status >= _FIRST_SERVER_ERROR or status in _PASSING
        ):
            return unreachable(f"its service failed with status {status}")
        case APIStatusError() if error.code in _FILTERED:
            return refused(TokenUsage())
        case _:
            return not_accepted(error.status_code)


def _tripped(output: GuardrailFunctionOutput, usage: TokenUsage) -> TurnFailed:
    match output.output_info:
        case TurnFailed() as silent:
            return replace(silent, usage=usage)
        case SecurityCheckOutput(reasoning=reasoning):
            return guardrail_tripped(SECURITY_GUARDRAIL, reasoning, usage)
        case SensitiveInfoOutput(reasoning=reasoning):
            return guardrail_tripped(SENSITIVE_INFO_GUARDRAIL, reasoning, usage)
        case _:
            raise AssertionError("there are two guardrails")


def _usage_of(error: AgentsException) -> TokenUsage | None:
    if error.run_data is None:
        return None
    usage = error.run_data.context_wrapper.usage
    if not usage.input_tokens and not usage.output_tokens:
        return None
    return TokenUsage(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)


def _retry_after(error: APIStatusError) -> float | None:
    text = error.response.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdigit() else None
