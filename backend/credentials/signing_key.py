"""The Ed25519 key with which approved plans are sealed."""

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from backend.credentials.key_strength import require_strong
from backend.credentials.private_files import read_private, write_private
from backend.domain.errors import OperatorMustAct


def load_signing_key(path: Path) -> Ed25519PrivateKey:
    """The key in a PEM file (PKCS 8, not encrypted) that only its owner can read.

    Raises:
        OperatorMustAct: ``E_KEY_MISSING``, ``E_KEY_EXPOSED``, ``E_KEY_UNREADABLE``,
            ``E_KEY_SAMPLE`` or ``E_KEY_DAMAGED``.
    """
    content = read_private(path)
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise OperatorMustAct(
            "E_KEY_DAMAGED",
            "The signing key is no Ed25519 private key in PEM form.",
            "Restore keys/signing.key from your backup, or make one with: "
            "openssl genpkey -algorithm ed25519",
        )
    require_strong(key.private_bytes_raw(), path.name)
    return key


def create_signing_key(path: Path) -> Ed25519PrivateKey:
    """A new key, on disk with mode 0600; an existing file is never replaced."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private(path, pem, replace=False)
    return key
