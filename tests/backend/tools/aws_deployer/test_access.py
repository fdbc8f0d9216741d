"""Access to an account: the right keys, for one errand, and nothing that is not there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from backend.aws.throttle import Throttles
from backend.domain.aws_credentials import (
    CredentialSpec,
    CredentialSummary,
    EnvironmentValuesSpec,
    GithubTokenSpec,
    RoleSpec,
    SandboxAccountSpec,
)
from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.identifiers import CredentialId
from backend.domain.plans.plan import AccountBinding
from backend.domain.secrets import Secret
from backend.tools.aws_deployer.access import SANDBOX_KEYS, VaultAccess
from backend.tools.aws_deployer.call import Errand
from tests.backend.tools.aws_deployer.hello import ACCOUNT, SCOPE
from tests.doubles.loopback_aws import LoopbackAws, loopback_aws
from tests.doubles.vaults import ACCESS_KEY_ID, NOW, SECRET_KEY, VaultHouse, access_key, scope

POLICY: dict[str, Any] = {"Version": "2012-10-17", "Statement": []}
LOOK = Errand(name="look")
ROLE_ARN = "arn:aws:iam::123456789012:role/deployer"
ASSUMED = (
    b"<AssumeRoleResponse><AssumeRoleResult><Credentials>"
    b"<AccessKeyId>ASIAFAKEFAKEFAKE5678</AccessKeyId>"
    b"<SecretAccessKey>FAKE-secret-of-the-role-EXAMPLE</SecretAccessKey>"
    b"<SessionToken>FAKE-token-of-the-role-EXAMPLE</SessionToken>"
    b"<Expiration>2030-01-02T04:00:00Z</Expiration>"
    b"</Credentials></AssumeRoleResult></AssumeRoleResponse>"
)
DENIED = (
    b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
)


class Safe:
    """A vault with credentials, and access through it."""

    def __init__(self, folder: Path) -> None:
        self.house = VaultHouse(folder)
        self.access = VaultAccess(self.house.vault, "local_owner", Throttles(lambda: 2.0))

    async def add(self, spec: CredentialSpec) -> CredentialSummary:
        return await self.house.vault.add(scope(application=None), spec)

    async def bound(self, spec: CredentialSpec) -> AccountBinding:
        added = await self.add(spec)
        return ACCOUNT.model_copy(update={"credential_id": added.credential_id})

    async def refusal(self, binding: AccountBinding, errand: Errand = LOOK) -> CopilotError:
        with pytest.raises(CopilotError) as error:
            async with self.access.open_account(SCOPE, binding, errand):
                raise AssertionError("it was opened")
        return error.value


@pytest.fixture
def safe(tmp_path: Path) -> Safe:
    return Safe(tmp_path)


@pytest.fixture
def aws() -> Iterator[LoopbackAws]:
    with loopback_aws() as server:
        yield server


async def role_over(safe: Safe, aws: LoopbackAws, **more: Any) -> AccountBinding:
    """A role that is assumed with the sandbox's keys, at a server on this machine."""
    source = await safe.add(SandboxAccountSpec(name="sandbox", endpoint_url=aws.url))
    return await safe.bound(
        RoleSpec(name="role", role_arn=ROLE_ARN, source_credential_id=source.credential_id, **more)
    )


@pytest.mark.spec("S2-48", "S2-152")
async def test_stored_keys_are_used_in_the_region_of_the_plan(safe: Safe) -> None:
    binding = await safe.bound(access_key())
    async with safe.access.open_account(SCOPE, binding, LOOK) as account:
        assert account.keys.access_key_id.reveal() == ACCESS_KEY_ID
        assert account.keys.secret_access_key.reveal() == SECRET_KEY
        assert (account.region, account.endpoint.url) == (ACCOUNT.region, None)
    assert [use.purpose for use in safe.house.uses] == ["look"]


async def test_the_sandbox_is_reached_at_its_own_address_with_its_own_keys(safe: Safe) -> None:
    url = "http://127.0.0.1:4566"
    binding = await safe.bound(SandboxAccountSpec(name="sandbox", endpoint_url=url))
    async with safe.access.open_account(SCOPE, binding, LOOK) as account:
        assert (account.keys, account.endpoint.url) == (SANDBOX_KEYS, url)


@pytest.mark.spec("S2-12")
async def test_requests_to_aws_keep_one_rate_per_key_and_the_sandbox_has_none(safe: Safe) -> None:
    real = await safe.bound(access_key())
    async with (
        safe.access.open_account(SCOPE, real, LOOK) as one,
        safe.access.open_account(SCOPE, real, LOOK) as other,
    ):
        assert one.throttle is not None
        assert one.throttle is other.throttle
        assert one.throttle.rate == 2.0
    url = "http://127.0.0.1:4566"
    simulated = await safe.bound(SandboxAccountSpec(name="sandbox", endpoint_url=url))
    async with safe.access.open_account(SCOPE, simulated, LOOK) as account:
        assert account.throttle is None


