"""Signatures under what this installation has written, so that a change at rest shows."""

import base64
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.domain.canonical import canonical_bytes


@dataclass(frozen=True, slots=True)
class RecordSigner:
    """Signs digests with the installation's Ed25519 key; ``purpose`` keeps them from being taken
    for signatures of anything else.
    """

    key: Ed25519PrivateKey
    purpose: str

    def signature_of(self, digest: str) -> str:
        """The signature under a record with that digest, in Base64."""
        return base64.b64encode(self.key.sign(self._signed(digest))).decode()

    def has_signed(self, digest: str, signature: str) -> bool:
        """Whether this installation has signed a record with that digest."""
        try:
            given = base64.b64decode(signature, validate=True)
            self.key.public_key().verify(given, self._signed(digest))
        except (InvalidSignature, ValueError):
            return False
        return True

    def _signed(self, digest: str) -> bytes:
        return canonical_bytes({"purpose": self.purpose, "digest": digest})
