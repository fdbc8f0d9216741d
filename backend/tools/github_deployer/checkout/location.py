"""What a person typed as a source: an https URL of an allowed host, or a path."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.domain.errors import UserCanFix

_REPOSITORY_PATH = re.compile(r"/[\w.~-]+(/[\w.~-]+){1,5}")
_BRANCH = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./#+-]{0,200}")


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoteLocation:
    """A repository that is read over the network; ``origin`` is scheme and host."""

    url: str
    origin: str


def parse_remote(
    text: str, *, allowed_hosts: frozenset[str], may_use_file_urls: bool
) -> RemoteLocation | None:
    """The repository that ``text`` names, or ``None`` when it is a path.

    ``host/owner/name`` is understood for allowed hosts.

    Raises:
        UserCanFix: ``E_FORBIDDEN`` for another scheme or host, or for a URL that holds a password.
    """
    if text.startswith("file://") and may_use_file_urls:
        return RemoteLocation(url=text, origin="file://")
    if re.match(r"[\w.-]+@[\w.-]+:", text):
        raise _forbidden("Repositories are read over https only.", "Give the https URL.")
    if "://" not in text:
        if text.split("/", 1)[0].lower() not in allowed_hosts:
            return None
        text = f"https://{text}"
    return _https(text, allowed_hosts)


def _https(text: str, allowed_hosts: frozenset[str]) -> RemoteLocation:
    parts = urlsplit(text)
    if parts.scheme.lower() != "https":
        raise _forbidden("Repositories are read over https only.", "Give the https URL.")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise _forbidden(
            "The URL holds a user name, password, query or fragment.",
            "Give the plain URL, and store the token as a credential.",
        )
    host = parts.netloc.lower()
    if host not in allowed_hosts:
        raise _forbidden(
            f"Repositories of {host or 'no host'} are not allowed.", _hosts(allowed_hosts)
        )
    path = parts.path.rstrip("/")
    if not _REPOSITORY_PATH.fullmatch(path) or "/." in path:
        raise _forbidden("The URL does not name a repository.", f"Give https://{host}/owner/name.")
    return RemoteLocation(url=f"https://{host}{path}", origin=f"https://{host}")


def check_branch(branch: str | None) -> str | None:
    """``branch``, when git could take it as a branch name.

    Raises:
        UserCanFix: ``BRANCH_NOT_FOUND``.
    """
    if branch is not None and not _BRANCH.fullmatch(branch):
        raise UserCanFix(
            "BRANCH_NOT_FOUND", f"{branch!r} is not a branch name.", "Name a branch that exists."
        )
    return branch


def _hosts(allowed_hosts: frozenset[str]) -> str:
    return f"Use a repository of {', '.join(sorted(allowed_hosts))}, or a local folder."


def _forbidden(message: str, next_step: str) -> UserCanFix:
    return UserCanFix("E_FORBIDDEN", message, next_step)
