"""The artefact store: bytes under their own digest, which outlive the process that made them."""

import asyncio
import hashlib
import os
import re
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from backend.domain.errors import Bug, OperatorMustAct, UserCanFix
from backend.domain.identifiers import ArtefactDigest

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_CHUNK_BYTES = 1024 * 1024
_DRAFT = "draft-"


class ArtefactStore(Protocol):
    """Immutable bytes, each under ``sha256:…`` of itself.

    All calls raise ``OperatorMustAct(E_STORE_UNAVAILABLE)`` when the disk fails, and those that
    take a digest ``Bug(E_ARTEFACT_DIGEST)`` for anything else.
    """

    async def put(self, content: bytes | Path) -> ArtefactDigest:
        """Keep bytes, or the content of a file; the same content is kept once."""
        ...

    async def read(self, digest: ArtefactDigest) -> bytes:
        """The bytes, checked against their digest.

        Raises:
            UserCanFix: ``E_ARTEFACT_UNKNOWN``.
            OperatorMustAct: ``E_ARTEFACT_CORRUPT``: these are not the bytes that were put.
        """
        ...

    async def exists(self, digest: ArtefactDigest) -> bool:
        """Whether the store has it; says nothing about its content."""
        ...

    async def size(self, digest: ArtefactDigest) -> int:
        """How many bytes it has.

        Raises:
            UserCanFix: ``E_ARTEFACT_UNKNOWN``.
        """
        ...

    async def delete(self, digest: ArtefactDigest) -> bool:
        """Remove it; whether it was there."""
        ...


class MemoryArtefacts:
    """The twin, for tests."""

    def __init__(self) -> None:
        self._content: dict[str, bytes] = {}

    async def put(self, content: bytes | Path) -> ArtefactDigest:
        """See the protocol."""
        if isinstance(content, Path):
            content = await asyncio.to_thread(content.read_bytes)
        digest = _digest(content)
        self._content[digest] = content
        return digest

    async def read(self, digest: ArtefactDigest) -> bytes:
        """See the protocol."""
        if not await self.exists(digest):
            raise _unknown(digest)
        return self._content[digest]

    async def exists(self, digest: ArtefactDigest) -> bool:
        """See the protocol."""
        return _checked(digest) in self._content

    async def size(self, digest: ArtefactDigest) -> int:
        """See the protocol."""
        return len(await self.read(digest))

    async def delete(self, digest: ArtefactDigest) -> bool:
        """See the protocol."""
        return self._content.pop(_checked(digest), None) is not None


class DiskArtefacts:
    """Artefacts as files of mode 0600 in a directory of mode 0700.

    A file appears under its name only when its content is on disk. One store at a time works in a
    directory: a new one removes the drafts of a process that was killed.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        for draft in directory.glob(f"{_DRAFT}*"):
            draft.unlink()

    async def put(self, content: bytes | Path) -> ArtefactDigest:
        """See the protocol."""
        return await asyncio.to_thread(self._put, content)

    async def read(self, digest: ArtefactDigest) -> bytes:
        """See the protocol."""
        return await asyncio.to_thread(self._read, digest)

    async def exists(self, digest: ArtefactDigest) -> bool:
        """See the protocol."""
        return await asyncio.to_thread(self._path(digest).is_file)

    async def size(self, digest: ArtefactDigest) -> int:
        """See the protocol."""
        with _explained(digest):
            return (await asyncio.to_thread(self._path(digest).stat)).st_size

    async def delete(self, digest: ArtefactDigest) -> bool:
        """See the protocol."""
        with _explained():
            try:
                await asyncio.to_thread(self._path(digest).unlink)
            except FileNotFoundError:
                return False
            return True

    def _put(self, content: bytes | Path) -> ArtefactDigest:
        with _explained():
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._directory.chmod(0o700)
            descriptor, name = tempfile.mkstemp(prefix=_DRAFT, dir=self._directory)
            try:
                with open(descriptor, "wb") as draft:  # noqa: PTH123 - an open descriptor
                    digest = _copy(content, draft)
                    draft.flush()
                    os.fsync(draft.fileno())
                os.replace(name, self._path(digest))  # noqa: PTH105 - the draft has no other name
            except BaseException:
                Path(name).unlink()
                raise
            _sync_directory(self._directory)
        return digest

    def _read(self, digest: ArtefactDigest) -> bytes:
        with _explained(digest):
            content = self._path(digest).read_bytes()
        if _digest(content) != digest:
            raise OperatorMustAct(
                "E_ARTEFACT_CORRUPT",
                f"The artefact {digest} has changed on disk; it was not used.",
                "Restore the data directory from a backup, or plan the deployment again.",
            )
        return content

    def _path(self, digest: ArtefactDigest) -> Path:
        return self._directory / _checked(digest).removeprefix("sha256:")


def _copy(content: bytes | Path, draft: BinaryIO) -> ArtefactDigest:
    if isinstance(content, bytes):
        draft.write(content)
        return _digest(content)
    digest = hashlib.sha256()
    with content.open("rb") as source:
        while chunk := source.read(_CHUNK_BYTES):
            digest.update(chunk)
            draft.write(chunk)
    return ArtefactDigest(f"sha256:{digest.hexdigest()}")


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest(content: bytes) -> ArtefactDigest:
    return ArtefactDigest(f"sha256:{hashlib.sha256(content).hexdigest()}")


def _checked(digest: ArtefactDigest) -> ArtefactDigest:
    if not _DIGEST.fullmatch(digest):
        raise Bug(
            "E_ARTEFACT_DIGEST",
            f"{digest!r} is not the digest of an artefact.",
            "Report this: a digest has the form sha256: and 64 hexadecimal digits.",
        )
    return digest


@contextmanager
def _explained(digest: ArtefactDigest | None = None) -> Generator[None]:
    try:
        yield
    except FileNotFoundError as error:
        if digest is None:
            raise
        raise _unknown(digest) from error
    except OSError as error:
        raise OperatorMustAct(
            "E_STORE_UNAVAILABLE",
            f"The artefact store cannot be used: {error.strerror}.",
            "Check space and permissions of the data directory, then try again.",
        ) from error


def _unknown(digest: ArtefactDigest) -> UserCanFix:
    return UserCanFix(
        "E_ARTEFACT_UNKNOWN",
        f"There is no artefact {digest}.",
        "Plan the deployment again: this builds the package anew.",
    )
