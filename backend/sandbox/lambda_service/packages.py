"""Code archives: checked as Lambda checks them, kept on disk by digest."""

import base64
import hashlib
import io
import zipfile
from pathlib import Path

from backend.sandbox.lambda_service.model import Package
from backend.sandbox.lambda_service.refusals import invalid

MAX_UNZIPPED_BYTES = 262_144_000


class Packages:
    """The archives under one folder; the same bytes are kept once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, exist_ok=True)

    def add(self, data: bytes) -> Package:
        """Keep an archive. Raises what Lambda says when it cannot be unzipped or is too large."""
        _check(data)
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if not path.exists():
            draft = path.with_suffix(".part")
            draft.write_bytes(data)
            draft.replace(path)
        return Package(sha256=digest, size=len(data))

    def clear(self) -> None:
        """Remove all of them."""
        for path in self._folder.iterdir():
            path.unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.zip"


def wire_sha256(package: Package) -> str:
    """``CodeSha256``: base64 of the digest's bytes."""
    return base64.b64encode(bytes.fromhex(package.sha256)).decode("ascii")


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unzipped = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        message = "Could not unzip uploaded file. Please check your file, then try to upload again."
        raise invalid(message) from None
    if unzipped > MAX_UNZIPPED_BYTES:
        raise invalid(f"Unzipped size must be smaller than {MAX_UNZIPPED_BYTES} bytes")
