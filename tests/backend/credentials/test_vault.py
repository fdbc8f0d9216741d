"""The vault: what goes in comes out for one purpose, in one scope, on record."""

from datetime import timedelta
from pathlib import Path

import pytest

from backend.credentials.records import COLLECTION
from backend.domain.aws_credentials import (
    AccessKeySpec,
    CredentialScope,
    EnvironmentValuesSpec,
    RoleSpec,
    SandboxAccountSpec,
)
from backend.domain.errors import OperatorMustAct, UserCanFix
from backend.domain.identifiers import CredentialId
from backend.domain.redaction import Redactor
from backend.domain.secrets import Secret
from tests.doubles.vaults import NOW, SECRET_KEY, VaultHouse, access_key, scope

STRANGERS = {
    "tenant": scope(tenant="other"),
    "environment": scope(environment="production"),
    "application": scope(application="other"),
    "user": scope(user="mallory"),
}


@pytest.fixture
def house(tmp_path: Path) -> VaultHouse:
    return VaultHouse(tmp_path)


@pytest.mark.spec("S2-48", "S2-152")
async def test_a_credential_is_revealed_for_a_purpose_and_dropped(house: VaultHouse) -> None:
    added = await house.vault.add(scope(), access_key())
    redactor = Redactor(house.known)
    async with house.vault.reveal(scope(), added.credential_id, purpose="step_1") as spec:
        assert isinstance(spec, AccessKeySpec)
        assert spec.secret_access_key.reveal() == SECRET_KEY
        assert redactor.text(f"<{SECRET_KEY}>") == "<***>"

    assert redactor.text(f"<{SECRET_KEY}>") == f"<{SECRET_KEY}>"
    assert [(use.credential_id, use.purpose) for use in house.uses] == [
        (added.credential_id, "step_1")
    ]


async def test_secrets_are_dropped_also_after_a_failure(house: VaultHouse) -> None:
    added = await house.vault.add(scope(), access_key())
    with pytest.raises(ValueError, match="step failed"):
        async with house.vault.reveal(scope(), added.credential_id, purpose="step_1"):
            raise ValueError("step failed")

    assert repr(house.known) == "<KnownSecrets: 0 values>"


async def test_without_audit_nothing_is_revealed(house: VaultHouse) -> None:
    added = await house.vault.add(scope(), access_key())
    house.is_audit_broken = True

    with pytest.raises(OSError, match="no space"):
        async with house.vault.reveal(scope(), added.credential_id, purpose="step_1"):
            pytest.fail("revealed")


@pytest.mark.spec("S2-151")
async def test_what_is_stored_and_shown_holds_no_secret(house: VaultHouse) -> None:
    added = await house.vault.add(scope(), access_key())
    document = await house.store.get(COLLECTION, added.credential_id)

    assert added.last_four == "1234"
    assert added.created_at == NOW
    assert document is not None
    assert document["schema_version"] == 1
    assert SECRET_KEY not in f"{document!r} {added!r} {added.model_dump_json()}"


async def test_summaries_are_listed_oldest_first(tmp_path: Path) -> None:
    times = iter(NOW + timedelta(seconds=second) for second in range(1000))
    house = VaultHouse(tmp_path, lambda: next(times))
    names = ["b", "a", "c"]
    for name in names:
        await house.vault.add(scope(), access_key(name))

    assert [summary.name for summary in await house.vault.list(scope())] == names


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS)
async def test_a_stranger_finds_nothing(house: VaultHouse, stranger: CredentialScope) -> None:
    added = await house.vault.add(scope(), access_key())

    assert await house.vault.list(stranger) == []
    await assert_not_found(house, stranger, added.credential_id)
    assert len(await house.vault.list(scope())) == 1


async def test_a_credential_of_the_environment_serves_its_applications(house: VaultHouse) -> None:
    shared = await house.vault.add(scope(application=None), access_key("shared"))
    own = await house.vault.add(scope(), access_key("own"))

    assert len(await house.vault.list(scope())) == 2
    assert len(await house.vault.list(scope(application=None))) == 2
    assert [each.name for each in await house.vault.list(scope(application="b"))] == ["shared"]
    async with house.vault.reveal(scope(), shared.credential_id, purpose="x") as spec:
        assert spec.name == "shared"
    assert own.scope == scope()


