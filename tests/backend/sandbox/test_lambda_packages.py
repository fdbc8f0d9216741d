"""Archives are unpacked inside their folder or not at all."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from backend.sandbox.lambda_runtime.unpacking import TaskRoots, UnpackingError
from backend.sandbox.lambda_service.packages import Packages, wire_sha256
from backend.sandbox.wire.errors import AwsError


def archive(*entries: tuple[str, bytes, int]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, data, mode in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            opened.writestr(info, data)
    return buffer.getvalue()


def unpack(tmp_path: Path, data: bytes) -> Path:
    packages = Packages(tmp_path / "packages")
    package = packages.add(data)
    return TaskRoots(tmp_path / "roots").of(package.sha256, packages.path(package.sha256))


def test_files_keep_their_content_and_whether_they_are_programs(tmp_path: Path):
    data = archive(("a/b.py", b"1", 0o100644), ("run", b"2", 0o100755), ("bare", b"3", 0))
    root = unpack(tmp_path, data)
    assert (root / "a" / "b.py").read_bytes() == b"1"
    assert (root / "run").stat().st_mode & 0o777 == 0o755
    assert (root / "bare").stat().st_mode & 0o777 == 0o644
    assert unpack(tmp_path, data) == root


@pytest.mark.parametrize(
    "entry",
    [
        ("../out", b"", 0o100644),
        ("/etc/out", b"", 0o100644),
        ("a/../../out", b"", 0o100644),
        ("a\\b", b"", 0o100644),
        ("link", b"/etc/passwd", stat.S_IFLNK | 0o777),
    ],
)
def test_what_leaves_the_folder_is_not_unpacked(tmp_path: Path, entry: tuple[str, bytes, int]):
    with pytest.raises(UnpackingError):
        unpack(tmp_path, archive(("fine", b"", 0o100644), entry))
    assert list((tmp_path / "roots").iterdir()) == []


def test_what_is_no_archive_is_refused_in_lambdas_words(tmp_path: Path):
    with pytest.raises(AwsError, match="Could not unzip uploaded file"):
        Packages(tmp_path / "packages").add(b"no zip")


def test_the_wire_digest_is_base64_of_the_bytes(tmp_path: Path):
    package = Packages(tmp_path / "packages").add(archive())
    assert len(package.sha256) == 64
    assert wire_sha256(package).endswith("=")
