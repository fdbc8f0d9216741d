"""The first start makes keys on a laptop; elsewhere they must be there."""

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from backend.credentials.installation_keys import open_installation_keys
from backend.credentials.signing_key import create_signing_key, load_signing_key
from backend.domain.errors import OperatorMustAct


def test_the_first_start_makes_both_keys_and_the_second_reads_them(tmp_path: Path) -> None:
    first = open_installation_keys(tmp_path, may_create=True, random_bytes=os.urandom)
    second = open_installation_keys(tmp_path, may_create=False, random_bytes=os.urandom)

    assert second.key_ring.ring.active_key_id == first.key_ring.ring.active_key_id
    assert second.signing_key.private_bytes_raw() == first.signing_key.private_bytes_raw()
    assert {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "keys").iterdir()} == {
        "master.json": 0o600,
        "signing.key": 0o600,
    }


@pytest.mark.parametrize("missing", ["master.json", "signing.key"])
def test_a_start_without_permission_to_create_refuses_a_missing_key(
    tmp_path: Path, missing: str
) -> None:
    open_installation_keys(tmp_path, may_create=True, random_bytes=os.urandom)
    (tmp_path / "keys" / missing).unlink()

    with pytest.raises(OperatorMustAct, match="E_KEY_MISSING"):
        open_installation_keys(tmp_path, may_create=False, random_bytes=os.urandom)


def test_a_kill_between_the_two_keys_is_made_good_by_the_next_start(tmp_path: Path) -> None:
    keys = open_installation_keys(tmp_path, may_create=True, random_bytes=os.urandom)
    (tmp_path / "keys" / "signing.key").unlink()
    again = open_installation_keys(tmp_path, may_create=True, random_bytes=os.urandom)

    assert again.key_ring.ring.active_key_id == keys.key_ring.ring.active_key_id


def test_a_signature_can_be_checked_with_the_public_half(tmp_path: Path) -> None:
    key = create_signing_key(tmp_path / "signing.key")
    signature = key.sign(b"plan")

    load_signing_key(tmp_path / "signing.key").public_key().verify(signature, b"plan")
    assert len(signature) == 64


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_damaged_signing_key_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content) == "E_KEY_DAMAGED"


def test_a_signing_key_of_another_kind_or_from_a_sample_is_refused(tmp_path: Path) -> None:
    other = X25519PrivateKey.generate()
    sample = Ed25519PrivateKey.from_private_bytes(bytes(32))
    pem = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    assert refusal(tmp_path, other.private_bytes(*pem)) == "E_KEY_DAMAGED"
    assert refusal(tmp_path, sample.private_bytes(*pem)) == "E_KEY_SAMPLE"


def test_an_exposed_signing_key_is_refused(tmp_path: Path) -> None:
    create_signing_key(tmp_path / "signing.key")
    (tmp_path / "signing.key").chmod(0o644)

    with pytest.raises(OperatorMustAct, match="E_KEY_EXPOSED"):
        load_signing_key(tmp_path / "signing.key")


def refusal(folder: Path, content: bytes) -> str:
    path = folder / "signing.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(OperatorMustAct) as refused:
        load_signing_key(path)
    return refused.value.error_code
