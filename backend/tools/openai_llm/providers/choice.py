"""Which language model a person chose, from the texts of the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from agentpro.definition import Limits
from agentpro.run.budget import TokenBudget
from backend.domain.errors import UserCanFix
from backend.domain.secrets import Secret
from backend.tools.openai_llm.bedrock.endpoint import BedrockEndpoint, bedrock_endpoint
from backend.tools.openai_llm.endpoint import (
    DEFAULT_BASE_URL,
    FALLBACK_MODEL,
    PRIMARY_MODEL,
    ModelEndpoint,
    model_endpoint,
)

HOW_TO_INSTALL = "Install them with `pip install 'aws-copilot[model]'` (or `make setup`)"
KEY = "OPENAI_API_KEY"
MODELS = "COPILOT_MODELS"
SESSION_TOKENS = "COPILOT_SESSION_TOKENS"
PROVIDER = "COPILOT_MODEL_PROVIDER"
OPENAI = "openai"
BEDROCK_REGION = "COPILOT_BEDROCK_REGION"
BEDROCK_KEY_ID = "COPILOT_BEDROCK_ACCESS_KEY_ID"
BEDROCK_KEY = "COPILOT_BEDROCK_SECRET_ACCESS_KEY"
BEDROCK_SESSION = "COPILOT_BEDROCK_SESSION_TOKEN"
_DEFAULT_MODELS = f"{PRIMARY_MODEL},{FALLBACK_MODEL}"
_LIBRARIES = ("agents", "openai", "jsonschema")
_LONGEST_NAME = 200
_LONGEST_COUNT = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelChoice:
    """Where models are asked, and how many tokens a session may spend on them."""

    endpoint: ModelEndpoint | BedrockEndpoint
    session_tokens: TokenBudget

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What must never be shown of it."""
        match self.endpoint:
            case ModelEndpoint(api_key=key):
                return (key,)
            case BedrockEndpoint() as endpoint:
                keys = (endpoint.access_key_id, endpoint.secret_access_key, endpoint.session_token)
                return tuple(key for key in keys if key is not None)

    @property
    def place(self) -> str:
        """Where that is, for people."""
        match self.endpoint:
            case ModelEndpoint(base_url=base_url):
                return base_url
            case BedrockEndpoint(region=region):
                return f"Amazon Bedrock in {region}"


def model_choice(given: Mapping[str, str]) -> ModelChoice:
    """The choice in those settings that are about a model; at least one of them is ``given``.

    Raises:
        UserCanFix: ``E_SETTING_INVALID``, naming the setting and quoting no secret.
    """
    match given.get(PROVIDER, OPENAI):
        case "openai":
            endpoint = _openai(given)
        case "bedrock":
            endpoint = _bedrock(given)
        case other:
            raise _invalid(
                f"{PROVIDER} is {other!r}, which is no provider of language models.",
                f"Set it to openai or bedrock, or unset it for {OPENAI}.",
            )
    return ModelChoice(endpoint=endpoint, session_tokens=_session_tokens(given.get(SESSION_TOKENS)))


def _openai(given: Mapping[str, str]) -> ModelEndpoint:
    _require(given, KEY)
    primary, fallback = _models(given.get(MODELS, _DEFAULT_MODELS))
    return model_endpoint(
        Secret(given[KEY]),
        given.get("OPENAI_BASE_URL", DEFAULT_BASE_URL),
        primary=primary,
        fallback=fallback,
    )


def _bedrock(given: Mapping[str, str]) -> BedrockEndpoint:
    for name in (MODELS, BEDROCK_REGION, BEDROCK_KEY_ID, BEDROCK_KEY):
        _require(given, name)
    token = given.get(BEDROCK_SESSION)
    return bedrock_endpoint(
        given[BEDROCK_REGION],
        _models(given[MODELS]),
        Secret(given[BEDROCK_KEY_ID]),
        Secret(given[BEDROCK_KEY]),
        session_token=None if token is None else Secret(token),
    )


def _require(given: Mapping[str, str], needed: str) -> None:
    if needed not in given:
        name = min(given)
        raise _invalid(
            f"{name} is set without {needed}, so there is no language model.",
            f"Set {needed} too, or unset {name}: everything works without a model.",
        )


def is_installed() -> bool:
    """Whether what the extra ``model`` brings can be imported."""
    return all(find_spec(name) is not None for name in _LIBRARIES)


def default_session_tokens() -> TokenBudget:
    """What a session may spend where nobody says otherwise."""
    limits = Limits()
    return TokenBudget(
        input_tokens=limits.input_tokens.default, output_tokens=limits.output_tokens.default
    )


def most_session_tokens() -> TokenBudget:
    """The most that a session may be allowed."""
    limits = Limits()
    return TokenBudget(
        input_tokens=limits.input_tokens.ceiling, output_tokens=limits.output_tokens.ceiling
    )


def _models(text: str) -> tuple[str, str]:
    names = [name.strip() for name in text.split(",")]
    if len(names) in (1, 2) and all(_is_name(name) for name in names):
        return names[0], names[-1]
    raise _invalid(
        f"{MODELS} names no language models.",
        f"Name one, or two with a comma between: the second answers while the first is out. "
        f"The default is {_DEFAULT_MODELS}.",
    )


def _is_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_NAME and all("!" <= character <= "~" for character in name)


def _session_tokens(text: str | None) -> TokenBudget:
    if text is None:
        return default_session_tokens()
    most = most_session_tokens()
    counts = [_count(part) for part in text.split("/")]
    match counts:
        case [int(inputs), int(outputs)] if (
            0 < inputs <= most.input_tokens and 0 < outputs <= most.output_tokens
        ):
            return TokenBudget(input_tokens=inputs, output_tokens=outputs)
        case _:
            raise _invalid(
                f"{SESSION_TOKENS} is {text!r}, which is no allowance.",
                f"Set it to input/output tokens, at most {most.input_tokens}/{most.output_tokens}; "
                "or unset it.",
            )


def _count(text: str) -> int | None:
    is_count = text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT
    return int(text) if is_count else None


def _invalid(message: str, next_step: str) -> UserCanFix:
    return UserCanFix("E_SETTING_INVALID", message, next_step)
