"""The two keys of an installation: the master key ring and the signing key."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.credentials.key_ring import KeyRingFile, RandomBytes, new_key_ring, save_key_ring
from backend.credentials.private_files import missing_key
from backend.credentials.signing_key import create_signing_key, load_signing_key

FOLDER = "keys"
MASTER_FILE = "master.json"
SIGNING_FILE = "signing.key"


@dataclass(frozen=True, kw_only=True, slots=True)
class InstallationKeys:
    """What a start needs before anything can be decrypted or sealed."""

    key_ring: KeyRingFile
    signing_key: Ed25519PrivateKey


def open_installation_keys(
    data_directory: Path, *, may_create: bool, random_bytes: RandomBytes
) -> InstallationKeys:
    """The keys in ``data_directory/keys``; a first start on a laptop makes them.

    Keys are made only where there is no vault yet: ``may_create`` says so.

    Raises:
        OperatorMustAct: ``E_KEY_…``: a key is missing and may not be made, or is refused.
    """
    master = data_directory / FOLDER / MASTER_FILE
    signing = data_directory / FOLDER / SIGNING_FILE
    if not master.exists():
        _require_permission(master, may_create=may_create)
        save_key_ring(master, new_key_ring(random_bytes), replace=False)
    if not signing.exists():
        _require_permission(signing, may_create=may_create)
        create_signing_key(signing)
    return InstallationKeys(
        key_ring=KeyRingFile(master, random_bytes), signing_key=load_signing_key(signing)
    )


def _require_permission(path: Path, *, may_create: bool) -> None:
    if not may_create:
        raise missing_key(path)
