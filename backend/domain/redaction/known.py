"""The secrets in use at this moment, and every form in which they could appear."""

import json
import string
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import NoReturn

from backend.domain.redaction.finding import Finding

SHORTEST_KNOWN = 6
"""Shorter values cannot be told from ordinary words, so they are not looked for."""

_SHORTEST_FORM = 6
_UNRESERVED = string.ascii_letters + string.digits + "-._~"
"""The characters that RFC 3986 leaves alone in a URL."""
_BASE64_ALIGNMENTS = ((0, 0), (1, 2), (2, 3))
"""Bytes before the secret, and the base64 digits that those bytes touch."""


class KnownSecrets:
    """Values to be redacted wherever they appear, for as long as somebody uses them.

    Registering twice needs forgetting twice: two steps may hold the same key. Never shown,
    copied or pickled.
    """

    __slots__ = ("_forms", "_uses")

    def __init__(self) -> None:
        self._uses: Counter[str] = Counter()
        self._forms: dict[str, tuple[str, ...]] = {}

    def register(self, value: str) -> None:
        """Redact ``value`` from now on; values under six characters are ignored."""
        if len(value) < SHORTEST_KNOWN:
            return
        self._uses[value] += 1
        if value not in self._forms:
            self._forms = {**self._forms, value: encoded_forms(value)}

    def forget(self, value: str) -> None:
        """Take back one registration of ``value``; unknown values are ignored."""
        if self._uses[value] > 1:
            self._uses[value] -= 1
            return
        del self._uses[value]
        self._forms = {known: forms for known, forms in self._forms.items() if known != value}

    def findings(self, text: str) -> Iterator[Finding]:
        """Every place where a known value stands, in any of its forms."""
        for forms in self._forms.values():
            for form in forms:
                yield from _occurrences(text, form)

    def longest_spaced_form(self) -> int:
        """The length of the longest form that holds white space; 0 without one."""
        forms = (form for forms in self._forms.values() for form in forms)
        return max((len(form) for form in forms if len(form.split()) > 1), default=0)

    def __repr__(self) -> str:
        return f"<KnownSecrets: {len(self._forms)} values>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("known secrets are never pickled or copied")


def encoded_forms(value: str) -> tuple[str, ...]:
    """``value`` raw, URL-encoded, JSON- and HTML-escaped, in hexadecimal and in base64."""
    raw = value.encode()
    forms = {
        value,
        *_url_forms(value),
        *_json_forms(value),
        escape(value),
        raw.hex(),
        raw.hex().upper(),
        *_base64_forms(raw),
    }
    return tuple(sorted(form for form in forms if len(form) >= _SHORTEST_FORM))


def _url_forms(value: str) -> Iterator[str]:
    for unescaped in (_UNRESERVED, _UNRESERVED + "/"):
        for escape_format in ("%{:02X}", "%{:02x}"):
            escaped = "".join(
                chr(byte) if chr(byte) in unescaped else escape_format.format(byte)
                for byte in value.encode()
            )
            yield escaped
            yield escaped.replace("%20", "+")


def _json_forms(value: str) -> Iterator[str]:
    for is_ascii in (True, False):
        once = json.dumps(value, ensure_ascii=is_ascii)[1:-1]
        yield once
        yield once.replace("/", "\\/")
        yield json.dumps(once, ensure_ascii=is_ascii)[1:-1]


def _base64_forms(raw: bytes) -> Iterator[str]:
    for before, touched in _BASE64_ALIGNMENTS:
        digits = b64encode(b"\0" * before + raw).decode().rstrip("=")
        whole = digits if (before + len(raw)) % 3 == 0 else digits[:-1]
        yield whole[touched:]
        yield whole[touched:].translate(str.maketrans("+/", "-_"))


def _occurrences(text: str, form: str) -> Iterator[Finding]:
    start = text.find(form)
    while start >= 0:
        yield Finding(kind="known", start=start, end=start + len(form))
        start = text.find(form, start + 1)
