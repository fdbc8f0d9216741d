"""The settings: the only place where the process environment is read.

=====================  =====================================================================
``PORT``               the port of the service on 127.0.0.1; 8000 by default
``COPILOT_HOME``       the data directory; ``~/.aws-copilot`` by default
the rest               handed on to what passes parts of it on: proxies, certificates and the
                       package index for git and uv, the local AWS profile
=====================  =====================================================================

The names in :data:`RESERVED` belong to parts that this version does not have yet. They are refused
rather than ignored: who sets them expects something that would not happen.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from backend.domain.errors import UserCanFix

DEFAULT_PORT = 8000
DEFAULT_HOME = "~/.aws-copilot"
RESERVED = {
    "MONGODB_URI": "documents in MongoDB",
    "QDRANT_URL": "a vector index in Qdrant",
    "COPILOT_ENGINE_URL": "a durable engine on PostgreSQL",
    "OPENAI_API_KEY": "a language model",
    "OPENAI_BASE_URL": "a language model",
}
_HIGHEST_PORT = 65535


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a person can set; everything else is decided by the program."""

    port: int
    home: Path
    """Absolute; need not exist yet."""
    environment: Mapping[str, str] = field(repr=False)
    """The whole environment; it may hold secrets, so who takes from it names what it takes."""

    @property
    def search_path(self) -> str:
        """Where programs such as git, uv and bubblewrap are found."""
        return self.environment.get("PATH", os.defpath)


def settings_from_environment() -> Settings:
    """The settings of this process; see :func:`settings_from`."""
    return settings_from(os.environ)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read ``environment``; an empty value counts as unset. No message quotes a value of a secret.

    Raises:
        UserCanFix: ``E_SETTING_UNSUPPORTED`` or ``E_SETTING_INVALID``, naming the setting.
    """
    given = {name: value for name, value in environment.items() if value.strip()}
    for name, part in RESERVED.items():
        if name in given:
            raise UserCanFix(
                "E_SETTING_UNSUPPORTED",
                f"{name} is set, but this version does not have {part} yet.",
                f"Unset {name}; everything works without it.",
            )
    home = _home(given.get("COPILOT_HOME", DEFAULT_HOME))
    return Settings(
        port=_port(given.get("PORT", str(DEFAULT_PORT))),
        home=home,
        environment=MappingProxyType(dict(environment)),
    )


def _port(text: str) -> int:
    is_short_number = text.isascii() and text.isdigit() and len(text) <= len(str(_HIGHEST_PORT))
    if not is_short_number or not 1 <= int(text) <= _HIGHEST_PORT:
        raise UserCanFix(
            "E_SETTING_INVALID",
            f"PORT is {text!r}, which is no port.",
            f"Set PORT to a number from 1 to {_HIGHEST_PORT}, or unset it for {DEFAULT_PORT}.",
        )
    return int(text)


def _home(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:
        raise UserCanFix(
            "E_SETTING_INVALID",
            f"COPILOT_HOME is {text!r}, and that home directory cannot be found.",
            "Set COPILOT_HOME to an absolute path.",
        ) from None
