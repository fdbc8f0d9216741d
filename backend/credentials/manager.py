"""Finding AWS keys: one chain of sources on a server, another one on a person's own machine."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from backend.credentials.in_use import registered
from backend.credentials.providers.base import CredentialProvider
from backend.credentials.providers.config_file import ConfigFileProvider
from backend.credentials.providers.environment import EnvironmentProvider
from backend.credentials.providers.profile import ProfileProvider
from backend.credentials.providers.stored import StoredProvider
from backend.domain.aws_credentials import AwsCredentials
from backend.domain.errors import UserCanFix
from backend.domain.redaction import KnownSecrets


class AwsCredentialManager:
    """Asks its sources in order; the first that has keys wins."""

    def __init__(self, providers: Sequence[CredentialProvider], known: KnownSecrets) -> None:
        self._providers = tuple(providers)
        self._known = known

    @asynccontextmanager
    async def use(self, profile: str | None = None) -> AsyncGenerator[AwsCredentials, None]:
        """Keys for the length of a ``with`` block, known to the redaction inside it.

        Raises:
            UserCanFix: ``E_NO_CREDENTIALS``, naming the sources that were asked.
        """
        credentials = await self._first(profile)
        with registered(self._known, credentials.secret_fields()):
            yield credentials

    async def _first(self, profile: str | None) -> AwsCredentials:
        for provider in self._providers:
            if await provider.is_available():
                credentials = await provider.get_credentials(profile)
                if credentials is not None:
                    return credentials
        asked = ", ".join(provider.name for provider in self._providers)
        wanted = "" if profile is None else f" for {profile!r}"
        raise UserCanFix(
            "E_NO_CREDENTIALS",
            f"No AWS keys{wanted} were found; asked: {asked}.",
            "Add them with `copilot credentials add`, or use --sandbox for the simulated account.",
        )


def server_providers(stored: StoredProvider) -> tuple[CredentialProvider, ...]:
    """A server uses the vault and nothing of the machine that it runs on."""
    return (stored,)


def local_providers(
    *,
    variables: Mapping[str, str],
    credentials_file: Path,
    config_file: Path,
    stored: StoredProvider,
) -> tuple[CredentialProvider, ...]:
    """The order of the local command line: environment, profile, configuration file, vault."""
    return (
        EnvironmentProvider(variables),
        ProfileProvider(credentials_file),
        ConfigFileProvider(config_file),
        stored,
    )
