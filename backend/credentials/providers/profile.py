"""Keys from the shared credentials file of the AWS tools, for the local command line alone."""

import asyncio
from collections.abc import Mapping
from configparser import ConfigParser
from configparser import Error as ConfigError
from pathlib import Path

from backend.domain.aws_credentials import AwsCredentials
from backend.domain.errors import UserCanFix
from backend.domain.secrets import Secret

_DEFAULT_PROFILE = "default"


class ProfileProvider:
    """The profiles in ``~/.aws/credentials`` that hold keys themselves; read anew each time."""

    name = "profile"

    def __init__(self, credentials_file: Path) -> None:
        self._file = credentials_file

    async def is_available(self) -> bool:
        """Whether the file is there."""
        return await asyncio.to_thread(self._file.is_file)

    async def get_credentials(self, profile: str | None = None) -> AwsCredentials | None:
        """The keys of a profile that holds keys.

        Raises:
            UserCanFix: ``E_PROFILE_UNREADABLE``.
        """
        name = profile or _DEFAULT_PROFILE
        section = await asyncio.to_thread(self._section, name)
        return credentials_from(section, f"{self.name}:{name}")

    def _section(self, name: str) -> Mapping[str, str]:
        parser = ConfigParser(interpolation=None, default_section="\0")
        try:
            parser.read_string(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeError, ConfigError):
            raise _unreadable(self._file) from None
        return dict(parser[name]) if parser.has_section(name) else {}


def credentials_from(fields: Mapping[str, str], source: str) -> AwsCredentials | None:
    """The keys among ``fields`` under the names that the AWS tools use, or ``None``."""
    key_id, secret = fields.get("aws_access_key_id"), fields.get("aws_secret_access_key")
    if not key_id or not secret:
        return None
    token = fields.get("aws_session_token")
    return AwsCredentials(
        access_key_id=key_id,
        secret_access_key=Secret(secret),
        session_token=Secret(token) if token else None,
        region=fields.get("region"),
        source=source,
    )


def _unreadable(path: Path) -> UserCanFix:
    return UserCanFix(
        "E_PROFILE_UNREADABLE",
        f"The file {path} cannot be read as a list of profiles.",
        "Check its permissions and that every line is [profile], name = value, or a comment.",
    )
