"""The ways in which a turn fails, in words for a person. None of them quotes the service."""

from agentpro.tools import TokenUsage
from backend.domain.errors import ModelCanFix, OperatorMustAct, UserCanFix
from backend.tools.openai_llm.turns import TurnFailed

MEANWHILE = "everything works without it, with commands and forms"
"""What every failure that lasts says at its end."""


def unreachable(what: str) -> TurnFailed:
    """The service did not answer, or answered that it cannot; another model may."""
    error = OperatorMustAct(
        "E_MODEL_UNAVAILABLE",
        f"The language model did not answer: {what}.",
        f"Try again in a minute; meanwhile {MEANWHILE}.",
    )
    return TurnFailed(error, "model")


def unknown_model() -> TurnFailed:
    """The service has no such model, or is no such service."""
    error = OperatorMustAct(
        "E_MODEL_UNAVAILABLE",
        "The language model's address does not know the model that was asked for.",
        f"Check OPENAI_BASE_URL and the models that it offers; {MEANWHILE}.",
    )
    return TurnFailed(error, "model")


def key_refused() -> TurnFailed:
    """The service does not accept the key."""
    error = OperatorMustAct(
        "E_MODEL_UNAVAILABLE",
        "The language model's service refused the API key.",
        f"Check OPENAI_API_KEY and what it permits, then restart; {MEANWHILE}.",
    )
    return TurnFailed(error, "account")


def quota_used_up() -> TurnFailed:
    """The account behind the key has nothing left."""
    error = OperatorMustAct(
        "E_RATE_LIMIT",
        "The account of the language model has used up its quota.",
        f"Raise the quota with the provider; {MEANWHILE}.",
    )
    return TurnFailed(error, "account")


def rate_limited(retry_after_s: float | None) -> TurnFailed:
    """Too many requests or tokens for the moment."""
    error = OperatorMustAct(
        "E_RATE_LIMIT",
        "The language model's service takes no more requests for the moment.",
        f"Try again in a minute; meanwhile {MEANWHILE}.",
    )
    return TurnFailed(error, "model", retry_after_s=retry_after_s)


def not_accepted(status: int) -> TurnFailed:
    """The service found the request itself unusable."""
    error = ModelCanFix(
        "E_MODEL_UNAVAILABLE",
        f"The language model's service did not accept the request (status {status}).",
        f"Ask for less at once, or check that the service fits this version; {MEANWHILE}.",
    )
    return TurnFailed(error, "turn")


def refused(usage: TokenUsage) -> TurnFailed:
    """The model, or a filter before or behind it, declined."""
    error = UserCanFix(
        "E_MODEL_REFUSED",
        "The language model declined to answer this.",
        "Say it in other words, or use a command or a form.",
    )
    return TurnFailed(error, "turn", usage)


def unusable(what: str, usage: TokenUsage) -> TurnFailed:
    """There is an answer, and it must not be used."""
    error = ModelCanFix(
        "E_MODEL_OUTPUT",
        f"The language model's answer is not usable: {what}.",
        "Ask again, or use a command or a form; nothing was done with the answer.",
    )
    return TurnFailed(error, "turn", usage)


def too_much(usage: TokenUsage) -> TurnFailed:
    """The answer is longer than anything that a turn may say."""
    return unusable("it does not end", usage)


def unfitting_arguments(tool: str, usage: TokenUsage) -> TurnFailed:
    """The model asks for ``tool`` with arguments that its parameters do not describe."""
    error = ModelCanFix(
        "E_TOOL_ARGUMENTS",
        f"The language model asked for {tool} with arguments that do not fit.",
        f"Ask again, saying what {tool} takes; nothing was called.",
    )
    return TurnFailed(error, "turn", usage)


def guardrail_tripped(guardrail: str, reasoning: str, usage: TokenUsage) -> TurnFailed:
    """``guardrail`` lets this turn, or its answer, go no further."""
    error = UserCanFix(
        "E_GUARDRAIL",
        f"The {guardrail} stopped this turn: {reasoning}",
        "Say what you want to achieve in other words, or use a command or a form.",
    )
    return TurnFailed(error, "turn", usage)


def moderation_silent() -> TurnFailed:
    """The hosted moderation gave no verdict, and without one no turn is taken."""
    error = OperatorMustAct(
        "E_MODEL_UNAVAILABLE",
        "The moderation service that must look at every message did not answer.",
        f"Try again in a minute, and check what the model's address answers at /moderations; "
        f"{MEANWHILE}.",
    )
    return TurnFailed(error, "account")


def budget_spent(input_tokens: int, output_tokens: int) -> UserCanFix:
    """The session has not enough tokens left for this turn; how many it may spend in all."""
    return UserCanFix(
        "E_BUDGET",
        "The tokens of this session do not suffice for another answer of the language model "
        f"(limits: {input_tokens:,} in, {output_tokens:,} out).",
        f"Start a new session to use the model again; in this one {MEANWHILE}.",
    )


def too_long(input_tokens: int) -> UserCanFix:
    """One prompt alone is more than the session may spend."""
    return UserCanFix(
        "E_BUDGET",
        f"This text is longer than all that a session may spend ({input_tokens:,} tokens).",
        "Shorten it, or name the file that it stands in.",
    )
