"""Ways to a Qdrant: a folder of our own, a copy of it for those who only look, or a server.

Nothing here is loaded before it is needed: the client takes most of a second.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Protocol

from backend.stores.knowledge.address import QdrantAddress

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

_TIMEOUT_S = 5
_COLLECTIONS = "collection/*/storage.sqlite"
_INDEX = "meta.json"


class Way(Protocol):
    """How a Qdrant is opened, and what is left to do when it was closed. Both may block."""

    is_server: bool

    def open(self) -> QdrantClient:
        """A client of its own."""
        ...

    def closed(self) -> None:
        """Called after the client was closed."""
        ...

    def erase_deleted(self) -> None:
        """Give back what deleted memories took, while no client is open."""
        ...


class OwnFolder:
    """A folder with mode 0700 for this process alone; the data directory's lock sees to it."""

    is_server = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self) -> QdrantClient:
        """The client of the folder, which is made if it is not there."""
        from qdrant_client import QdrantClient

        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        return QdrantClient(path=str(self._folder))

    def closed(self) -> None:
        """Nothing is left to do."""

    def erase_deleted(self) -> None:
        """Rewrite the files: SQLite leaves deleted rows in them."""
        for file in self._folder.glob(_COLLECTIONS):
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("VACUUM")


class CopiedFolder:
    """For whoever reads beside the process that uses the folder: a private copy, as of opening."""

    is_server = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.copy: Path | None = None
        """Where the copy is, while it is open."""

    def open(self) -> QdrantClient:
        """The client of the copy."""
        from qdrant_client import QdrantClient

        self.copy = Path(mkdtemp(prefix="copilot-knowledge-"))
        if (self._folder / _INDEX).exists():
            shutil.copyfile(self._folder / _INDEX, self.copy / _INDEX)
        for file in self._folder.glob(_COLLECTIONS):
            _copy_database(file, self.copy / file.relative_to(self._folder))
        return QdrantClient(path=str(self.copy))

    def closed(self) -> None:
        """Remove the copy."""
        if self.copy is not None:
            shutil.rmtree(self.copy, ignore_errors=True)

    def erase_deleted(self) -> None:
        """A copy is removed as a whole."""


class Server:
    """A Qdrant server; the address was checked with the settings."""

    is_server = True

    def __init__(self, address: QdrantAddress) -> None:
        self._address = address

    def open(self) -> QdrantClient:
        """The client; a server that is not there is noticed by the first question."""
        from qdrant_client import QdrantClient

        key = self._address.api_key
        return QdrantClient(
            url=self._address.url,
            api_key=None if key is None else key.reveal(),
            timeout=_TIMEOUT_S,
            check_compatibility=False,
        )

    def closed(self) -> None:
        """Nothing is left to do."""

    def erase_deleted(self) -> None:
        """The server's own optimiser does that."""


def _copy_database(file: Path, copy: Path) -> None:
    """As of one moment, whoever writes meanwhile."""
    copy.parent.mkdir(parents=True)
    source = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(copy)) as target:
        source.backup(target)
