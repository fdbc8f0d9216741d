"""Finding secrets by their shape and surroundings, without knowing their values."""

import re
import string
from base64 import b64decode
from bisect import bisect_left
from collections.abc import Iterator

from backend.domain.redaction.finding import Finding
from backend.domain.redaction.named import arn_spans, is_inside, named_findings
from backend.domain.redaction.vendor import (
    ACCESS_KEY_ID,
    private_key_findings,
    url_findings,
    vendor_findings,
)

_SECRET_KEY = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/_-])")
_MIXED = re.compile(r"(?=[^a-z]{0,39}[a-z])(?=[^A-Z]{0,39}[A-Z])")
_KEY_WORD = re.compile(r"secret|access[_ -]?key", re.IGNORECASE)
_NEAR = 256
"""Characters between an access key id and what may be its secret."""

_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{24,1048576}+={0,2}")
_URL_SAFE = str.maketrans("-_", "+/")
_PRINTABLE = string.printable.encode()
_MOST_UNPRINTABLE = 0.25
_IMAGE_PREFIX = re.compile(r"data:image/[a-z.+-]{1,20};base64,\Z", re.IGNORECASE)
_IMAGE_LOOKBACK = 48


def find_secrets(text: str) -> tuple[Finding, ...]:
    """Every secret that shape or surroundings give away, in order; findings may overlap.

    Linear in the length of ``text`` whatever it holds. Base64 is decoded once, not again.
    """
    return tuple(sorted({*_plain_findings(text), *_encoded_findings(text)}))


def secret_key_findings(text: str, *, is_near: bool = False) -> Iterator[Finding]:
    """40-character strings next to an access key id or a telling word; with ``is_near`` anywhere.

    Hexadecimal digests (a commit has 40 digits too) and parts of an ARN are none.
    """
    candidates = [match for match in _SECRET_KEY.finditer(text) if _MIXED.match(match[0])]
    if not candidates:
        return
    arns, key_ids, words = arn_spans(text), _starts(ACCESS_KEY_ID, text), _starts(_KEY_WORD, text)
    for start, end in (candidate.span() for candidate in candidates):
        if is_inside(start, arns):
            continue
        if is_near or _has_anchor(key_ids, start - _NEAR, end + _NEAR):
            yield Finding(kind="aws_secret_access_key", start=start, end=end)
        elif _has_anchor(words, start - _NEAR, end + _NEAR):
            yield Finding(kind="named_value", start=start, end=end)


def _plain_findings(text: str) -> Iterator[Finding]:
    yield from private_key_findings(text)
    yield from url_findings(text)
    yield from vendor_findings(text)
    yield from named_findings(text)
    yield from secret_key_findings(text)


def _encoded_findings(text: str) -> Iterator[Finding]:
    for match in _BASE64_RUN.finditer(text):
        before = text[max(0, match.start() - _IMAGE_LOOKBACK) : match.start()]
        if _IMAGE_PREFIX.search(before):
            continue
        run = match[0].rstrip("=").translate(_URL_SAFE)
        if any(True for decoded in _readings(run) for _ in _plain_findings(decoded)):
            yield Finding(kind="encoded", start=match.start(), end=match.end())


def _starts(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in pattern.finditer(text)]


def _has_anchor(anchors: list[int], start: int, end: int) -> bool:
    index = bisect_left(anchors, start)
    return index < len(anchors) and anchors[index] < end


def _readings(run: str) -> Iterator[str]:
    """What base64 digits say as readable text, for each place where a group of four may begin."""
    for offset in range(4):
        digits = run[offset:]
        whole = digits[:-1] if len(digits) % 4 == 1 else digits
        decoded = b64decode(whole + "=" * (-len(whole) % 4))
        if len(decoded.translate(None, _PRINTABLE)) <= len(decoded) * _MOST_UNPRINTABLE:
            yield decoded.decode("latin-1")
