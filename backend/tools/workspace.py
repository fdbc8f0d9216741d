"""The workspace: which files roles may read, and which files are never read at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from backend.domain.errors import UserCanFix

_PRIVATE_PATTERNS = (
    ".env*", "*.pem", "*.key", "*.p12", "*.pfx", "*.jks", "id_rsa*", "id_dsa*", "id_ecdsa*",
    "id_ed25519*", ".netrc", ".pypirc", ".npmrc", ".git-credentials", ".htpasswd", ".aws", ".ssh",
)  # fmt: skip


def is_private_name(name: str) -> bool:
    """Whether a file or directory of this name holds secrets by convention (``.env*``, private
    keys, …).
    """
    folded = name.lower()
    return any(fnmatchcase(folded, pattern) for pattern in _PRIVATE_PATTERNS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Workspace:
    """The folders that may be read, and those inside them that may not (the data directory)."""

    roots: Sequence[Path]
    forbidden: Sequence[Path] = ()

    def resolve(self, path: str | Path, *, is_whole: bool = False) -> Path:
        """The real path behind ``path``; a relative one is taken from the first root.

        With ``is_whole`` everything below it is going to be read, so that a folder which contains
        a forbidden one is refused too.

        Raises:
            UserCanFix: ``SOURCE_NOT_FOUND``, or ``E_FORBIDDEN`` when the real path is outside every
                root or inside a forbidden folder.
        """
        if not self.roots or "\0" in str(path):
            raise _forbidden(path)
        try:
            real = (self.roots[0] / Path(path)).resolve(strict=True)
        except (OSError, RuntimeError) as error:
            raise self._missing_or_forbidden(path) from error
        holds_forbidden = any(folder.resolve().is_relative_to(real) for folder in self.forbidden)
        if not self._is_readable(real) or (is_whole and holds_forbidden):
            raise _forbidden(path)
        return real

    def _is_readable(self, real: Path) -> bool:
        if any(real.is_relative_to(folder.resolve()) for folder in self.forbidden):
            return False
        return any(real.is_relative_to(root.resolve()) for root in self.roots)

    def _missing_or_forbidden(self, path: str | Path) -> UserCanFix:
        """Outside the roots the answer must not tell whether something exists."""
        if not self._is_readable((self.roots[0] / Path(path)).absolute().resolve(strict=False)):
            return _forbidden(path)
        return UserCanFix(
            "SOURCE_NOT_FOUND",
            f"There is nothing at {path}.",
            "Check the path, or give the https URL of a repository.",
        )


def _forbidden(path: str | Path) -> UserCanFix:
    return UserCanFix(
        "E_FORBIDDEN",
        f"The path {str(path)!r} is outside the workspace.",
        "Choose a path inside a workspace root, outside the data directory of this service.",
    )
