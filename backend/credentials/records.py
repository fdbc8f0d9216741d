"""Vault records: what a stored credential looks like as a document, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from backend.credentials.encryption import Binding, Envelope
from backend.domain.aws_credentials import CredentialScope, CredentialSpec, CredentialSummary
from backend.domain.identifiers import CredentialId
from backend.stores.documents import Document

COLLECTION = "credentials"
SCHEMA_VERSION = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class CredentialRecord:
    """One stored credential: what may be shown, and the encrypted rest."""

    credential_id: CredentialId
    scope: CredentialScope
    public: Mapping[str, object]
    last_four: str
    envelope: Envelope
    created_at: datetime
    account_id: str | None = None
    arn: str | None = None

    @property
    def binding(self) -> Binding:
        """The place that the envelope was sealed for."""
        return Binding(scope=self.scope, credential_id=self.credential_id)

    def to_document(self) -> Document:
        """The record as it is stored."""
        return {
            "_id": self.credential_id,
            "schema_version": SCHEMA_VERSION,
            **self.scope.model_dump(),
            "public": dict(self.public),
            "last_four": self.last_four,
            "envelope": envelope_document(self.envelope),
            "created_at": self.created_at,
            "account_id": self.account_id,
            "arn": self.arn,
        }

    def summary(self) -> CredentialSummary:
        """What a person may see."""
        return CredentialSummary.model_validate(
            {
                "credential_id": self.credential_id,
                "scope": self.scope,
                "kind": self.public["kind"],
                "name": self.public["name"],
                "last_four": self.last_four,
                "is_sandbox": self.public["kind"] == "sandbox_account",
                "account_id": self.account_id,
                "arn": self.arn or self.public.get("role_arn"),
                "expires_at": self.public.get("expires_at"),
                "created_at": self.created_at,
            }
        )


def record_of(
    credential_id: CredentialId,
    scope: CredentialScope,
    spec: CredentialSpec,
    envelope: Envelope,
    created_at: datetime,
) -> CredentialRecord:
    """A new record; the secrets of ``spec`` are in ``envelope`` alone."""
    return CredentialRecord(
        credential_id=credential_id,
        scope=scope,
        public=spec.public_fields(),
        last_four=spec.last_four(),
        envelope=envelope,
        created_at=created_at,
    )


def record_from(document: Document) -> CredentialRecord:
    """The inverse of :meth:`CredentialRecord.to_document`."""
    names = CredentialScope.model_fields
    return CredentialRecord(
        credential_id=CredentialId(cast("str", document["_id"])),
        scope=CredentialScope.model_validate({name: document[name] for name in names}),
        public=cast("Mapping[str, object]", document["public"]),
        last_four=cast("str", document["last_four"]),
        envelope=_envelope_from(cast("Document", document["envelope"])),
        created_at=cast("datetime", document["created_at"]),
        account_id=cast("str | None", document["account_id"]),
        arn=cast("str | None", document["arn"]),
    )


def envelope_document(envelope: Envelope) -> Document:
    """An envelope as it is stored."""
    return {
        "format": envelope.format,
        "key_id": envelope.key_id,
        "data_key": envelope.data_key,
        "fields": dict(envelope.fields),
    }


def _envelope_from(document: Document) -> Envelope:
    return Envelope(
        format=cast("int", document["format"]),
        key_id=cast("str", document["key_id"]),
        data_key=cast("bytes", document["data_key"]),
        fields=cast("Mapping[str, bytes]", document["fields"]),
    )
