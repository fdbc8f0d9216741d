"""Keys from the vault: the only source that a server has."""

from backend.credentials.vault import CredentialVault
from backend.domain.aws_credentials import AccessKeySpec, AwsCredentials, CredentialScope
from backend.domain.identifiers import CredentialId

_PURPOSE = "aws_credentials"


class StoredProvider:
    """The access keys of one scope; a profile is the name or the id of a credential."""

    name = "vault"

    def __init__(self, vault: CredentialVault, scope: CredentialScope) -> None:
        self._vault = vault
        self._scope = scope

    async def is_available(self) -> bool:
        """Always: a vault may be empty, but it is there."""
        return True

    async def get_credentials(self, profile: str | None = None) -> AwsCredentials | None:
        """The keys with that name, or the only ones there are without a name."""
        credential_id = await self._choose(profile)
        if credential_id is None:
            return None
        async with self._vault.reveal(self._scope, credential_id, purpose=_PURPOSE) as spec:
            if not isinstance(spec, AccessKeySpec):
                return None
            return AwsCredentials(
                access_key_id=spec.access_key_id,
                secret_access_key=spec.secret_access_key,
                session_token=spec.session_token,
                source=f"{self.name}:{spec.name}",
            )

    async def _choose(self, profile: str | None) -> CredentialId | None:
        found = [
            summary.credential_id
            for summary in await self._vault.list(self._scope)
            if summary.kind == "access_key"
            and profile in (None, summary.name, summary.credential_id)
        ]
        return found[0] if len(found) == 1 else None
