"""Archives unpacked once each, by digest, with nothing written outside their folder."""

import shutil
import stat
import tempfile
import threading
import zipfile
from pathlib import Path, PurePosixPath

from backend.sandbox.lambda_service.packages import MAX_UNZIPPED_BYTES

_MAX_ENTRIES = 50_000


class UnpackingError(Exception):
    """The archive holds something that is not unpacked; the sentence says what."""


class TaskRoots:
    """The unpacked archives under one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        folder.mkdir(mode=0o700, exist_ok=True)

    def of(self, sha256: str, archive: Path) -> Path:
        """The folder with the archive's files; raises :class:`UnpackingError`."""
        root = self._folder / sha256
        with self._lock:
            if not root.exists():
                draft = Path(tempfile.mkdtemp(dir=self._folder, prefix=".part-"))
                try:
                    _unpack(archive, draft)
                    draft.replace(root)
                finally:
                    shutil.rmtree(draft, ignore_errors=True)
        return root

    def clear(self) -> None:
        """Remove all of them."""
        with self._lock:
            for root in self._folder.iterdir():
                shutil.rmtree(root, ignore_errors=True)


def _unpack(archive: Path, target: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        entries = opened.infolist()
        if len(entries) > _MAX_ENTRIES:
            raise UnpackingError(f"the archive has more than {_MAX_ENTRIES} entries")
        remaining = MAX_UNZIPPED_BYTES
        for entry in entries:
            remaining -= _unpack_entry(opened, entry, target, remaining)


def _unpack_entry(
    opened: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, remaining: int
) -> int:
    """Write one entry and return its size; the size that the archive claims is not trusted."""
    place = target / _safe_name(entry)
    if entry.is_dir():
        place.mkdir(parents=True, exist_ok=True)
        return 0
    place.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(entry) as source:
        data = source.read(remaining + 1)
    if len(data) > remaining:
        raise UnpackingError(f"the archive is larger than {MAX_UNZIPPED_BYTES} bytes unzipped")
    place.write_bytes(data)
    place.chmod(0o755 if (entry.external_attr >> 16) & 0o111 else 0o644)
    return len(data)


def _safe_name(entry: zipfile.ZipInfo) -> PurePosixPath:
    name = PurePosixPath(entry.filename)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if name.is_absolute() or ".." in name.parts or "\\" in entry.filename:
        raise UnpackingError(f"the archive's entry {entry.filename!r} leaves its folder")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnpackingError(f"the archive's entry {entry.filename!r} is a link or special file")
    return name
