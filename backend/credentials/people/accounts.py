"""Accounts: the owner's set-up, signing in and out, and who a web session's token belongs to."""

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.credentials.people.passwords import Passwords, require_usable
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import Scope
from backend.domain.people import Role, UserView
from backend.domain.secrets import Secret
from backend.stores.documents import DuplicateDocument
from backend.stores.repositories.everything import Repositories
from backend.stores.repositories.people.sign_in_attempts import AttemptsRecord
from backend.stores.repositories.people.users import UserRecord
from backend.stores.repositories.people.web_sessions import WebSessionRecord

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
SETUP_TIME = timedelta(hours=24)
ATTEMPTS = 10
ATTEMPT_WINDOW = timedelta(minutes=15)
_REFRESH_AFTER = timedelta(minutes=1)
_TOKEN_BYTES = 32
_USER_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")

Record = Callable[[str, str], Awaitable[None]]
"""Adds an audit record: what happened, and to whom."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Accounts:
    """The people of one installation, in one ``scope``."""

    repositories: Repositories
    passwords: Passwords
    scope: Scope
    record: Record
    clock: Callable[[], datetime]

    async def is_set_up(self) -> bool:
        """Whether there is an owner."""
        return await self.repositories.users.is_any(self.scope.tenant_id)

    async def new_setup_token(self) -> Secret | None:
        """A token for the set-up link, which voids the one before; ``None`` with an owner."""
        if await self.is_set_up():
            return None
        token = Secret(secrets.token_urlsafe(_TOKEN_BYTES))
        await self.repositories.installation.offer_setup(
            self.scope.tenant_id, _hash(token), self.clock() + SETUP_TIME
        )
        return token

    async def set_up(self, token: Secret, user_name: str, password: Secret) -> UserView:
        """Make the owner; the token is used up.

        Raises:
            UserCanFix: ``E_SETUP_LINK_INVALID``, ``E_INVALID_USER_NAME``, ``E_PASSWORD_TOO_SHORT``
                or ``E_PASSWORD_TOO_LONG``; after the last three the token is still good.
        """
        name = _user_name(user_name)
        require_usable(password)
        tenant_id = self.scope.tenant_id
        is_taken = await self.repositories.installation.take_setup(
            tenant_id, _hash(token), self.clock()
        )
        if not is_taken or await self.is_set_up():
            await self.record("set_up_refused", name)
            raise _invalid_link()
        owner = self._user(name, await self.passwords.hashed(password), (Role.OWNER,))
        try:
            await self.repositories.users.add(owner)
        except DuplicateDocument:
            raise _invalid_link() from None
        await self.record("set_up", owner.user_id)
        return _view(owner)

    async def sign_in(
        self, user_name: str, password: Secret, replaced: Secret | None
    ) -> tuple[UserView, Secret]:
        """The person, and the token of a new web session; the ``replaced`` one ends.

        Raises:
            UserCanFix: ``E_SIGN_IN_REFUSED`` says not which of the two was wrong;
                ``E_RATE_LIMIT`` after ten attempts in a quarter of an hour.
        """
        name = user_name.strip().lower()
        attempts = self._attempts(name)
        if await self.repositories.sign_in_attempts.add(attempts) > ATTEMPTS:
            raise _too_often()
        user = await self.repositories.users.named(self.scope.tenant_id, name)
        is_right = await self.passwords.is_right(user and user.password_hash, password)
        if user is None or not is_right:
            await self.record("sign_in_refused", user.user_id if user else "unknown")
            raise _refused()
        await self.repositories.sign_in_attempts.forget(attempts)
        if replaced is not None:
            await self.sign_out(replaced)
        await self.record("signed_in", user.user_id)
        return _view(user), await self._begin_session(user)

    async def sign_out(self, token: Secret) -> None:
        """End the web session of that token, if there is one."""
        await self.repositories.web_sessions.end(self.scope.tenant_id, _hash(token))

    async def who(self, token: Secret) -> UserView | None:
        """Whose web session it is; using it makes it last longer. ``None`` if it has ended."""
        tenant_id = self.scope.tenant_id
        session = await self.repositories.web_sessions.find(tenant_id, _hash(token))
        if session is None or session.expires_at is None:
            return None
        later = min(self.clock() + IDLE, session.ends_at)
        if later - session.expires_at > _REFRESH_AFTER:
            await self.repositories.web_sessions.extend(tenant_id, session.token_hash, later)
        user = await self.repositories.users.by_id(tenant_id, session.user_id)
        return _view(user) if user else None

    async def _begin_session(self, user: UserRecord) -> Secret:
        token = Secret(secrets.token_urlsafe(_TOKEN_BYTES))
        now = self.clock()
        await self.repositories.web_sessions.add(
            WebSessionRecord(
                **self.scope.model_dump(),
                created_at=now,
                expires_at=now + IDLE,
                token_hash=_hash(token),
                user_id=user.user_id,
                ends_at=now + LONGEST,
            )
        )
        return token

    def _user(self, name: str, password_hash: str, roles: tuple[Role, ...]) -> UserRecord:
        return UserRecord(
            **self.scope.model_dump(),
            created_at=self.clock(),
            user_id=f"usr_{secrets.token_hex(8)}",
            user_name=name,
            password_hash=password_hash,
            roles=roles,
        )

    def _attempts(self, name: str) -> AttemptsRecord:
        now = self.clock()
        window = int(now.timestamp() // ATTEMPT_WINDOW.total_seconds())
        return AttemptsRecord(
            **self.scope.model_dump(),
            created_at=now,
            expires_at=now + ATTEMPT_WINDOW,
            attempts_id=_hash(Secret(f"{window}:{name}")),
        )


def _hash(token: Secret) -> str:
    """Tokens are long and random: a plain digest is enough, and nothing to compare slowly."""
    return hashlib.sha256(token.reveal().encode()).hexdigest()


def _user_name(given: str) -> str:
    name = given.strip().lower()
    if not _USER_NAME.fullmatch(name):
        raise UserCanFix(
            "E_INVALID_USER_NAME",
            "The user name cannot be used.",
            "Use 2 to 64 letters, digits, dots, hyphens, underscores or @, a letter or digit "
            "first.",
        )
    return name


def _view(user: UserRecord) -> UserView:
    return UserView(user_id=user.user_id, user_name=user.user_name, roles=user.roles)


def _invalid_link() -> UserCanFix:
    return UserCanFix(
        "E_SETUP_LINK_INVALID",
        "This set-up link was used, has expired, or is of an earlier start.",
        "Restart the service: without an owner it prints a new link. With one, sign in.",
    )


def _refused() -> UserCanFix:
    return UserCanFix(
        "E_SIGN_IN_REFUSED",
        "The user name or the password is wrong.",
        "Check both and try again.",
    )


def _too_often() -> UserCanFix:
    return UserCanFix(
        "E_RATE_LIMIT",
        "There were too many attempts to sign in with this name.",
        f"Wait {int(ATTEMPT_WINDOW.total_seconds() // 60)} minutes.",
    )
