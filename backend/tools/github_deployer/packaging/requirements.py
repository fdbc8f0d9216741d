"""Requirement files, read by ourselves: names, versions, markers and hashes, and nothing else.

Index options, URLs, paths and editable installs are refused: where packages come from is a setting
of this installation, never of the repository.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Specification
from packaging.utils import canonicalize_name

from backend.domain.errors import UserCanFix

_COMMENT = re.compile(r"(^|\s)#.*$")
_HASH = re.compile(r"\s--hash[= ]\s*(sha(?:256|384|512):[0-9a-fA-F]{64,128})")
_INCLUDE = re.compile(r"(?:-r|--requirement)[= ]?\s*(?P<path>[^-\s].*)")
_DEEPEST_INCLUDE = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Requirement:
    """One requirement: its normalised name, the specification as written, and the allowed
    hashes.
    """

    name: str
    specification: str
    hashes: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The requirement as one line of a requirement file."""
        return " ".join((self.specification, *(f"--hash={value}" for value in self.hashes)))


def parse_requirement(text: str, place: str) -> Requirement:
    """One logical line; ``place`` is named in errors.

    Raises:
        UserCanFix: ``DEPENDENCY_NOT_ALLOWED``.
    """
    specification = _HASH.sub("", f" {text}").strip()
    try:
        parsed = Specification(specification)
    except InvalidRequirement as error:
        raise _not_allowed(place, specification) from error
    if parsed.url is not None:
        raise _not_allowed(place, f"{parsed.name} from a URL")
    return Requirement(
        name=canonicalize_name(parsed.name),
        specification=str(parsed),
        hashes=tuple(sorted(_HASH.findall(f" {text}"))),
    )


def parse_requirements(
    path: str, read: Callable[[str], str], *, depth: int = 0
) -> tuple[Requirement, ...]:
    """The file ``path`` and what it includes with ``-r``; ``read`` gives the text of a path in the
    source.

    Raises:
        UserCanFix: ``DEPENDENCY_NOT_ALLOWED``, naming file and line.
    """
    found: list[Requirement] = []
    for number, line in _logical_lines(read(path)):
        place = f"{path}:{number}"
        include = _INCLUDE.fullmatch(line)
        if include is None:
            found.append(parse_requirement(line, place))
        elif depth < _DEEPEST_INCLUDE:
            nested = _inside(path, include["path"], place)
            found.extend(parse_requirements(nested, read, depth=depth + 1))
        else:
            raise _not_allowed(place, "too many nested files")
    return tuple(found)


def is_fully_hashed(requirements: Iterable[Requirement]) -> bool:
    """Whether every requirement is pinned by at least one hash."""
    return all(requirement.hashes for requirement in requirements)


def render(requirements: Iterable[Requirement]) -> str:
    """A requirement file with sorted lines."""
    return "".join(f"{line}\n" for line in sorted({each.line for each in requirements}))


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    pending, start = "", 1
    for number, raw in enumerate(text.splitlines(), start=1):
        start = start if pending else number
        line = _COMMENT.sub("", raw).rstrip()
        if line.endswith("\\"):
            pending += line[:-1] + " "
            continue
        joined = (pending + line).strip()
        pending = ""
        if joined:
            yield start, joined
    if pending.strip():
        yield start, pending.strip()


def _inside(path: str, include: str, place: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / include.strip()).parts:
        if part == "..":
            if not parts:
                raise _not_allowed(place, include)
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _not_allowed(place: str, what: str) -> UserCanFix:
    return UserCanFix(
        "DEPENDENCY_NOT_ALLOWED",
        f"{place} is not a plain requirement: {what[:100]}",
        "Name packages and versions only; the package index is a setting of this service.",
    )