async def test_a_record_copied_to_another_person_does_not_decrypt(house: VaultHouse) -> None:
    added = await house.vault.add(scope(), access_key())
    await house.store.update_one(
        COLLECTION, {"_id": added.credential_id}, {"$set": {"user_id": "mallory"}}
    )

    with pytest.raises(OperatorMustAct, match="CREDENTIAL_BINDING"):
        async with house.vault.reveal(scope(user="mallory"), added.credential_id, purpose="x"):
            pytest.fail("revealed")


async def test_a_deleted_credential_is_gone(house: VaultHouse) -> None:
    added = await house.vault.add(scope(), access_key())
    await house.vault.delete(scope(), added.credential_id)

    await assert_not_found(house, scope(), added.credential_id)


async def test_expired_keys_are_refused_before_they_are_opened(house: VaultHouse) -> None:
    added = await house.vault.add(scope(), access_key(expires_at=NOW))

    with pytest.raises(UserCanFix, match="E_CREDENTIALS_EXPIRED"):
        async with house.vault.reveal(scope(), added.credential_id, purpose="x"):
            pytest.fail("revealed")
    assert house.uses == []


async def test_what_aws_says_of_a_credential_is_kept(house: VaultHouse) -> None:
    added = await house.vault.add(scope(), access_key())
    arn = "arn:aws:iam::123456789012:user/copilot"
    verified = await house.vault.record_identity(
        scope(), added.credential_id, account_id="123456789012", arn=arn
    )

    assert (verified.account_id, verified.arn) == ("123456789012", arn)
    assert await house.vault.get(scope(), added.credential_id) == verified


async def test_roles_and_the_sandbox_have_no_secrets(house: VaultHouse) -> None:
    role = await house.vault.add(
        scope(),
        RoleSpec(
            name="deployer",
            role_arn="arn:aws:iam::123456789012:role/deployer",
            source_credential_id=CredentialId("cred_1"),
        ),
    )
    sandbox = await house.vault.add(
        scope(), SandboxAccountSpec(name="sandbox", endpoint_url="http://127.0.0.1:4566")
    )

    assert (role.arn, role.is_sandbox) == ("arn:aws:iam::123456789012:role/deployer", False)
    assert sandbox.is_sandbox
    async with house.vault.reveal(scope(), sandbox.credential_id, purpose="x") as spec:
        assert spec.name == "sandbox"


async def test_ordinary_environment_values_do_not_wreck_other_texts(house: VaultHouse) -> None:
    values = {"STAGE": "production", "DB_PASSWORD": "sunshine", "DB_URL": "db://FAKE-host/x"}
    spec = EnvironmentValuesSpec(
        name="e", values={key: Secret(text) for key, text in values.items()}
    )
    added = await house.vault.add(scope(), spec)
    async with house.vault.reveal(scope(), added.credential_id, purpose="x") as revealed:
        text = Redactor(house.known).text("production sunshine db://FAKE-host/x")

    assert revealed == spec
    assert text == "production *** ***"


async def test_a_replaced_credential_keeps_its_id_and_has_only_the_new_secret(
    house: VaultHouse,
) -> None:
    old = EnvironmentValuesSpec(name="e", values={"DB_PASSWORD": Secret("old-FAKE-value")})
    new = EnvironmentValuesSpec(name="e", values={"DB_PASSWORD": Secret("new-FAKE-value")})
    added = await house.vault.add(scope(), old)

    replaced = await house.vault.replace(scope(), added.credential_id, new)

    assert replaced.credential_id == added.credential_id
    assert len(await house.vault.list(scope())) == 1
    async with house.vault.reveal(scope(), added.credential_id, purpose="x") as revealed:
        assert revealed == new


async def assert_not_found(
    house: VaultHouse, asker: CredentialScope, credential_id: CredentialId
) -> None:
    with pytest.raises(UserCanFix, match="E_CREDENTIAL_NOT_FOUND"):
        await house.vault.get(asker, credential_id)
    with pytest.raises(UserCanFix, match="E_CREDENTIAL_NOT_FOUND"):
        await house.vault.delete(asker, credential_id)
    with pytest.raises(UserCanFix, match="E_CREDENTIAL_NOT_FOUND"):
        await house.vault.record_identity(asker, credential_id, account_id="1", arn="a")
    with pytest.raises(UserCanFix, match="E_CREDENTIAL_NOT_FOUND"):
        async with house.vault.reveal(asker, credential_id, purpose="x"):
            pytest.fail("revealed")
