"""Secrets that their issuer's format gives away: key ids, tokens, private keys, URL passwords.

Formats are those that the issuers document. Every quantifier is bounded, and every pattern
starts where the character before cannot belong to it, so a search is linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend.domain.redaction.finding import PLACEHOLDER, Finding, Kind

ACCESS_KEY_ID = re.compile(r"(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])")
"""An AWS access key id (IAM User Guide, "IAM identifiers": the unique id prefixes)."""


@dataclass(frozen=True, slots=True)
class _Format:
    kind: Kind
    hints: tuple[str, ...]
    """Without one of them the pattern cannot match; looking for them is much cheaper."""
    pattern: re.Pattern[str]


def _token(kind: Kind, hints: tuple[str, ...], pattern: str) -> _Format:
    return _Format(kind, hints, re.compile(r"(?<![A-Za-z0-9_-])" + pattern))


_FORMATS: tuple[_Format, ...] = (
    _Format("aws_access_key_id", ("AKIA", "ASIA", "ABIA", "ACCA"), ACCESS_KEY_ID),
    _Format(
        "aws_session_token",
        ("FwoG", "FQoG", "IQoJ"),
        re.compile(r"(?<![A-Za-z0-9+/])(?:FwoG|FQoG|IQoJ)[A-Za-z0-9+/]{60,8192}+={0,2}"),
    ),
    _token(
        "github_token",
        ("gho_", "ghp_", "ghs_", "ghu_", "ghr_"),
        r"gh[opsur]_[A-Za-z0-9]{20,255}+",
    ),
    _token("github_token", ("github_pat_",), r"github_pat_[A-Za-z0-9_]{20,255}+"),
    _token("openai_key", ("sk-",), r"sk-(?=[A-Za-z_-]{0,255}[0-9])[A-Za-z0-9_-]{32,255}+"),
    _token("slack_token", ("xox", "xapp"), r"(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,255}+"),
    _Format(
        "slack_token",
        ("hooks.slack.com",),
        re.compile(r"(?<=hooks\.slack\.com/services/)[A-Za-z0-9/]{20,255}+"),
    ),
    _token(
        "stripe_key",
        ("k_live_", "k_test_", "whsec_"),
        r"(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{10,255}+",
    ),
    _token("google_key", ("AIza",), r"AIza[A-Za-z0-9_-]{35}"),
    _token("google_key", ("ya29.",), r"ya29\.[A-Za-z0-9_-]{20,2048}+"),
    _token(
        "vendor_token",
        ("glpat-", "pypi-Ag", "dop_v1_", "xkeysib-", "shpat_"),
        r"(?:glpat-|pypi-Ag|dop_v1_|xkeysib-|shpat_)[A-Za-z0-9_-]{20,512}+",
    ),
    _token(
        "vendor_token",
        ("npm_", "hf_"),
        r"(?:npm|hf)_[A-Za-z0-9]{30,128}+(?![_-])",
    ),
    _token("vendor_token", ("SG.",), r"SG\.[A-Za-z0-9_-]{16,64}+\.[A-Za-z0-9_-]{16,128}+"),
    _token(
        "jwt",
        ("eyJ",),
        r"eyJ[A-Za-z0-9_-]{8,8192}+\.[A-Za-z0-9_-]{8,16384}+\.[A-Za-z0-9_-]{0,4096}+",
    ),
)

_HINT = re.compile("|".join(re.escape(hint) for form in _FORMATS for hint in form.hints))
"""Most texts hold none of the hints: one search tells, instead of one for each."""

_URL_PASSWORD = re.compile(r"://[^\s/@:\"'<>]{0,256}+:([^\s/\"'<>]{1,1024})@")
_URL_TOKEN = re.compile(r"://([A-Za-z0-9_~.-]{20,512}+)@")

_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_KEY_END = "-----END "
_END_LINE = re.compile(r"-----END [A-Z0-9 ]{0,60}-----")


def vendor_findings(text: str) -> Iterator[Finding]:
    """Every token that its own format gives away."""
    if not _HINT.search(text):
        return
    for form in _FORMATS:
        if any(hint in text for hint in form.hints):
            for match in form.pattern.finditer(text):
                yield Finding(kind=form.kind, start=match.start(), end=match.end())


def url_findings(text: str) -> Iterator[Finding]:
    """The password of ``scheme://user:password@host``, and a token in the user's place."""
    for pattern in (_URL_PASSWORD, _URL_TOKEN):
        for match in pattern.finditer(text):
            if match[1] != PLACEHOLDER:
                yield Finding(kind="url_password", start=match.start(1), end=match.end(1))


def private_key_findings(text: str) -> Iterator[Finding]:
    """Private key blocks, whole; one without an end runs to the end of the text."""
    position = 0
    while begin := _PRIVATE_KEY.search(text, position):
        position = _block_end(text, begin.end())
        yield Finding(kind="private_key", start=begin.start(), end=position)


def _block_end(text: str, start: int) -> int:
    closing = text.find(_KEY_END, start)
    if closing < 0:
        return len(text)
    line = _END_LINE.match(text, closing)
    return line.end() if line else len(text)
