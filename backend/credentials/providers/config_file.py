"""Keys from a YAML file of one's own, for the local command line alone."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from backend.credentials.providers.profile import credentials_from
from backend.domain.aws_credentials import AwsCredentials
from backend.domain.errors import UserCanFix

_DEFAULT_PROFILE = "default"


class ConfigFileProvider:
    """``profiles: {name: {aws_access_key_id: …, aws_secret_access_key: …, region: …}}``."""

    name = "config_file"

    def __init__(self, config_file: Path) -> None:
        self._file = config_file

    async def is_available(self) -> bool:
        """Whether the file is there."""
        return await asyncio.to_thread(self._file.is_file)

    async def get_credentials(self, profile: str | None = None) -> AwsCredentials | None:
        """The keys of a profile.

        Raises:
            UserCanFix: ``E_CONFIG_UNREADABLE``.
        """
        name = profile or _DEFAULT_PROFILE
        profiles = _mapping(await asyncio.to_thread(self._content)).get("profiles")
        fields = _mapping(_mapping(profiles).get(name))
        texts = {field: value for field, value in fields.items() if isinstance(value, str)}
        return credentials_from(texts, f"{self.name}:{name}")

    def _content(self) -> object:
        import yaml

        try:
            return yaml.safe_load(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeError, yaml.YAMLError):
            # The parser's own message quotes the line, which may hold a key.
            raise UserCanFix(
                "E_CONFIG_UNREADABLE",
                f"The file {self._file} cannot be read as YAML.",
                "Check its permissions and its indentation.",
            ) from None


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}
