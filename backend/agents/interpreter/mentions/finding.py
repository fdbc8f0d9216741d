"""Finding all values of a message, each once, in an order in which none hides another."""

import json
import re
from collections.abc import Callable

from pydantic import JsonValue

from backend.agents.interpreter.mentions.aws_cli import with_actions_of_cli
from backend.agents.interpreter.mentions.forms import FORMS
from backend.agents.interpreter.mentions.mention import PLACE, Marked, Mention
from backend.agents.interpreter.mentions.notation import SNAKE, action_named, with_plain_nouns

_QUOTED = re.compile(r"\"([^\"\n]{1,2000})\"|(?<![\w'])'([^'\n]{1,2000})'(?!\w)|`([^`\n]{1,2000})`")
_NAME = r"[\"'`]?(?P<name>[A-Za-z0-9][\w.+@/-]*[\w]|[A-Za-z0-9])[\"'`]?"
_NAMING = re.compile(
    r"\b(?:(?:(?:which|that|who) (?:is|are|should be|will be) |to be )?(?:called|named)(?: as)?|"
    r"with (?:the |a )?name(?: of)?|(?:by|under|of) the name(?: of)?|with (?:the )?username|"
    r"(?:and )?(?:call|name) (?:it|him|her|this(?: one)?|them|that)|"
    "(?:its |the |whose |bucket |function |cluster |service |role |user |policy |key |"
    "group |stack |repo )?"
    "name(?:(?: should| will| must)? (?:be|is)|'s|:| =|=)|name it|(?<=[,;:] )name|"
    "nam?ed|callled|caled|naemd)"
    rf"\s+(?!(?:like|as|it|him|the|a|an|my|on|in|from|after|something)\b){_NAME}",
    re.I,
)
_SAYING = re.compile(
    r"\b(?:saying|that says|which says)(?: that)?:?\s+(?![\"'`<])(?P<said>[^\n]{1,2000})$", re.I
)
_PATH = re.compile(r"(?:~|\.{1,2})?/[^/\s]")
_MAX_JSON = 8


def marked(text: str) -> Marked:
    """The text with its values marked."""
    marker = _Marker(text=with_plain_nouns(with_actions_of_cli(PLACE.sub(r"\1\2", text))))
    marker.mark(SNAKE, action_named)
    marker.mark_json()
    marker.mark_quotes()
    marker.mark(_SAYING, _said)
    for form in FORMS:
        marker.mark(form.pattern, form.read)
    marker.mark(_NAMING, _named)
    return Marked(text=marker.text, mentions=marker.mentions)


def classified(text: str) -> Mention | None:
    """A text that is, as a whole, a value of some form."""
    for form in FORMS:
        match = form.pattern.fullmatch(text)
        mention = form.read(match) if match else None
        if mention is not None and mention.text == text:
            return mention
    return None


class _Marker:
    def __init__(self, *, text: str) -> None:
        self.text = text
        self.mentions: dict[str, Mention] = {}

    def mark(
        self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Mention | None]
    ) -> None:
        """Put a place-holder for each match; what stands behind the value stays."""

        def placed(match: re.Match[str]) -> str:
            mention = read(match) if not _inside_place(match) else None
            if mention is None:
                return match[0]
            before, _, behind = match[0].rpartition(mention.text)
            return f"{before}{self.place(mention)}{behind}"

        self.text = pattern.sub(placed, self.text)

    def place(self, mention: Mention) -> str:
        """The place-holder of a new mention."""
        name = f"<{mention.kind}{len(self.mentions)}>"
        self.mentions[name] = mention
        return name

    def mark_quotes(self) -> None:
        """Quoted text: a value of its form, or words that are not ours to read."""
        self.mark(_QUOTED, _quoted)

    def mark_json(self) -> None:
        """Objects and lists, as long as they are written correctly."""
        decoder = json.JSONDecoder()
        position = 0
        for _ in range(_MAX_JSON):
            start = _next_json(self.text, position)
            if start < 0:
                return
            value, end = _decoded(decoder, self.text, start)
            if end > start:
                written = self.text[start:end]
                place = self.place(Mention(kind="json", text=written, value=value))
                self.text = f"{self.text[:start]}{place}{self.text[end:]}"
                position = start + len(place)
            else:
                position = start + 1


def _inside_place(match: re.Match[str]) -> bool:
    before = match.string.rfind("<", max(0, match.start() - 24), match.start())
    return (
        before >= 0
        and PLACE.match(match.string, before) is not None
        and (match.string.find(">", before) >= match.start())
    )


def _quoted(match: re.Match[str]) -> Mention:
    inner = match[1] or match[2] or match[3] or ""
    found = classified(inner)
    if found is not None:
        return Mention(kind=found.kind, text=match[0], value=found.value, extra=found.extra)
    kind = "path" if _PATH.match(inner) else "quote"
    return Mention(kind=kind, text=match[0], value=inner)


def _said(match: re.Match[str]) -> Mention:
    said = match["said"].rstrip(". ")
    return Mention(kind="quote", text=said, value=said)


def _named(match: re.Match[str]) -> Mention:
    return Mention(kind="name", text=match[0], value=match["name"])


def _next_json(text: str, position: int) -> int:
    match = re.compile(r"\{(?=\s*[\"}])|\[(?=\s*[{\[\"\d\]])").search(text, position)
    return match.start() if match else -1


def _decoded(decoder: json.JSONDecoder, text: str, start: int) -> tuple[JsonValue, int]:
    try:
        value, end = decoder.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start
    return value, end
