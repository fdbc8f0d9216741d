"""A vault on memory, with what a test wants to look at."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from backend.credentials.key_ring import KeyRingFile, new_key_ring, save_key_ring
from backend.credentials.vault import CredentialUse, CredentialVault, VaultParts
from backend.domain.aws_credentials import AccessKeySpec, CredentialScope
from backend.domain.identifiers import ApplicationId, EnvironmentId, TenantId
from backend.domain.redaction import KnownSecrets
from backend.domain.secrets import Secret
from backend.stores.memory import MemoryDocuments

NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
ACCESS_KEY_ID = "AKIAFAKEFAKEFAKE1234"
SECRET_KEY = "FakeFakeFakeFakeFake/FakeFakeFa+FakeFake"


def scope(
    tenant: str = "local",
    environment: str = "default",
    application: str | None = "hello",
    user: str = "local_owner",
) -> CredentialScope:
    return CredentialScope(
        tenant_id=TenantId(tenant),
        environment_id=EnvironmentId(environment),
        application_id=None if application is None else ApplicationId(application),
        user_id=user,
    )


def access_key(name: str = "main", *, expires_at: datetime | None = None) -> AccessKeySpec:
    return AccessKeySpec(
        name=name,
        access_key_id=ACCESS_KEY_ID,
        secret_access_key=Secret(SECRET_KEY),
        expires_at=expires_at,
    )


class VaultHouse:
    """One vault, its store, its keys, its redaction and the uses that it recorded."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = lambda: NOW) -> None:
        path = folder / "keys" / "master.json"
        save_key_ring(path, new_key_ring(os.urandom), replace=False)
        self.store = MemoryDocuments(clock)
        self.keys = KeyRingFile(path, os.urandom)
        self.known = KnownSecrets()
        self.uses: list[CredentialUse] = []
        self.is_audit_broken = False
        self.vault = CredentialVault(
            VaultParts(
                store=self.store,
                keys=self.keys,
                known=self.known,
                record_use=self._record_use,
                clock=clock,
                random_bytes=os.urandom,
            )
        )

    async def _record_use(self, use: CredentialUse) -> None:
        if self.is_audit_broken:
            raise OSError("no space left")
        self.uses.append(use)
