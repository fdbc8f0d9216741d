"""Log files: private, rotated, and redacted line by line."""

import json
import logging
import os
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from pydantic import JsonValue

from backend.domain.redaction import Redactor

_LARGEST_FILE = 10 * 1024 * 1024
_OLD_FILES = 5


class PrivateRotatingFile(RotatingFileHandler):
    """A log file with mode 0600 from its first byte; errors of the disk reach the caller."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(
            path, maxBytes=_LARGEST_FILE, backupCount=_OLD_FILES, encoding="utf-8", delay=True
        )

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=_open_private)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802
        """Raise what went wrong; the standard library would print the record and go on."""
        raise


class RedactingFormatter(logging.Formatter):
    """Log records as JSON lines, with every secret replaced, also in tracebacks."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """One line without a line break."""
        fields: dict[str, JsonValue] = {
            "occurred_at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields["error"] = self.formatException(record.exc_info)
        return json.dumps(self._redactor.value(fields), ensure_ascii=False)


class ApplicationLogFile(PrivateRotatingFile):
    """The handler of this program's own log: redacted lines; a full disk loses lines, not runs."""

    def __init__(self, path: Path, redactor: Redactor) -> None:
        super().__init__(path)
        self.setFormatter(RedactingFormatter(redactor))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802
        """Go on in silence: the standard library would print the record as it was, with secrets."""
        return


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
