"""One process at a time in a data directory, under one stable identity."""

from pathlib import Path

import pytest

from backend.domain.errors import Bug, UserCanFix
from backend.durable.lock import DataDirectoryLock


def test_the_second_is_told_who_holds_the_directory(tmp_path: Path) -> None:
    first, second = DataDirectoryLock(tmp_path, "copilot up"), DataDirectoryLock(tmp_path, "other")
    first.acquire()
    with pytest.raises(UserCanFix, match=r"process \d+ \(copilot up\)") as refused:
        second.acquire()
    assert refused.value.error_code == "E_DATA_DIRECTORY_IN_USE"
    assert not second.is_held
    first.release()
    second.acquire()
    assert second.is_held
    second.release()


def test_a_lock_is_taken_once_and_given_back_once(tmp_path: Path) -> None:
    lock = DataDirectoryLock(tmp_path, "test")
    lock.acquire()
    lock.acquire()
    lock.release()
    lock.release()
    assert not lock.is_held
    assert lock.holder() is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"pid": "x"}', b'{"pid": 1}', b"\xff"])
def test_an_unreadable_lock_file_still_locks(tmp_path: Path, content: bytes) -> None:
    lock, other = DataDirectoryLock(tmp_path, "test"), DataDirectoryLock(tmp_path, "other")
    lock.acquire()
    (tmp_path / "lock").write_bytes(content)
    with pytest.raises(UserCanFix, match="another process"):
        other.acquire()
    lock.release()


def test_directory_and_files_are_private(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    lock = DataDirectoryLock(home, "test")
    lock.acquire()
    lock.executor_id()
    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in home.iterdir()} == {0o600}
    lock.release()


def test_the_identity_stays_and_belongs_to_the_holder(tmp_path: Path) -> None:
    seen: set[str] = set()
    for _ in range(2):
        lock = DataDirectoryLock(tmp_path, "test")
        with pytest.raises(Bug, match="E_LOCK_NOT_HELD"):
            lock.executor_id()
        lock.acquire()
        seen.add(lock.executor_id())
        lock.release()
    assert len(seen) == 1
    assert seen != {"local"}
