"""How the command line finds the server that holds a data directory: ``server.json``, mode 0600.

The file holds the address and a token that is made at each start. It disappears with the server;
after a kill it stays, so a reader asks the address before it believes the file.
"""

import json
import os
import re
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from backend.domain.secrets import Secret

FILE_NAME = "server.json"
_LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\]):[0-9]{1,5}")


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerAddress:
    """Where a server listens on this machine, and what lets its owner in."""

    url: str
    token: Secret


@contextmanager
def announced(home: Path, address: ServerAddress) -> Generator[None, None, None]:
    """Write the file for the length of the ``with`` block."""
    path = home / FILE_NAME
    content = {"url": address.url, "token": address.token.reveal(), "pid": os.getpid()}
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file)
    draft.replace(path)
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            path.unlink()


def read_server_file(home: Path) -> ServerAddress | None:
    """The address in ``home``; ``None`` if there is none, it is damaged, or others have access."""
    try:
        with os.fdopen(os.open(home / FILE_NAME, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            status = os.fstat(file.fileno())
            found = json.loads(file.read(65536))
            url, token = str(found["url"]), str(found["token"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    is_private = status.st_uid == os.geteuid() and not stat.S_IMODE(status.st_mode) & 0o077
    if not is_private or not _LOOPBACK.fullmatch(url):
        return None
    return ServerAddress(url=url, token=Secret(token))
