"""The settings: the only place where the process environment is read.

=====================  =====================================================================
``PORT``               the port of the service on 127.0.0.1; 8000 by default
``COPILOT_HOME``       the data directory; ``~/.aws-copilot`` by default
``COPILOT_PLANNING_CYCLES_PER_MINUTE``
                       plans that each person's runs may draft per minute; by default as
                       the graphs say (4)
``COPILOT_ENGINE_URL`` ``postgresql://role:password@host:port/database`` for the durable
                       engine; without it the engine keeps its rows in the data directory
``MONGODB_URI``        ``mongodb://user:password@host:port/database`` for the documents;
                       without it they are kept in the data directory
``OPENAI_API_KEY``     the key of a language model; without it the built-in interpreter answers
``OPENAI_BASE_URL``    another service that speaks OpenAI's chat completions, over https, or http
                       on this machine
``COPILOT_MODELS``     the model, and after a comma the one that answers while it is out; by
                       default ``gpt-4.1-mini,gpt-4o-mini``
``COPILOT_SESSION_TOKENS``
                       what a conversation may spend on the model, as input/output tokens;
                       ``80000/40000`` by default, ``120000/60000`` at most
``COPILOT_MODEL_PROVIDER``
                       ``openai`` by default, or ``bedrock``: Amazon Bedrock, with ``_REGION``,
                       ``_ACCESS_KEY_ID``, ``_SECRET_ACCESS_KEY`` and, if need be,
                       ``_SESSION_TOKEN`` behind ``COPILOT_BEDROCK``
``QDRANT_URL``         ``https://host:port`` of a Qdrant server for the memories of earlier runs;
                       without it they are kept in the data directory
``QDRANT_API_KEY``     the key for that server
the rest               handed on to what passes parts of it on: proxies, certificates and the
                       package index for git and uv, the local AWS profile
=====================  =====================================================================
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backend.domain.errors import UserCanFix

if TYPE_CHECKING:
    from backend.domain.secrets import Secret
    from backend.stores.knowledge.address import QdrantAddress
    from backend.tools.openai_llm.providers.choice import ModelChoice

DEFAULT_PORT = 8000
DEFAULT_HOME = "~/.aws-copilot"
_OF_THE_MODEL = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "COPILOT_MODELS",
    "COPILOT_SESSION_TOKENS",
    "COPILOT_MODEL_PROVIDER",
    "COPILOT_BEDROCK_REGION",
    "COPILOT_BEDROCK_ACCESS_KEY_ID",
    "COPILOT_BEDROCK_SECRET_ACCESS_KEY",
    "COPILOT_BEDROCK_SESSION_TOKEN",
)
_OF_QDRANT = ("QDRANT_URL", "QDRANT_API_KEY")
_HIGHEST_PORT = 65535
_LONGEST_COUNT = 4
_SECRET_OPTION = re.compile(r"[?&](ssl)?password=", re.IGNORECASE)
"""Secrets among the options would be shown where the part before the host is not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a person can set; everything else is decided by the program."""

    port: int
    home: Path
    """Absolute; need not exist yet."""
    environment: Mapping[str, str] = field(repr=False)
    """The whole environment; it may hold secrets, so who takes from it names what it takes."""

    planning_cycles_per_minute: int | None = None
    """Instead of what the graphs say; for machines that deploy by themselves, and for tests."""
    engine_url: str | None = field(default=None, repr=False)
    """The PostgreSQL database of the durable engine; it may hold a password."""
    mongodb_uri: Secret | None = None
    """The MongoDB server, and the database on it, that keeps the documents."""
    model: ModelChoice | None = None
    """The language model; without one the built-in interpreter answers alone."""
    qdrant: QdrantAddress | None = None
    """The server that keeps the memories of earlier runs."""

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
        UserCanFix: ``E_SETTING_INVALID``, naming the setting.
    """
    given = {name: value for name, value in environment.items() if value.strip()}
    home = _home(given.get("COPILOT_HOME", DEFAULT_HOME))
    return Settings(
        port=_port(given.get("PORT", str(DEFAULT_PORT))),
        home=home,
        environment=MappingProxyType(dict(environment)),
        planning_cycles_per_minute=_cycles(given.get("COPILOT_PLANNING_CYCLES_PER_MINUTE")),
        engine_url=_engine_url(given.get("COPILOT_ENGINE_URL")),
        mongodb_uri=_mongodb_uri(given.get("MONGODB_URI")),
        model=_model(given),
        qdrant=_qdrant(given),
    )


def _engine_url(text: str | None) -> str | None:
    """``text``, if it can be understood in one way only: what follows a second ``@`` would be
    taken for a host, and told to everybody.
    """
    if text is None or (_is_url_of_postgresql(text) and not _SECRET_OPTION.search(text)):
        return text
    raise UserCanFix(
        "E_SETTING_INVALID",
        "COPILOT_ENGINE_URL is no address of a PostgreSQL database.",
        "Set it to postgresql://role:password@host:port/database, with @ : / ? # in the password"
        " written as %40 %3A %2F %3F %23; or unset it, and the engine uses the data directory.",
    )


def _is_url_of_postgresql(text: str) -> bool:
    try:
        parts = urlsplit(text)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    name = parts.path.removeprefix("/")
    is_plain = text.isascii() and text.isprintable() and " " not in text and not parts.fragment
    names_one_database = bool(name) and "/" not in name and text.count("@") <= 1
    is_known = parts.scheme in ("postgresql", "postgres") and "@" not in name + parts.query
    return is_known and is_plain and has_port and names_one_database


def _mongodb_uri(text: str | None) -> Secret | None:
    """``text``, if it can be understood in one way only, as above; pymongo looks at the rest."""
    if text is None:
        return None
    if _is_uri_of_mongodb(text):
        from backend.domain.secrets import Secret

        return Secret(text)
    raise UserCanFix(
        "E_SETTING_INVALID",
        "MONGODB_URI is no address of a MongoDB server.",
        "Set it to mongodb://user:password@host:port/database, with @ : / ? # in the password"
        " written as %40 %3A %2F %3F %23; or unset it, and the data directory has the documents.",
    )


def _is_uri_of_mongodb(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_plain = text.isascii() and text.isprintable() and not set(text) & {" ", "#"}
    is_clear = text.count("@") <= 1 and "@" not in parts.path + parts.query
    has_hosts = bool(parts.netloc.rpartition("@")[2])
    return parts.scheme in ("mongodb", "mongodb+srv") and is_plain and is_clear and has_hosts


def _model(given: Mapping[str, str]) -> ModelChoice | None:
    about_it = {name: given[name] for name in _OF_THE_MODEL if name in given}
    if not about_it:
        return None
    from backend.tools.openai_llm.providers.choice import model_choice

    return model_choice(about_it)


def _qdrant(given: Mapping[str, str]) -> QdrantAddress | None:
    about_it = {name: given[name] for name in _OF_QDRANT if name in given}
    if not about_it:
        return None
    from backend.stores.knowledge.address import qdrant_address

    return qdrant_address(about_it)


def _cycles(text: str | None) -> int | None:
    if text is None:
        return None
    is_short_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT
    if not is_short_number or int(text) < 1:
        raise UserCanFix(
            "E_SETTING_INVALID",
            f"COPILOT_PLANNING_CYCLES_PER_MINUTE is {text!r}, which is no count.",
            f"Set it to a number from 1 to {10**_LONGEST_COUNT - 1}, or unset it.",
        )
    return int(text)


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
