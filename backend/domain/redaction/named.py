"""Secrets that a name in front of them gives away: pairs, headers and command lines."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from backend.domain.redaction.finding import PLACEHOLDER, Finding, Kind, Span
from backend.domain.redaction.names import SENSITIVE_NAME, is_secret_name

_QUOTE = r"(?:\\{0,4}[\"'`])"
_OPEN = rf"(?P<open>{_QUOTE}?)"
_PAIR = re.compile(
    rf"{SENSITIVE_NAME}{_QUOTE}?\]?[ \t]{{0,8}}(?::=|=>|[:=])[ \t]{{0,8}}{_OPEN}",
    re.IGNORECASE,
)
_OPTION = re.compile(
    rf"(?<![A-Za-z0-9])--?[A-Za-z0-9-]{{0,40}}?{SENSITIVE_NAME}"
    rf"(?:[ \t]{{1,8}}|{_QUOTE},[ \t]{{0,8}}){_OPEN}",
    re.IGNORECASE,
)
_USER_OPTION = re.compile(
    rf"(?:(?<=\s)-u|--user)[ =]{{1,8}}{_QUOTE}?[^\s:\"']{{1,128}}+:(?P<open>)", re.IGNORECASE
)
_SSHPASS = re.compile(rf"sshpass[ \t]{{1,8}}-p[ \t]{{0,8}}{_OPEN}")
_COMMANDS = (_OPTION, _USER_OPTION, _SSHPASS)

_SCHEME = r"(?:AWS4-HMAC-SHA256|ApiKey|Basic|Bearer|Digest|Negotiate|Token)[ \t]{1,8}"
_AUTHORIZATION = re.compile(
    rf"authorization{_QUOTE}?[ \t]{{0,8}}[:=,][ \t]{{0,8}}{_QUOTE}?"
    rf"(?:{_SCHEME}|(?=[^\s\"'`\\]{{16}}))(?P<value>[^\r\n\"'`\\]{{1,8192}}+)",
    re.IGNORECASE,
)
_COOKIE = re.compile(
    rf"cookie{_QUOTE}?[ \t]{{0,8}}:[ \t]{{0,8}}{_QUOTE}?"
    r"(?P<value>[A-Za-z0-9_.-]{1,128}+=[^\r\n\"'`\\]{1,8192}+)",
    re.IGNORECASE,
)
_BEARER = re.compile(
    r"(?<![A-Za-z0-9])bearer[ \t]{1,8}(?=[A-Za-z._~+/=-]{0,4096}+[0-9])"
    r"(?P<value>[A-Za-z0-9._~+/=-]{8,8192}+)",
    re.IGNORECASE,
)
_HEADERS = (_AUTHORIZATION, _COOKIE, _BEARER)

_ARN = re.compile(
    r"arn:aws[a-z-]{0,12}:[a-z0-9-]{1,40}:[a-z0-9-]{0,25}:[0-9]{0,12}:[^\s\"'<>=]{0,2048}+"
)
# Without a bound: one class taken whole is linear, and a bound would let the rest of a value pass.
_BARE = re.compile(r"[^\s\"'`&]*+")
_TRAILING = ",;)]}\\"
_NESTED = re.compile(r"[\[{](?:[\s\"'\[{\]}]|\Z)")
_REFERENCE = re.compile(
    r"\*\*\*|none|null|nil|true|false|undefined|str|string|bytes|secretstr"
    r"|\$?\{\{[^}]{0,256}\}{0,2}|\$\{[^}]{0,256}\}?|\$\([^)]{0,256}\)?"
    r"|<[^>]{0,256}>|%\([^)]{0,64}\)s"
    r"|arn:aws[\s\S]*|//[\s\S]*|(?:os\.environ|os\.getenv|process\.env|settings\.|self\.)[\s\S]*",
    re.IGNORECASE,
)
_NAME_LOOKBACK = 48
_HINT = re.compile(
    "pass|pwd|secret|token|key|connection|x-amz-signature"
    r"|authorization|bearer|cookie|[ \t\n]-u|--user"
)
"""Without one of them no pattern of this module can match."""


def named_findings(text: str) -> Iterator[Finding]:
    """Values after a secret's name, in authorisation headers and on command lines."""
    if not _HINT.search(text.lower()):
        return
    arns = arn_spans(text)
    yield from _values(text, "named_value", _PAIR, arns)
    for pattern in _COMMANDS:
        yield from _values(text, "command_line", pattern, arns)
    for pattern in _HEADERS:
        for match in pattern.finditer(text):
            if match["value"].strip() != PLACEHOLDER:
                yield Finding(kind="header", start=match.start("value"), end=match.end("value"))


def arn_spans(text: str) -> list[Span]:
    """Where AWS resource names stand, in order; they are references, never secrets."""
    return [match.span() for match in _ARN.finditer(text)]


def is_inside(position: int, spans: list[Span]) -> bool:
    """Whether ``position`` lies in one of the ordered ``spans``."""
    index = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return index >= 0 and position < spans[index][1]


def _values(text: str, kind: Kind, pattern: re.Pattern[str], arns: list[Span]) -> Iterator[Finding]:
    position = 0
    while match := pattern.search(text, position):
        start, end = _value_span(text, match)
        is_secret = _is_secret(text, match, (start, end)) and not is_inside(match.start(), arns)
        if is_secret:
            yield Finding(kind=kind, start=start, end=end)
        position = end if is_secret else match.end()


def _value_span(text: str, match: re.Match[str]) -> Span:
    opening, start = match["open"], match.end()
    if opening:
        return start, _closing(text, start, opening)
    bare = _BARE.match(text, start)
    value = bare[0] if bare else ""
    return start, start + len(value.rstrip(_TRAILING))


def _closing(text: str, start: int, quote: str) -> int:
    """Where the quoted value ends: at its closing quote, or at the end of the line."""
    position = text.find(quote, start)
    while position > start and text[position - 1] == "\\":
        position = text.find(quote, position + 1)
    limit = len(text) if position < 0 else position
    line_end = text.find("\n", start, limit)
    return limit if line_end < 0 else line_end


def _is_secret(text: str, match: re.Match[str], span: Span) -> bool:
    value = text[slice(*span)]
    if not value or _REFERENCE.fullmatch(value) or _NESTED.match(text, span[0]):
        return False
    if match.re is not _PAIR:
        return True
    return is_secret_name(text[max(0, match.start() - _NAME_LOOKBACK) : match.end("name")])
