"""Secrets in a repository block it: they would be uploaded, and shown to everyone who may read the
package.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import Value
from backend.domain.redaction import CERTAIN_KINDS, Finding, find_secrets
from backend.tools.github_deployer.checkout.walk import MEBIBYTE, TreeEntry, TreeLimits, walk

_BLOCK_BYTES = MEBIBYTE
_OVERLAP_BYTES = 8 * 1024
"""Longer than any secret that is looked for, so that none hides on the border of two blocks."""
_SNIFFED_BYTES = 8 * 1024
_SHOWN = 5

SecretFinder = Callable[[str], tuple[Finding, ...]]


class SecretLocation(Value):
    """Where a secret stands and what kind it is; never its value."""

    path: str
    line: int
    kind: str


def scan_secrets(
    root: Path, *, find: SecretFinder = find_secrets, limits: TreeLimits | None = None
) -> tuple[SecretLocation, ...]:
    """Every certain secret in the text files below ``root``, by path and line.

    Kinds that also match samples and source code (``password = read()``) do not count.
    """
    entries = walk(root, limits=limits or TreeLimits()).entries
    found = {place for entry in entries for place in _scan_file(entry, find)}
    return tuple(
        SecretLocation(path=path, line=line, kind=kind) for path, line, kind in sorted(found)
    )


def refuse_secrets(locations: tuple[SecretLocation, ...]) -> None:
    """Block a source that holds secrets.

    Raises:
        UserCanFix: ``SECRET_IN_REPOSITORY``, naming file, line and kind.
    """
    if not locations:
        return
    places = ", ".join(f"{place.path}:{place.line} ({place.kind})" for place in locations[:_SHOWN])
    more = f" and {len(locations) - _SHOWN} more" if len(locations) > _SHOWN else ""
    raise UserCanFix(
        "SECRET_IN_REPOSITORY",
        f"The source holds secrets: {places}{more}.",
        "Remove them, make new ones where they are used, and pass them as environment variables.",
    )


def _scan_file(entry: TreeEntry, find: SecretFinder) -> Iterator[tuple[str, int, str]]:
    for first_line, text in _blocks(entry.source):
        for finding in find(text):
            if finding.kind in CERTAIN_KINDS:
                line = first_line + text.count("\n", 0, finding.start)
                yield entry.path, line, finding.kind


def _blocks(path: Path) -> Iterator[tuple[int, str]]:
    """The file as overlapping texts, each with the number of its first line; nothing for a binary
    file.
    """
    line, kept = 1, b""
    with path.open("rb") as source:
        if b"\0" in source.read(_SNIFFED_BYTES):
            return
        source.seek(0)
        while block := source.read(_BLOCK_BYTES):
            data = kept + block
            yield line, data.decode("utf-8", errors="replace")
            kept = data[-_OVERLAP_BYTES:]
            line += data[: len(data) - len(kept)].count(b"\n")