async def test_a_role_is_assumed_for_the_errand_under_its_policy(
    safe: Safe, aws: LoopbackAws
) -> None:
    aws.answer(200, ASSUMED)
    binding = await role_over(safe, aws, external_id="ours")
    errand = Errand(name="abc-create_bucket", policy=POLICY)
    async with safe.access.open_account(SCOPE, binding, errand) as account:
        assert account.keys.access_key_id.reveal() == "ASIAFAKEFAKEFAKE5678"
        assert account.keys.session_token is not None
        assert account.endpoint.url == aws.url
    (seen,) = aws.seen
    asked = {name: values[0] for name, values in parse_qs(seen.body.decode()).items()}
    assert (asked["Action"], asked["RoleArn"]) == ("AssumeRole", ROLE_ARN)
    assert asked["RoleSessionName"] == "copilot-abc-create_bucket"
    assert (asked["DurationSeconds"], asked["ExternalId"]) == ("900", "ours")
    assert asked["Policy"] == '{"Statement":[],"Version":"2012-10-17"}'
    assert [use.purpose for use in safe.house.uses] == ["abc-create_bucket"] * 2


async def test_the_name_of_a_session_has_at_most_64_characters(
    safe: Safe, aws: LoopbackAws
) -> None:
    aws.answer(200, ASSUMED)
    binding = await role_over(safe, aws)
    async with safe.access.open_account(SCOPE, binding, Errand(name="s" * 100)):
        asked = parse_qs(aws.seen[0].body.decode())
    assert len(asked["RoleSessionName"][0]) == 64
    assert not {"ExternalId", "Policy"} & set(asked)


async def test_a_role_that_aws_refuses_is_told(safe: Safe, aws: LoopbackAws) -> None:
    aws.answer(403, DENIED)
    error = await safe.refusal(await role_over(safe, aws))
    assert error.error_code == "E_ACCESS_DENIED"


@pytest.mark.parametrize(
    "spec",
    [
        GithubTokenSpec(name="github", token=Secret("FAKE-token-EXAMPLE")),
        EnvironmentValuesSpec(name="values", values={"A": Secret("FAKE-value")}),
    ],
)
async def test_what_holds_no_keys_opens_no_account(safe: Safe, spec: CredentialSpec) -> None:
    error = await safe.refusal(await safe.bound(spec))
    assert (type(error), error.error_code) == (UserCanFix, "CREDENTIAL_BINDING")
    assert spec.name in error.message


async def test_a_role_over_a_role_is_refused(safe: Safe) -> None:
    inner = await safe.add(
        RoleSpec(name="inner", role_arn=ROLE_ARN, source_credential_id=CredentialId("cred_0"))
    )
    outer = RoleSpec(name="outer", role_arn=ROLE_ARN, source_credential_id=inner.credential_id)
    assert (await safe.refusal(await safe.bound(outer))).error_code == "CREDENTIAL_BINDING"


async def test_what_is_not_there_opens_nothing(safe: Safe) -> None:
    binding = ACCOUNT.model_copy(update={"credential_id": CredentialId("cred_none")})
    assert (await safe.refusal(binding)).error_code == "E_CREDENTIAL_NOT_FOUND"


async def test_keys_that_expired_open_nothing(safe: Safe) -> None:
    binding = await safe.bound(access_key(expires_at=NOW))
    assert (await safe.refusal(binding)).error_code == "E_CREDENTIALS_EXPIRED"


async def test_another_person_opens_nothing(safe: Safe) -> None:
    binding = await safe.bound(access_key())
    safe.access = VaultAccess(safe.house.vault, "somebody_else", Throttles(lambda: 2.0))
    assert (await safe.refusal(binding)).error_code == "E_CREDENTIAL_NOT_FOUND"


# --- values ---


async def values_of(safe: Safe, *names: str) -> dict[str, str]:
    async with safe.access.open_values(SCOPE, frozenset(names)) as found:
        return {name: value.reveal() for name, value in found.items()}


async def test_values_are_found_by_their_references(safe: Safe) -> None:
    one = await safe.add(
        EnvironmentValuesSpec(name="a", values={"A": Secret("FAKE-a"), "B": Secret("FAKE-b")})
    )
    other = await safe.add(EnvironmentValuesSpec(name="c", values={"C": Secret("FAKE-c")}))
    names = (f"{one.credential_id}.A", f"{one.credential_id}.B", f"{other.credential_id}.C")
    found = await values_of(safe, *names)
    assert found == dict(zip(names, ("FAKE-a", "FAKE-b", "FAKE-c"), strict=True))
    assert [use.purpose for use in safe.house.uses] == ["environment"] * 2


async def test_no_names_open_nothing(safe: Safe) -> None:
    assert await values_of(safe) == {}
    assert safe.house.uses == []


async def test_a_variable_that_the_vault_does_not_hold_is_named(safe: Safe) -> None:
    added = await safe.add(EnvironmentValuesSpec(name="a", values={"A": Secret("FAKE-a")}))
    with pytest.raises(UserCanFix, match="variable MISSING") as error:
        await values_of(safe, f"{added.credential_id}.MISSING")
    assert error.value.error_code == "CREDENTIAL_BINDING"


async def test_keys_are_no_values(safe: Safe) -> None:
    added = await safe.add(access_key())
    with pytest.raises(UserCanFix) as error:
        await values_of(safe, f"{added.credential_id}.secret_access_key")
    assert error.value.error_code == "CREDENTIAL_BINDING"
