"""Whether key material could have come from a random source."""

from itertools import pairwise

from backend.domain.errors import OperatorMustAct

KEY_BYTES = 32
"""AES-256 and Ed25519 both take 32 bytes."""

_FEWEST_DISTINCT = 16
"""32 random bytes have about 30 distinct values; fewer than 16 never happen by chance."""


def require_strong(material: bytes, name: str) -> bytes:
    """The same bytes, if they are 32 and look random.

    Raises:
        OperatorMustAct: ``E_KEY_TOO_SHORT`` or ``E_KEY_SAMPLE`` (a pattern, a text, a counter).
    """
    if len(material) != KEY_BYTES:
        raise OperatorMustAct(
            "E_KEY_TOO_SHORT",
            f"The key {name} has {len(material)} bytes; it needs {KEY_BYTES}.",
            "Make one with: openssl rand -base64 32",
        )
    if _is_sample(material):
        raise OperatorMustAct(
            "E_KEY_SAMPLE",
            f"The key {name} is a sample or was typed by hand.",
            "Make one with: openssl rand -base64 32",
        )
    return material


def _is_sample(material: bytes) -> bool:
    steps = {(later - former) % 256 for former, later in pairwise(material)}
    is_text = all(0x20 <= byte < 0x7F for byte in material)
    return len(set(material)) < _FEWEST_DISTINCT or len(steps) == 1 or is_text
