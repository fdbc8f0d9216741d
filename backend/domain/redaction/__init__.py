"""Redaction: finding secrets, and replacing them by ``***`` in front of every sink."""

from backend.domain.redaction.detection import find_secrets
from backend.domain.redaction.finding import CERTAIN_KINDS, PLACEHOLDER, Finding, Kind
from backend.domain.redaction.known import SHORTEST_KNOWN, KnownSecrets
from backend.domain.redaction.names import is_secret_name
from backend.domain.redaction.redactor import Redactor
from backend.domain.redaction.stream import StreamRedactor
from backend.domain.redaction.unseen import without_unseen

__all__ = [
    "CERTAIN_KINDS",
    "PLACEHOLDER",
    "SHORTEST_KNOWN",
    "Finding",
    "Kind",
    "KnownSecrets",
    "Redactor",
    "StreamRedactor",
    "find_secrets",
    "is_secret_name",
    "without_unseen",
]
