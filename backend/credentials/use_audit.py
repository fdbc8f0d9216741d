"""Each use of a credential as an audit record."""

from backend.credentials.vault import CredentialUse, RecordUse
from backend.domain.identifiers import ApplicationId, Scope
from backend.telemetry.audit import AuditLog

_WHOLE_ENVIRONMENT = ApplicationId("*")


def audited_uses(audit: AuditLog) -> RecordUse:
    """What the vault calls before it decrypts: one record per use, or no decryption."""

    async def record_use(use: CredentialUse) -> None:
        scope = Scope(
            tenant_id=use.scope.tenant_id,
            environment_id=use.scope.environment_id,
            application_id=use.scope.application_id or _WHOLE_ENVIRONMENT,
        )
        await audit.append(
            "credential_used",
            actor=use.scope.user_id,
            scope=scope,
            detail={"credential_id": use.credential_id, "purpose": use.purpose},
        )

    return record_use
