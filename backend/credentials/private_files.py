"""Files that only their owner may read: written whole or not at all, refused when exposed."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from backend.domain.errors import OperatorMustAct

_EXPOSED = stat.S_IRWXG | stat.S_IRWXO
_LARGEST = 1_048_576


def read_private(path: Path) -> bytes:
    """The content of a key file.

    Raises:
        OperatorMustAct: ``E_KEY_MISSING``, ``E_KEY_EXPOSED`` (others may read or write it, or it
            is no plain file of ours) or ``E_KEY_UNREADABLE``.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise missing_key(path) from None
    except OSError as error:
        raise _unreadable(path, error) from error
    with os.fdopen(descriptor, "rb") as file:
        _require_private(path, os.fstat(file.fileno()))
        return file.read(_LARGEST)


def write_private(path: Path, content: bytes, *, replace: bool) -> None:
    """Put a key file in place with mode 0600, in a folder with mode 0700; durable afterwards.

    Raises:
        OperatorMustAct: ``E_KEY_UNREADABLE`` when the disk refuses, or the file exists and must not
            be replaced.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_new(temporary, content)
        _put_in_place(temporary, path, replace=replace)
        _sync_folder(path.parent)
    except OSError as error:
        raise _unreadable(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def missing_key(path: Path) -> OperatorMustAct:
    """The refusal to go on without a key file."""
    return OperatorMustAct(
        "E_KEY_MISSING",
        f"The key file {path.name} is missing from the data directory.",
        "Restore it from your backup. Only a first start on a laptop may create new keys: with a "
        "new key, stored credentials cannot be read any more.",
    )


def _write_new(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(temporary: Path, path: Path, *, replace: bool) -> None:
    if replace:
        temporary.replace(path)
    else:
        path.hardlink_to(temporary)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _require_private(path: Path, status: os.stat_result) -> None:
    is_ours = stat.S_ISREG(status.st_mode) and status.st_uid in (os.geteuid(), 0)
    if not is_ours or status.st_mode & _EXPOSED:
        raise OperatorMustAct(
            "E_KEY_EXPOSED",
            f"The key file {path.name} can be read or changed by others "
            f"(mode {stat.S_IMODE(status.st_mode):04o}).",
            f"Run `chmod 600` on it; if others had access, rotate the keys too. Path: {path}",
        )


def _unreadable(path: Path, error: OSError) -> OperatorMustAct:
    return OperatorMustAct(
        "E_KEY_UNREADABLE",
        f"The key file {path.name} cannot be read or written: {error.strerror}.",
        f"Check the owner, the permissions and the free space of {path.parent}.",
    )
