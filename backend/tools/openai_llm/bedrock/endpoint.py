"""Where models of Amazon Bedrock are reached, and with which keys."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.domain.errors import UserCanFix
from backend.domain.secrets import Secret
from backend.tools.openai_llm.endpoint import is_this_machine

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,255}")
_MOST_MODELS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class BedrockEndpoint:
    """One account's models in one region; made by :func:`bedrock_endpoint`, which checks it."""

    region: str
    models: tuple[str, ...]
    """The primary model, then the fallback; ids of models or inference profiles, or their ARNs."""
    access_key_id: Secret = field(repr=False)
    secret_access_key: Secret = field(repr=False)
    session_token: Secret | None = field(default=None, repr=False)
    url: str | None = None
    """A stand-in for AWS on this machine."""
    timeout_s: float = 40.0
    """For one attempt as a whole."""


def bedrock_endpoint(
    region: str,
    models: Sequence[str],
    access_key_id: Secret,
    secret_access_key: Secret,
    *,
    session_token: Secret | None = None,
    url: str | None = None,
    timeout_s: float = 40.0,
) -> BedrockEndpoint:
    """The endpoint, with keys given here: none of this machine's is ever used.

    Raises:
        UserCanFix: ``E_SETTING_INVALID``; the message quotes no key.
    """
    if not _REGION.fullmatch(region):
        raise _invalid("The region of Amazon Bedrock is none.", "Name one, such as us-east-1.")
    names = tuple(dict.fromkeys(models))
    if not 0 < len(names) <= _MOST_MODELS or not all(_MODEL.fullmatch(name) for name in names):
        raise _invalid(
            "The models of Amazon Bedrock are not usable.",
            "Name one model id, or two with a comma between, as the Bedrock console shows them.",
        )
    if not access_key_id.reveal() or not secret_access_key.reveal():
        raise _invalid("A key for Amazon Bedrock is empty.", "Give both halves of an access key.")
    if url is not None and not is_this_machine(url):
        raise _invalid("The stand-in for Bedrock is elsewhere.", "Leave its address out.")
    return BedrockEndpoint(
        region=region,
        models=names,
        access_key_id=access_key_id,
        secret_access_key=secret_access_key,
        session_token=session_token,
        url=url,
        timeout_s=timeout_s,
    )


def _invalid(message: str, next_step: str) -> UserCanFix:
    return UserCanFix("E_SETTING_INVALID", message, next_step)
