"""A zip writer whose bytes depend on names and contents alone.

Entries are sorted, times are 1980-01-01, modes are 0644 or 0755, and nothing of the machine is
written down. The same zlib gives the same bytes. Format: PKWARE APPNOTE 6.3, without Zip64,
encryption or data descriptors.
"""

import hashlib
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from backend.domain.errors import UserCanFix

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_VERSION = 20
_MADE_ON_UNIX = (3 << 8) | _VERSION
_NAMES_ARE_UTF8 = 0x800
_TIME, _DATE = 0, (0 << 9) | (1 << 5) | 1
"""Midnight of 1980-01-01, the first moment that the format knows."""
_STORED, _DEFLATED = 0, 8
_LEVEL = 6
_MOST_ENTRIES = 0xFFFF
_MOST_BYTES = 0xFFFFFFFF


@dataclass(frozen=True, kw_only=True, slots=True)
class ZipEntry:
    """One file to write: a relative path with ``/``, its bytes, and whether it may be executed."""

    path: str
    content: Path | bytes
    is_executable: bool = False

    def read(self) -> bytes:
        """The bytes to be written."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenZip:
    """What was written: the SHA-256 (hexadecimal) and size of the archive, and of all files
    unpacked.
    """

    sha256: str
    size_bytes: int
    unzipped_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Record:
    name: bytes
    crc: int
    packed: int
    size: int
    method: int
    offset: int
    is_executable: bool


def write_zip(entries: Iterable[ZipEntry], sink: IO[bytes]) -> WrittenZip:
    """Write ``entries``, in any order, to ``sink`` in the order of their names.

    Raises:
        UserCanFix: ``PACKAGE_TOO_LARGE`` beyond 65,535 entries or 4 GiB.
        ValueError: for two entries with one path, or a path that leaves the archive.
    """
    ordered = sorted(entries, key=lambda entry: entry.path.encode())
    _check(ordered)
    digest, records, offset = hashlib.sha256(), list[_Record](), 0
    for entry in ordered:
        record, chunks = _pack(entry, offset)
        records.append(record)
        offset += _send(chunks, sink, digest.update)
    size = offset + _send(_directory(records, offset), sink, digest.update)
    if size > _MOST_BYTES:
        raise _too_large()
    unzipped = sum(record.size for record in records)
    return WrittenZip(sha256=digest.hexdigest(), size_bytes=size, unzipped_bytes=unzipped)


def _check(ordered: list[ZipEntry]) -> None:
    if len(ordered) > _MOST_ENTRIES:
        raise _too_large()
    paths = [entry.path for entry in ordered]
    if len(set(paths)) != len(paths):
        raise ValueError("two entries have one path")
    for path in paths:
        if (
            not path
            or path.startswith("/")
            or "\\" in path
            or {"", ".", ".."} & set(path.split("/"))
        ):
            raise ValueError(f"not a relative path: {path!r}")


def _pack(entry: ZipEntry, offset: int) -> tuple[_Record, list[bytes]]:
    content = entry.read()
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = compressor.compress(content) + compressor.flush()
    is_smaller = len(packed) < len(content)
    data = packed if is_smaller else content
    record = _Record(
        name=entry.path.encode(),
        crc=zlib.crc32(content),
        packed=len(data),
        size=len(content),
        method=_DEFLATED if is_smaller else _STORED,
        offset=offset,
        is_executable=entry.is_executable,
    )
    header = _LOCAL.pack(b"PK\x03\x04", _VERSION, *_common(record), len(record.name), 0)
    return record, [header, record.name, data]


def _common(record: _Record) -> tuple[int, ...]:
    return (_NAMES_ARE_UTF8, record.method, _TIME, _DATE, record.crc, record.packed, record.size)


def _directory(records: list[_Record], start: int) -> Iterator[bytes]:
    length = 0
    for record in records:
        mode = 0o100755 if record.is_executable else 0o100644
        tail = (len(record.name), 0, 0, 0, 0, mode << 16, record.offset)
        yield _CENTRAL.pack(b"PK\x01\x02", _MADE_ON_UNIX, _VERSION, *_common(record), *tail)
        yield record.name
        length += _CENTRAL.size + len(record.name)
    yield _END.pack(b"PK\x05\x06", 0, 0, len(records), len(records), length, start, 0)


def _send(chunks: Iterable[bytes], sink: IO[bytes], update: Callable[[bytes], None]) -> int:
    length = 0
    for chunk in chunks:
        update(chunk)
        sink.write(chunk)
        length += len(chunk)
    return length


def _too_large() -> UserCanFix:
    return UserCanFix(
        "PACKAGE_TOO_LARGE",
        "The package does not fit into a zip file.",
        "Deploy fewer or smaller files.",
    )
