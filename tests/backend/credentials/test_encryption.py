"""Envelopes: bound to their place, whole or not at all."""

import os
from dataclasses import replace

import pytest

from backend.credentials.encryption import Binding, open_envelope, seal_envelope
from backend.credentials.key_ring import new_key_ring
from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import CredentialId
from backend.domain.secrets import Secret
from tests.doubles.vaults import SECRET_KEY, scope

RING = new_key_ring(os.urandom)
HERE = Binding(scope=scope(), credential_id=CredentialId("cred_1"))
SECRETS = {"secret_access_key": Secret(SECRET_KEY), "session_token": Secret("FAKE ünïcode")}
ENVELOPE = seal_envelope(SECRETS, HERE, RING, os.urandom)
ELSEWHERE = {
    "tenant": replace(HERE, scope=scope(tenant="other")),
    "environment": replace(HERE, scope=scope(environment="production")),
    "application": replace(HERE, scope=scope(application="other")),
    "no application": replace(HERE, scope=scope(application=None)),
    "user": replace(HERE, scope=scope(user="mallory")),
    "credential": replace(HERE, credential_id=CredentialId("cred_2")),
}


def assert_refused(envelope=ENVELOPE, binding=HERE, ring=RING) -> None:
    with pytest.raises(OperatorMustAct, match="CREDENTIAL_BINDING"):
        open_envelope(envelope, binding, ring)


def test_what_was_sealed_can_be_opened_in_its_place() -> None:
    assert open_envelope(ENVELOPE, HERE, RING) == SECRETS


def test_no_secret_is_readable_in_an_envelope() -> None:
    assert SECRET_KEY.encode() not in b"".join((ENVELOPE.data_key, *ENVELOPE.fields.values()))


@pytest.mark.parametrize("binding", ELSEWHERE.values(), ids=ELSEWHERE)
def test_an_envelope_does_not_open_anywhere_else(binding: Binding) -> None:
    assert_refused(binding=binding)


def test_two_fields_cannot_be_swapped_or_moved() -> None:
    first, second = ENVELOPE.fields.values()

    assert_refused(replace(ENVELOPE, fields={"secret_access_key": second, "session_token": first}))
    assert_refused(replace(ENVELOPE, fields={"token": first}))


def test_a_field_of_another_record_cannot_be_pasted() -> None:
    other = seal_envelope(SECRETS, ELSEWHERE["credential"], RING, os.urandom)

    assert_refused(replace(ENVELOPE, fields=other.fields))
    assert_refused(replace(ENVELOPE, fields=other.fields, data_key=other.data_key))


@pytest.mark.parametrize("position", [0, 11, 12, -1])
def test_every_changed_byte_is_noticed(position: int) -> None:
    for name, blob in ENVELOPE.fields.items():
        changed = bytearray(blob)
        changed[position] ^= 1
        assert_refused(replace(ENVELOPE, fields={name: bytes(changed)}))


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_a_cut_blob_is_refused(length: int) -> None:
    assert_refused(replace(ENVELOPE, data_key=ENVELOPE.data_key[:length]))


def test_another_ring_key_or_format_is_refused() -> None:
    assert_refused(ring=new_key_ring(os.urandom))
    assert_refused(replace(ENVELOPE, key_id=RING.with_new_key(os.urandom).active_key_id))
    assert_refused(replace(ENVELOPE, format=2))


def test_the_same_secret_never_gives_the_same_bytes() -> None:
    again = seal_envelope(SECRETS, HERE, RING, os.urandom)

    assert not set(again.fields.values()) & set(ENVELOPE.fields.values())
