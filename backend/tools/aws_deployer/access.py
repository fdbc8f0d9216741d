"""Access to an account: keys from the vault, for the length of one errand."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from backend.aws.account import AwsAccount
from backend.aws.errors import AwsFailure
from backend.aws.permits import BoundCall
from backend.aws.session import AccessKeys, Endpoint
from backend.aws.throttle import Throttles
from backend.credentials.vault import CredentialVault
from backend.domain.aws_credentials import (
    AccessKeySpec,
    CredentialScope,
    CredentialSpec,
    EnvironmentValuesSpec,
    RoleSpec,
    SandboxAccountSpec,
    split_secret_reference,
)
from backend.domain.canonical import canonical_bytes
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import CredentialId, Scope
from backend.domain.plans.plan import AccountBinding
from backend.domain.secrets import Secret
from backend.tools.aws_deployer.call import Errand

SANDBOX_KEYS = AccessKeys(
    access_key_id=Secret("AKIAFAKESANDBOXKEY01"),
    secret_access_key=Secret("sandbox-fake-secret-key-EXAMPLE-0000000000"),
)
"""The documented keys of the simulated account; they open nothing else."""


@dataclass(frozen=True, slots=True)
class VaultAccess:
    """The vault as apply sees it; ``user_id`` is whose credentials they are.

    Requests to AWS keep the rate of ``throttles``, by access key: the account is not known before
    AWS has told it, and an assumed role counts as the keys that assumed it. The simulated account
    is not AWS, and has no rate.
    """

    vault: CredentialVault
    user_id: str
    throttles: Throttles

    @asynccontextmanager
    async def open_account(
        self, scope: Scope, binding: AccountBinding, errand: Errand
    ) -> AsyncGenerator[AwsAccount, None]:
        """Access with the stored keys; a role is assumed for the errand, under its policy.

        Raises:
            UserCanFix: ``E_CREDENTIAL_NOT_FOUND``, ``E_CREDENTIALS_EXPIRED``,
            ``CREDENTIAL_BINDING``.
        """
        owner = self._owner(scope)
        async with self.vault.reveal(owner, binding.credential_id, purpose=errand.name) as spec:
            if isinstance(spec, RoleSpec):
                async with self._source(owner, spec, errand, binding.region) as account:
                    yield await asyncio.to_thread(_assume, account, spec, errand)
            else:
                yield self._account(spec, binding.region)

    @asynccontextmanager
    async def open_values(
        self, scope: Scope, names: frozenset[str]
    ) -> AsyncGenerator[dict[str, Secret], None]:
        """The values behind ``credential_id.NAME`` references, by that name."""
        values: dict[str, Secret] = {}
        by_id: dict[CredentialId, list[str]] = {}
        for name in sorted(names):
            by_id.setdefault(split_secret_reference(name)[0], []).append(name)
        owner = self._owner(scope)
        async with AsyncExitStack() as revealed:
            for credential_id, wanted in by_id.items():
                opening = self.vault.reveal(owner, credential_id, purpose="environment")
                spec = await revealed.enter_async_context(opening)
                values.update({name: _value(spec, name) for name in wanted})
            yield values

    @asynccontextmanager
    async def _source(
        self, owner: CredentialScope, role: RoleSpec, errand: Errand, region: str
    ) -> AsyncGenerator[AwsAccount, None]:
        source = role.source_credential_id
        async with self.vault.reveal(owner, source, purpose=errand.name) as spec:
            yield self._account(spec, region)

    def _owner(self, scope: Scope) -> CredentialScope:
        return CredentialScope(**scope.model_dump(), user_id=self.user_id)

    def _account(self, spec: CredentialSpec, region: str) -> AwsAccount:
        match spec:
            case AccessKeySpec():
                keys = AccessKeys(
                    access_key_id=Secret(spec.access_key_id),
                    secret_access_key=spec.secret_access_key,
                    session_token=spec.session_token,
                )
                throttle = self.throttles.of(spec.access_key_id)
                return AwsAccount(keys, Endpoint(region=region), throttle)
            case SandboxAccountSpec():
                return AwsAccount(SANDBOX_KEYS, Endpoint(region=region, url=spec.endpoint_url))
            case _:
                raise UserCanFix(
                    "CREDENTIAL_BINDING",
                    f"The credential {spec.name} holds no AWS keys.",
                    "Choose one that does: copilot credentials list.",
                )


def _assume(source: AwsAccount, role: RoleSpec, errand: Errand) -> AwsAccount:
    """STS ``AssumeRole`` for 15 minutes, the least that AWS gives (STS API Reference)."""
    params: dict[str, str | int] = {
        "RoleArn": role.role_arn,
        "RoleSessionName": f"copilot-{errand.name}"[:64],
        "DurationSeconds": 900,
    }
    if role.external_id:
        params["ExternalId"] = role.external_id
    if errand.policy:
        params["Policy"] = canonical_bytes(errand.policy).decode()
    try:
        answer = source.perform(BoundCall(service="sts", operation="AssumeRole", params={**params}))
    except AwsFailure as failure:
        raise failure.error from None
    keys = answer["Credentials"]
    assumed = AccessKeys(
        access_key_id=Secret(keys["AccessKeyId"]),
        secret_access_key=Secret(keys["SecretAccessKey"]),
        session_token=Secret(keys["SessionToken"]),
    )
    return AwsAccount(assumed, source.endpoint, source.throttle)


def _value(spec: CredentialSpec, name: str) -> Secret:
    variable = split_secret_reference(name)[1]
    if not isinstance(spec, EnvironmentValuesSpec) or variable not in spec.values:
        raise UserCanFix(
            "CREDENTIAL_BINDING",
            f"The vault holds no value of the environment variable {variable}.",
            "Give it again with --env and plan again.",
        )
    return spec.values[variable]
