"""Which names announce a secret: ``DB_PASSWORD``, ``secretAccessKey``, ``X-Api-Key``."""

import re

SENSITIVE_NAME = (
    r"(?P<name>password|passwd|passphrase|(?<![A-Za-z])pass|pwd|secret|token"
    r"|(?:api|access|account|auth|encryption|master|private|secret|signing)[_ -]?key"
    r"|connection[_-]?string|x-amz-signature)"
)
"""A pattern (to be used without case) for the last word of a name that announces a secret."""

_ENDS_SECRET = re.compile(SENSITIVE_NAME + r"\Z", re.IGNORECASE)
_PUBLIC_TOKEN = re.compile(
    r"(?:client|client[_-]?request|continuation|idempotency|next|page|pagination|start|starting)"
    r"[_-]?token\Z",
    re.IGNORECASE,
)
_LONGEST_NAME = 128


def is_secret_name(name: str) -> bool:
    """Whether a value under ``name`` is a secret.

    AWS's paging and idempotency tokens (``NextToken``, ``ClientToken``) are none.
    """
    tail = name[-_LONGEST_NAME:].rstrip()
    return bool(_ENDS_SECRET.search(tail)) and not _PUBLIC_TOKEN.search(tail)
