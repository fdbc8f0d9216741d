"""Canonical JSON (RFC 8785) and the digests made from it."""

import hashlib

import rfc8785
from pydantic import JsonValue

JsonObject = dict[str, JsonValue]


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
