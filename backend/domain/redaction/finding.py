"""What a search for secrets returns: a kind and a place, never the text itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

PLACEHOLDER = "***"
"""What stands where a secret stood, in every sink."""

Kind = Literal[
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "command_line",
    "encoded",
    "github_token",
    "google_key",
    "header",
    "jwt",
    "known",
    "named_value",
    "openai_key",
    "private_key",
    "slack_token",
    "stripe_key",
    "url_password",
    "vendor_token",
]

CERTAIN_KINDS: frozenset[Kind] = frozenset(
    {
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_session_token",
        "github_token",
        "google_key",
        "openai_key",
        "private_key",
        "slack_token",
        "stripe_key",
        "vendor_token",
    }
)
"""Kinds whose shape alone proves them; the others also match samples and source code."""

Span = tuple[int, int]
"""``(start, end)`` in characters, end excluded."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Finding:
    """One secret in a text: ``text[start:end]`` is what must not be shown."""

    start: int
    end: int
    kind: Kind


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same places in order, with those that overlap or touch joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def replaced(text: str, spans: Iterable[Span]) -> str:
    """``text`` with every span replaced by one placeholder."""
    pieces: list[str] = []
    position = 0
    for start, end in merged(spans):
        pieces += (text[position:start], PLACEHOLDER)
        position = end
    return "".join((*pieces, text[position:]))
