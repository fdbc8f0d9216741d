"""What a text may be to be shown to a model: an id, an ARN, a name, a time, a word of a closed set.

A grammar says yes or no to a whole text. Names are chosen by strangers, too, so one that reads as a
sentence is none.
"""

import re
from collections.abc import Callable

from backend.agents.guardrails.injections import reads_as_orders
from backend.domain.redaction import find_secrets

Grammar = Callable[[str], bool]

_MOST_WORDS = 12
"""A name made of more words than this is prose, whatever stands between them."""
_WORD = re.compile(r"[A-Za-z]{2,}")


def matching(pattern: str) -> Grammar:
    """Texts that the pattern matches as a whole; for what only a program writes."""
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def one_of(*words: str) -> Grammar:
    """A closed set."""
    return frozenset(words).__contains__


def name(pattern: str) -> Grammar:
    """Texts that the pattern matches, that are no sentence and hold no secret."""
    fits = matching(pattern)
    return lambda text: fits(text) and not _is_prose(text)


def nothing(_text: str) -> bool:
    """No text at all, also not deeper inside: for what strangers write freely."""
    return False


def container(_text: str) -> bool:
    """No text itself, but declared fields inside."""
    return False


def _is_prose(text: str) -> bool:
    return (
        len(_WORD.findall(text)) > _MOST_WORDS or reads_as_orders(text) or bool(find_secrets(text))
    )


ACCOUNT_ID = matching(r"\d{12}")
ARN = name(
    r"arn:aws[a-z-]{0,12}:[a-z0-9-]{2,32}:[a-z0-9-]{0,20}:(?:\d{12}|aws)?:[A-Za-z0-9_+=,.@:/*$-]{1,256}"
)
BUCKET = name(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
CODE = name(r"[A-Z][A-Z0-9_]{2,63}")
DIGEST = matching(r"(?:sha256:)?[0-9a-f]{40,64}|[A-Za-z0-9+/]{43}=")
IAM_ACTION = matching(r"[a-z0-9-]{2,32}:[A-Za-z0-9]{2,64}")
IDENTIFIER = name(r"[A-Za-z][A-Za-z0-9_.@-]{0,127}")
"""Ids of this program and of AWS: ``run_0123``, ``i-0abc``, ``deploy@1.0.0``."""
LOG_GROUP = name(r"/?[A-Za-z0-9_.#-]{1,64}(?:/[A-Za-z0-9_.#-]{1,64}){0,7}")
NAME = name(r"[A-Za-z0-9_+=,.@-]{1,128}")
OBJECT = name(r"[A-Za-z0-9!_.'()/-]{1,256}")
REGION = matching(r"[a-z]{2}(?:-[a-z]{2,5})?-[a-z]{4,9}-\d")
RESOURCE = name(r"[a-z0-9-]{2,32}:[a-z_-]{2,32}/[A-Za-z0-9_+=,.@:/#$-]{1,256}")
RUNTIME = matching(
    r"(?:python|nodejs|java|dotnet|ruby|go|provided)(?:core)?\d{0,2}(?:\.\d{1,2}|\.x|\.al\d{1,4})?"
)
SOURCE = name(r"(?:https://|git@|\.{0,2}/)?[A-Za-z0-9][A-Za-z0-9_.:@/~-]{0,255}")
TIME = matching(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?")
URL = name(
    r"https://(?:[a-z0-9-]{1,63}\.){1,6}(?:amazonaws\.com|on\.aws)(?:/[A-Za-z0-9._~-]{0,64}){0,4}"
    r"|https?://(?:127\.0\.0\.1|localhost|(?:[a-z0-9-]{1,63}\.){1,4}localhost)(?::\d{1,5})?"
    r"(?:/[A-Za-z0-9._~-]{0,64}){0,4}"
)
"""Addresses that AWS or the sandbox gave; any other host may be a stranger's."""
VARIABLE = name(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
VERSION = matching(r"\d{1,9}(?:\.\d{1,9}){0,2}|\$LATEST")
