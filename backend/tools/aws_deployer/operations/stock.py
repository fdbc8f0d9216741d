"""Where an operation takes its bytes from: files of the workspace, kept under their digest."""

import asyncio
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import ArtefactDigest
from backend.domain.plans.plan import ArtefactReference
from backend.tools.workspace import Workspace, is_private_name

LARGEST_FILE = 100 * 1024 * 1024
LARGEST_PACKAGE = 50 * 1024 * 1024
"""What a call to Lambda may carry (Lambda Developer Guide, quotas: 50 MB, zipped)."""


class ArtefactKeeper(Protocol):
    """Bytes that must outlive the waiting for an approval, and the undo."""

    async def put(self, content: bytes | Path) -> ArtefactDigest: ...

    async def exists(self, digest: ArtefactDigest) -> bool: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Stock:
    """The files that a person may name, and the store that keeps what an operation needs."""

    workspace: Workspace
    artefacts: ArtefactKeeper

    async def file(self, path: str, largest: int = LARGEST_FILE) -> ArtefactReference:
        """Keep a file of the workspace.

        Raises:
            UserCanFix: ``SOURCE_NOT_FOUND``, ``E_FORBIDDEN``, ``E_FILE_UNUSABLE`` or
            ``PACKAGE_TOO_LARGE``.
        """
        real = await asyncio.to_thread(self._checked, path, largest)
        size = real.stat().st_size
        return ArtefactReference(
            name=real.name,
            digest=await self.artefacts.put(real),
            size_bytes=size,
            unzipped_bytes=size,
            dependencies=(),
        )

    async def package(self, path: str) -> ArtefactReference:
        """Keep a package for Lambda; like :meth:`file`, and it must be a zip archive."""
        real = await asyncio.to_thread(self._checked, path, LARGEST_PACKAGE)
        if not await asyncio.to_thread(zipfile.is_zipfile, real):
            raise _unusable(path, "is no zip archive")
        return await self.file(path, LARGEST_PACKAGE)

    def _checked(self, path: str, largest: int) -> Path:
        real = self.workspace.resolve(path)
        if not real.is_file():
            raise _unusable(path, "is no file")
        if any(is_private_name(part) for part in real.parts):
            raise _unusable(path, "holds secrets by its name")
        if real.stat().st_size > largest:
            raise UserCanFix(
                "PACKAGE_TOO_LARGE",
                f"{path} has {real.stat().st_size} bytes; {largest} can be sent.",
                "Choose a smaller file.",
            )
        return real


def _unusable(path: str, why: str) -> UserCanFix:
    return UserCanFix("E_FILE_UNUSABLE", f"{path} {why}.", "Name another file of the workspace.")
