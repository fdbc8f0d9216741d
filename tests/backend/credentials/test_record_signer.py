"""Signatures under what this installation has written."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.credentials.record_signer import RecordSigner

DIGEST, OTHER = "sha256:" + "1" * 64, "sha256:" + "2" * 64


def signer(byte: bytes = b"1", purpose: str = "test/1") -> RecordSigner:
    return RecordSigner(Ed25519PrivateKey.from_private_bytes(byte * 32), purpose)


def test_what_was_signed_is_known_again() -> None:
    assert signer().has_signed(DIGEST, signer().signature_of(DIGEST))


@pytest.mark.parametrize(
    ("other", "digest"),
    [(signer(b"2"), DIGEST), (signer(purpose="test/2"), DIGEST), (signer(), OTHER)],
)
def test_a_signature_is_worth_nothing_elsewhere(other: RecordSigner, digest: str) -> None:
    assert not other.has_signed(digest, signer().signature_of(DIGEST))


@pytest.mark.parametrize("nonsense", ["", "RkFLRQ==", "not base64!", "ä"])
def test_nonsense_is_no_signature(nonsense: str) -> None:
    assert not signer().has_signed(DIGEST, nonsense)
