"""Passwords: argon2id, in this one place."""

import asyncio
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from backend.domain.errors import UserCanFix
from backend.domain.secrets import Secret

SHORTEST = 12
LONGEST = 256
_AT_ONCE = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What one hash costs; the default is the second recommendation of RFC 9106, section 4."""

    time: int = 3
    memory_kib: int = 65_536
    lanes: int = 4


@dataclass(slots=True)
class Passwords:
    """Hashes and checks, at most two at a time: each takes much memory on purpose."""

    cost: Cost = field(default_factory=Cost)
    _turns: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(_AT_ONCE), init=False
    )
    _nobodys: str | None = field(default=None, init=False)

    async def hashed(self, password: Secret) -> str:
        """The hash to keep, with its salt and its cost in it.

        Raises:
            UserCanFix: ``E_PASSWORD_TOO_SHORT`` or ``E_PASSWORD_TOO_LONG``.
        """
        require_usable(password)
        return await self._hash(password)

    async def is_right(self, password_hash: str | None, password: Secret) -> bool:
        """Whether it is the password; for nobody's hash the answer takes just as long."""
        if password_hash is None:
            await self._verify(await self._hash_of_nobody(), password)
            return False
        return await self._verify(password_hash, password)

    def is_outdated(self, password_hash: str) -> bool:
        """Whether a hash was made at another cost."""
        return self._hasher.check_needs_rehash(password_hash)

    @property
    def _hasher(self) -> PasswordHasher:
        return PasswordHasher(self.cost.time, self.cost.memory_kib, self.cost.lanes)

    async def _hash_of_nobody(self) -> str:
        if self._nobodys is None:
            self._nobodys = await self._hash(Secret("nobody has this password"))
        return self._nobodys

    async def _hash(self, password: Secret) -> str:
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password.reveal())

    async def _verify(self, password_hash: str, password: Secret) -> bool:
        if len(password) > LONGEST:
            return False
        async with self._turns:
            try:
                return await asyncio.to_thread(
                    self._hasher.verify, password_hash, password.reveal()
                )
            except (VerifyMismatchError, VerificationError, InvalidHashError):
                return False


def require_usable(password: Secret) -> None:
    """Raise unless a password may be chosen: long enough; what it consists of is free.

    Raises:
        UserCanFix: ``E_PASSWORD_TOO_SHORT`` or ``E_PASSWORD_TOO_LONG``.
    """
    if len(password) < SHORTEST:
        raise UserCanFix(
            "E_PASSWORD_TOO_SHORT",
            f"The password has fewer than {SHORTEST} characters.",
            "Choose a longer one; four words that nobody would put together are good.",
        )
    if len(password) > LONGEST:
        raise UserCanFix(
            "E_PASSWORD_TOO_LONG",
            f"The password has more than {LONGEST} characters.",
            "Choose a shorter one.",
        )
