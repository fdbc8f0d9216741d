"""The zip writer: the same files give the same bytes, and every reader understands them."""

import io
import os
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import binary, booleans, dictionaries, from_regex, randoms, tuples

from backend.tools.github_deployer.packaging.zip_writer import WrittenZip, ZipEntry, write_zip

NAMES = from_regex(r"[a-zé_]{1,8}(/[a-z.]{1,6}x){0,2}", fullmatch=True)
CONTENTS = dictionaries(NAMES, tuples(binary(max_size=300), booleans()), max_size=12)


def zipped(entries: list[ZipEntry]) -> tuple[bytes, WrittenZip]:
    sink = io.BytesIO()
    written = write_zip(entries, sink)
    return sink.getvalue(), written


@given(CONTENTS, randoms())
def test_order_does_not_matter_and_readers_understand(
    contents: dict[str, tuple[bytes, bool]], shuffle: random.Random
) -> None:
    entries = [
        ZipEntry(path=path, content=content, is_executable=is_executable)
        for path, (content, is_executable) in contents.items()
    ]
    first, written = zipped(entries)
    shuffle.shuffle(entries)
    assert zipped(entries) == (first, written)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == {
            path: content for path, (content, _) in contents.items()
        }
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    assert modes == {
        path: 0o100755 if is_executable else 0o100644
        for path, (_, is_executable) in contents.items()
    }
    assert written.unzipped_bytes == sum(len(content) for content, _ in contents.values())
    assert written.size_bytes == len(first)


def test_times_and_order_of_files_leave_no_trace(tmp_path: Path) -> None:
    results: list[bytes] = []
    for names, moment in ((("a", "b", "c"), 1_000_000_000), (("c", "a", "b"), 1_700_000_000)):
        folder = tmp_path / str(moment)
        folder.mkdir()
        for name in names:
            (folder / name).write_text(name * 100)
            os.utime(folder / name, (moment, moment))
        entries = [ZipEntry(path=path.name, content=path) for path in folder.iterdir()]
        results.append(zipped(entries)[0])
    assert results[0] == results[1]
    with zipfile.ZipFile(io.BytesIO(results[0])) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("path", ["", "/a", "../a", "a/../b", "a//b", "a\\b", "./a"])
def test_paths_that_leave_the_archive_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not a relative path"):
        zipped([ZipEntry(path=path, content=b"")])


def test_one_path_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="one path"):
        zipped([ZipEntry(path="a", content=b"1"), ZipEntry(path="a", content=b"2")])
