"""The Lambda functions of the region, with versions, aliases, URLs and who may call them."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject, canonical_bytes
from backend.tools.aws_deployer.inventory.listing import Found, Section, pages

_GONE = ("ResourceNotFoundException",)
_TOKEN = ("Marker", "NextMarker")
_WORK_FACTOR, _BLOCK_SIZE = 2**12, 8
"""Of scrypt: about 10 ms and 4 MiB, so that values from a short list are no cheap guess."""


def _names(reader: Reader) -> Iterator[tuple[str, Found]]:
    for page in pages(reader, "lambda", "ListFunctions", _TOKEN):
        for function in page["Functions"]:
            yield function["FunctionName"], function


def _facts(reader: Reader, name: str, _: Found) -> JsonObject | None:
    found = reader.find("lambda", "GetFunction", _GONE, FunctionName=name)
    if found is None:
        return None
    environments = _Environments(name)
    versions = _versions(reader, name, environments)
    aliases = _aliases(reader, name)
    return {
        **_settings(found["Configuration"], environments),
        "tags": dict(found.get("Tags", {})),
        "versions": versions,
        "aliases": aliases,
        "urls": _urls(reader, name),
        "permissions": _permissions(reader, name, [None, *sorted([*versions, *aliases])]),
    }


@dataclass(frozen=True, slots=True)
class _Environments:
    """Digests of environments: a changed value shows, but no value can be read from one."""

    function_name: str
    known: dict[bytes, str] = field(default_factory=dict[bytes, str])

    def digest_of(self, configuration: Found) -> str | None:
        """The digest of names and values; versions mostly share them, so each is made once."""
        variables = configuration.get("Environment", {}).get("Variables", {})
        if not variables:
            return None
        content = canonical_bytes(variables)
        if content not in self.known:
            self.known[content] = self._slow_hash(content)
        return self.known[content]

    def _slow_hash(self, content: bytes) -> str:
        salt = self.function_name.encode()
        made = hashlib.scrypt(content, salt=salt, n=_WORK_FACTOR, r=_BLOCK_SIZE, p=1, dklen=32)
        return f"scrypt:{made.hex()}"


def _settings(configuration: Found, environments: _Environments) -> JsonObject:
    names = configuration.get("Environment", {}).get("Variables", {})
    return {
        "code_sha256": configuration["CodeSha256"],
        "runtime": configuration.get("Runtime"),
        "handler": configuration.get("Handler"),
        "role": configuration["Role"],
        "architectures": [*configuration.get("Architectures", [])],
        "memory_mb": configuration.get("MemorySize"),
        "timeout_s": configuration.get("Timeout"),
        "description": configuration.get("Description", ""),
        "environment_names": [*sorted(names)],
        "environment_digest": environments.digest_of(configuration),
    }


def _versions(reader: Reader, name: str, environments: _Environments) -> JsonObject:
    listing = pages(reader, "lambda", "ListVersionsByFunction", _TOKEN, FunctionName=name)
    return {
        version["Version"]: _settings(version, environments)
        for page in listing
        for version in page["Versions"]
        if version["Version"] != "$LATEST"
    }


def _aliases(reader: Reader, name: str) -> JsonObject:
    listing = pages(reader, "lambda", "ListAliases", _TOKEN, FunctionName=name)
    return {
        alias["Name"]: alias["FunctionVersion"] for page in listing for alias in page["Aliases"]
    }


def _urls(reader: Reader, name: str) -> JsonObject:
    """Who may call each URL, by the alias that it belongs to; the function's own under ``""``."""
    listing = pages(reader, "lambda", "ListFunctionUrlConfigs", _TOKEN, FunctionName=name)
    return {
        _qualifier(url["FunctionArn"]): url["AuthType"]
        for page in listing
        for url in page["FunctionUrlConfigs"]
    }


def _qualifier(function_arn: str) -> str:
    """The last part of ``arn:aws:lambda:region:account:function:name[:qualifier]``."""
    return ":".join(function_arn.split(":")[7:])


def _permissions(reader: Reader, name: str, qualifiers: Iterable[str | None]) -> JsonObject:
    """The statements of each policy that there is, by qualifier; the function's under ``""``."""
    found = ((qualifier or "", _statements(reader, name, qualifier)) for qualifier in qualifiers)
    return {qualifier: statements for qualifier, statements in found if statements}


def _statements(reader: Reader, name: str, qualifier: str | None) -> list[JsonValue]:
    of = {"Qualifier": qualifier} if qualifier else {}
    answer = reader.find("lambda", "GetPolicy", _GONE, FunctionName=name, **of)
    statements: list[dict[str, Any]] = json.loads(answer["Policy"])["Statement"] if answer else []
    statements.sort(key=lambda statement: str(statement["Sid"]))
    return [*statements]


SECTION = Section(kind="lambda:function", names=_names, facts=_facts)
