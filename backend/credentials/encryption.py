"""AES-256-GCM envelopes: a data key per record, wrapped by the active master key.

Everything that is encrypted is bound to its place (tenant, environment, application, user,
credential, field, master key): a blob that was copied into another record does not decrypt.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.credentials.key_ring import KeyRing, RandomBytes
from backend.credentials.key_strength import KEY_BYTES
from backend.domain.aws_credentials import CredentialScope
from backend.domain.canonical import canonical_bytes
from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import CredentialId
from backend.domain.secrets import Secret

ENVELOPE_FORMAT = 1
_NONCE_BYTES = 12
_DATA_KEY = "$data_key"
"""No field of a credential can have this name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Binding:
    """The place that an envelope belongs to."""

    scope: CredentialScope
    credential_id: CredentialId

    def authenticated_data(self, field: str, key_id: str) -> bytes:
        """The AAD of one field: canonical JSON, so that no two places give the same bytes."""
        return canonical_bytes(
            {
                "format": ENVELOPE_FORMAT,
                "tenant_id": self.scope.tenant_id,
                "environment_id": self.scope.environment_id,
                "application_id": self.scope.application_id,
                "user_id": self.scope.user_id,
                "credential_id": self.credential_id,
                "field": field,
                "key_id": key_id,
            }
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """A record's encrypted fields; each ``bytes`` is a nonce of 12 bytes, then the ciphertext."""

    key_id: str
    data_key: bytes
    fields: Mapping[str, bytes]
    format: int = ENVELOPE_FORMAT


def seal_envelope(
    secrets: Mapping[str, Secret], binding: Binding, ring: KeyRing, random_bytes: RandomBytes
) -> Envelope:
    """Encrypt each secret under a fresh data key, wrapped by the active master key."""
    key_id = ring.active_key_id
    data_key = random_bytes(KEY_BYTES)
    wrapped = _encrypt(
        _master_key(ring, key_id),
        data_key,
        binding.authenticated_data(_DATA_KEY, key_id),
        random_bytes,
    )
    fields = {
        field: _encrypt(
            data_key,
            secret.reveal().encode(),
            binding.authenticated_data(field, key_id),
            random_bytes,
        )
        for field, secret in secrets.items()
    }
    return Envelope(key_id=key_id, data_key=wrapped, fields=fields)


def open_envelope(envelope: Envelope, binding: Binding, ring: KeyRing) -> dict[str, Secret]:
    """The secrets by field.

    Raises:
        OperatorMustAct: ``CREDENTIAL_BINDING``: the master key is gone, or the envelope was
            changed or belongs to another place. Which of them is not told apart.
    """
    if envelope.format != ENVELOPE_FORMAT:
        raise _not_bound()
    key_id = envelope.key_id
    master_key = _master_key(ring, key_id)
    aad = binding.authenticated_data(_DATA_KEY, key_id)
    data_key = _decrypt(master_key, envelope.data_key, aad)
    return {
        field: Secret(_decrypt(data_key, blob, binding.authenticated_data(field, key_id)).decode())
        for field, blob in envelope.fields.items()
    }


def _encrypt(key: bytes, plain: bytes, aad: bytes, random_bytes: RandomBytes) -> bytes:
    nonce = random_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, aad)


def _decrypt(key: bytes, blob: bytes, aad: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], aad)
    except (InvalidTag, ValueError):
        raise _not_bound() from None


def _master_key(ring: KeyRing, key_id: str) -> bytes:
    key = ring.material(key_id)
    if key is None:
        raise _not_bound()
    return key


def _not_bound() -> OperatorMustAct:
    return OperatorMustAct(
        "CREDENTIAL_BINDING",
        "A stored credential cannot be decrypted: it was changed, belongs to another record, or "
        "its master key is no longer in the key ring.",
        "Restore keys/master.json from your backup, or delete the credential and add it again.",
    )
