"""Small words of answers. What comes from elsewhere stands in code spans, where no markup works.

The page renders Markdown, the command line prints it: so there is little of it, and none of it
comes from a name, a tag, a log line or an error text.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import JsonValue

from backend.domain.canonical import JsonObject
from backend.domain.plans.references import ReferenceKind, as_reference

LONGEST_QUOTE = 300
LONGEST_VALUE = 80
MOST_ITEMS = 20
_DIGEST = 20
_SPACES = re.compile(r"\s+")
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._/-]*)?")
_MARKUP = re.compile(r"[`*<>\[\]|~\\#!$]|\b_|_\b|://|www\.|@")


def name(text: object) -> str:
    """An id, ARN or name as it is, in a code span."""
    return f"`{_visible(str(text))}`"


def quoted(text: object, longest: int = LONGEST_QUOTE) -> str:
    """Somebody else's words, short, in quotation marks and a code span: they are data."""
    return f'`"{_cut(_visible(str(text)), longest)}"`'


def shown(text: str) -> str:
    """A sentence of this program; in a code span where something in it could be markup."""
    plain = _visible(text)
    return f"`{plain}`" if _MARKUP.search(plain) else plain


def address(url: str) -> str:
    """A URL that can be followed, where nothing in it could be markup; else as a name."""
    return url if _PLAIN_URL.fullmatch(url) else name(url)


def sentence(text: str) -> str:
    """:func:`shown`, with its full stop."""
    return shown(f"{text.rstrip().rstrip('.')}.")


def value(found: JsonValue) -> str:
    """A value of a parameter, short; what is known later or kept secret is said in words."""
    reference = as_reference(found)
    if reference is None:
        return _plain_value(found)
    step_id, _, field = reference.name.partition(".")
    if reference.kind is ReferenceKind.SECRET:
        return f"a secret of the vault (for {name(field or step_id)})"
    return f"known after the step {name(step_id)}"


def members(found: JsonObject, untold: frozenset[str] = frozenset()) -> dict[str, JsonValue]:
    """The members of a state or of parameters; those of an object inside it each by itself."""
    told: dict[str, JsonValue] = {}
    for key, item in found.items():
        if key in untold:
            continue
        if isinstance(item, dict) and item and as_reference(item) is None and not _grants(item):
            told.update({f"{key}.{inner}": each for inner, each in members(item).items()})
        else:
            told[key] = item
    return told


def listed(items: Iterable[str]) -> str:
    """A list, one item a line; the number of those that are left out is said."""
    lines = [f"- {item}" for item in items]
    more = [f"- and {len(lines) - MOST_ITEMS} more"] if len(lines) > MOST_ITEMS else []
    return "\n".join([*lines[:MOST_ITEMS], *more])


def joined(items: Sequence[str]) -> str:
    """``a, b and c``."""
    *most, last = items or ("nothing",)
    return f"{', '.join(most)} and {last}" if most else last


def counted(count: int, noun: str) -> str:
    """``1 step``, ``2 steps``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def moment(when: datetime) -> str:
    """``2 January 2030, 03:04 UTC``."""
    at = when.astimezone(UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def paragraphs(*parts: str) -> str:
    """The parts that say something, a blank line between them."""
    return "\n\n".join(part for part in parts if part)


def _plain_value(found: JsonValue) -> str:
    if isinstance(found, dict) and _grants(found):
        return f"a policy that allows {joined([name(each) for each in _grants(found)])}"
    text = found if isinstance(found, str) else json.dumps(_told(found), ensure_ascii=False)
    longest = _DIGEST if text.startswith("sha256:") else LONGEST_VALUE
    return name(_cut(text, longest)) if text else "empty"


def _grants(policy: JsonObject) -> list[str]:
    """The actions that a policy document allows; none, where it is no policy."""
    statements: Any = policy.get("Statement")
    several: list[Any] = [statements] if isinstance(statements, dict) else statements or []
    found = (each.get("Action", []) for each in several)
    return [action for each in found for action in ([each] if isinstance(each, str) else each)]


def _told(found: JsonValue) -> JsonValue:
    """Without the references inside, which say nothing to people."""
    reference = as_reference(found)
    if reference is not None:
        return "***" if reference.kind is ReferenceKind.SECRET else "(known later)"
    if isinstance(found, dict):
        return {key: _told(item) for key, item in found.items()}
    return [_told(item) for item in found] if isinstance(found, list) else found


def _visible(text: str) -> str:
    """On one line, without characters that nobody sees or that end a code span."""
    spaced = _SPACES.sub(" ", text).strip().replace("`", "'")
    return "".join(each for each in spaced if unicodedata.category(each)[0] != "C") or "(empty)"


def _cut(text: str, longest: int) -> str:
    """At a space, where there is one near the end."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    head = cut.rpartition(" ")[0]
    return f"{(head if len(head) > longest // 2 else cut).rstrip()}…"
