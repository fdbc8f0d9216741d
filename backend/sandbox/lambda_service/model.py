"""The state of the Lambda service: functions by region and name, everything else inside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

LATEST = "$LATEST"

Statements = tuple[Mapping[str, Any], ...]
FunctionKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A code archive; its bytes are kept by :mod:`backend.sandbox.lambda_service.packages`."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """``$LATEST`` or a published version. ``settings`` are shaped as CreateFunction takes them.

    ``origin`` is the state of ``$LATEST`` that a published version froze.
    """

    number: str
    settings: Mapping[str, Any]
    package: Package
    changed_at: datetime
    revision_id: str
    is_created: bool = True
    origin: tuple[Mapping[str, Any], Package] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name for a version; ``routing`` is kept and returned, calls go to ``version`` alone."""

    name: str
    version: str
    description: str
    revision_id: str
    routing: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlConfig:
    """``cors`` and ``invoke_mode`` are kept and returned; calls do not look at them."""

    auth_type: str
    invoke_mode: str
    cors: Mapping[str, Any] | None
    created_at: datetime
    changed_at: datetime


@dataclass(slots=True, kw_only=True)
class Function:
    """One function. Policies and URLs are keyed by qualifier; the empty one is unqualified."""

    name: str
    region: str
    arn: str
    latest: Version
    versions: dict[str, Version] = field(default_factory=dict[str, Version])
    aliases: dict[str, Alias] = field(default_factory=dict[str, Alias])
    policies: dict[str, tuple[Mapping[str, Any], ...]] = field(
        default_factory=dict[str, tuple[Mapping[str, Any], ...]]
    )
    urls: dict[str, UrlConfig] = field(default_factory=dict[str, UrlConfig])
    tags: dict[str, str] = field(default_factory=dict[str, str])

    def version(self, qualifier: str) -> Version | None:
        """What a qualifier stands for (empty: ``$LATEST``), or None."""
        if qualifier in ("", LATEST):
            return self.latest
        alias = self.aliases.get(qualifier)
        number = alias.version if alias else qualifier
        return self.latest if number == LATEST else self.versions.get(number)

    def qualified_arn(self, qualifier: str) -> str:
        return f"{self.arn}:{qualifier}" if qualifier else self.arn


@dataclass(slots=True, kw_only=True)
class LambdaState:
    """``last_version`` survives deletion: AWS never gives a version number twice to one name."""

    functions: dict[tuple[str, str], Function] = field(
        default_factory=dict[tuple[str, str], Function]
    )
    last_version: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def in_region(self, region: str) -> list[Function]:
        """The functions of a region by name."""
        return [f for key, f in sorted(self.functions.items()) if key[0] == region]
