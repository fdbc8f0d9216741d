"""Canonical JSON (RFC 8785) and the digests made from it."""

import hashlib
import json

import rfc8785
from pydantic import JsonValue

from backend.domain.errors import UserCanFix

JsonObject = dict[str, JsonValue]
_NUL = "\0"


def canonical_bytes(value: JsonValue) -> bytes:
    """The one serialisation of ``value``; equal values give equal bytes.

    Raises:
        ValueError: for NaN, infinity, or an integer beyond 2**53 - 1, which JSON peers round
        silently.
    """
    return rfc8785.dumps(value)  # type: ignore[arg-type]


def digest_of(value: JsonValue) -> str:
    """``sha256:`` followed by 64 hexadecimal digits over the canonical bytes."""
    return f"sha256:{hashlib.sha256(canonical_bytes(value)).hexdigest()}"


def require_portable(value: JsonValue) -> None:
    """Raise unless every store and every reader gives ``value`` back exactly as it is.

    Raises:
        UserCanFix: ``E_VALUE_NOT_PORTABLE``: a number, a text or a name in it would be lost.
    """
    try:
        canonical_bytes(value)
    except (ValueError, RecursionError) as error:
        raise _not_portable(str(error)) from None
    if _has_nul_in_a_name(value):
        raise _not_portable("a name contains the character U+0000")


def portable(value: JsonValue) -> JsonValue:
    """``value`` as every store takes it: half of a surrogate pair in a text becomes ``?``.

    AWS cuts lines without regard to their characters, and JSON can carry what UTF-8 cannot.
    """
    return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))


def _has_nul_in_a_name(value: JsonValue) -> bool:
    match value:
        case dict():
            return any(_NUL in name or _has_nul_in_a_name(value[name]) for name in value)
        case list():
            return any(_has_nul_in_a_name(each) for each in value)
        case _:
            return False


def _not_portable(why: str) -> UserCanFix:
    return UserCanFix(
        "E_VALUE_NOT_PORTABLE",
        f"A value of the request could not be kept exactly as it is: {why[:200]}.",
        "Write a large number as a text, and leave out characters that are none.",
    )
