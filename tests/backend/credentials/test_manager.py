"""Where keys come from: the vault on a server, a fixed order on a person's own machine."""

from pathlib import Path

import pytest

from backend.credentials.manager import AwsCredentialManager, local_providers, server_providers
from backend.credentials.providers.base import CredentialProvider
from backend.credentials.providers.config_file import ConfigFileProvider
from backend.credentials.providers.environment import EnvironmentProvider
from backend.credentials.providers.profile import ProfileProvider
from backend.credentials.providers.stored import StoredProvider
from backend.domain.aws_credentials import AwsCredentials, SandboxAccountSpec
from backend.domain.errors import UserCanFix
from backend.domain.redaction import KnownSecrets, Redactor
from tests.doubles.vaults import ACCESS_KEY_ID, SECRET_KEY, VaultHouse, access_key, scope

VARIABLES = {
    "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
    "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    "AWS_SESSION_TOKEN": "FAKE-session",
    "AWS_REGION": "eu-west-1",
}
PROFILES = f"""
[default]
aws_access_key_id = {ACCESS_KEY_ID}
aws_secret_access_key = {SECRET_KEY}
[work]
aws_access_key_id = AKIAFAKEFAKEFAKEWORK
aws_secret_access_key = 100%%{SECRET_KEY}
[linked]
role_arn = arn:aws:iam::123456789012:role/x
"""
CONFIG = f"""
profiles:
  default:
    aws_access_key_id: {ACCESS_KEY_ID}
    aws_secret_access_key: {SECRET_KEY}
    region: eu-north-1
"""


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    (tmp_path / "credentials").write_text(PROFILES)
    return tmp_path / "credentials"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG)
    return tmp_path / "config.yaml"


async def source_of(*providers: CredentialProvider, profile: str | None = None) -> AwsCredentials:
    async with AwsCredentialManager(providers, KnownSecrets()).use(profile) as credentials:
        return credentials


@pytest.mark.spec("S1-14", "S1-71", "S1-72")
async def test_the_environment_gives_its_keys() -> None:
    provider = EnvironmentProvider(VARIABLES)
    found = await source_of(provider)

    assert await provider.is_available()
    assert found.access_key_id == ACCESS_KEY_ID
    assert found.secret_access_key.reveal() == SECRET_KEY
    assert (found.region, found.source) == ("eu-west-1", "environment")
    assert set(found.secret_fields()) == {"secret_access_key", "session_token"}


async def test_half_a_key_in_the_environment_is_none() -> None:
    provider = EnvironmentProvider({"AWS_ACCESS_KEY_ID": ACCESS_KEY_ID})

    assert not await provider.is_available()
    assert await provider.get_credentials() is None


@pytest.mark.spec("S1-15")
async def test_a_profile_gives_its_keys_as_they_are_written(profiles: Path) -> None:
    found = await source_of(ProfileProvider(profiles), profile="work")

    assert found.secret_access_key.reveal() == f"100%%{SECRET_KEY}"
    assert found.source == "profile:work"


@pytest.mark.parametrize("profile", ["linked", "unknown", "default "])
async def test_a_profile_without_keys_gives_none(profiles: Path, profile: str) -> None:
    assert await ProfileProvider(profiles).get_credentials(profile) is None


@pytest.mark.spec("S1-16")
async def test_a_configuration_file_gives_its_keys(config: Path) -> None:
    found = await source_of(ConfigFileProvider(config))

    assert (found.region, found.source) == ("eu-north-1", "config_file:default")


@pytest.mark.parametrize(
    "content", ["- [", "profiles: 3", "3", "", "profiles: {default: {region: 1}}"]
)
async def test_a_strange_configuration_file_gives_no_keys(tmp_path: Path, content: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(content)
    provider = ConfigFileProvider(path)
    if content == "- [":
        with pytest.raises(UserCanFix, match="E_CONFIG_UNREADABLE"):
            await provider.get_credentials()
    else:
        assert await provider.get_credentials() is None


async def test_a_damaged_profile_file_is_named_without_its_content(tmp_path: Path) -> None:
    path = tmp_path / "credentials"
    path.write_text(f"{SECRET_KEY} without a section")

    with pytest.raises(UserCanFix, match="E_PROFILE_UNREADABLE") as refusal:
        await ProfileProvider(path).get_credentials()
    assert SECRET_KEY not in str(refusal.value.as_record())


async def test_missing_files_are_not_available(tmp_path: Path) -> None:
    for provider in (ProfileProvider(tmp_path / "x"), ConfigFileProvider(tmp_path / "x")):
        assert not await provider.is_available()
        assert await provider.get_credentials() is None


@pytest.mark.spec("S1-12", "S1-19", "S1-20", "S1-21")
async def test_the_local_order_is_environment_profile_file_vault(
    tmp_path: Path, profiles: Path, config: Path
) -> None:
    house = VaultHouse(tmp_path)
    await house.vault.add(scope(), access_key("kept"))
    chain = local_providers(
        variables=VARIABLES,
        credentials_file=profiles,
        config_file=config,
        stored=StoredProvider(house.vault, scope()),
    )
    sources = [(await source_of(*chain[start:])).source for start in range(len(chain))]

    assert sources == ["environment", "profile:default", "config_file:default", "vault:kept"]


@pytest.mark.spec("S2-48")
async def test_a_server_asks_the_vault_alone(tmp_path: Path) -> None:
    house = VaultHouse(tmp_path)
    chain = server_providers(StoredProvider(house.vault, scope()))
    with pytest.raises(UserCanFix, match="E_NO_CREDENTIALS"):
        await source_of(*chain)
    await house.vault.add(scope(), access_key("kept"))

    assert [provider.name for provider in chain] == ["vault"]
    assert (await source_of(*chain, profile="kept")).source == "vault:kept"


async def test_the_vault_does_not_guess_between_two_keys(tmp_path: Path) -> None:
    house = VaultHouse(tmp_path)
    provider = StoredProvider(house.vault, scope())
    await house.vault.add(scope(), SandboxAccountSpec(name="s", endpoint_url="http://127.0.0.1:1"))
    await house.vault.add(scope(), access_key("a"))
    assert await provider.get_credentials() is not None

    await house.vault.add(scope(), access_key("b"))

    assert await provider.get_credentials() is None
    assert await provider.get_credentials("b") is not None


async def test_keys_are_redacted_while_they_are_used() -> None:
    known = KnownSecrets()
    manager = AwsCredentialManager([EnvironmentProvider(VARIABLES)], known)
    async with manager.use():
        assert Redactor(known).text("FAKE-session") == "***"

    assert Redactor(known).text("FAKE-session") == "FAKE-session"
