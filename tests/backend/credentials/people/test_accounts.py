"""Accounts over a real repository: the link, passwords, web sessions and their clock."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from backend.credentials.people.accounts import (
    ATTEMPT_WINDOW,
    ATTEMPTS,
    IDLE,
    LONGEST,
    SETUP_TIME,
    Accounts,
)
from backend.credentials.people.passwords import Passwords
from backend.domain.errors import UserCanFix
from backend.domain.people import Role
from backend.domain.secrets import Secret
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.everything import open_repositories
from tests.doubles.served_parts import CHEAP, PASSWORD, SCOPE


class House:
    """Accounts, what was audited, and a clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2030, 1, 1, 12, tzinfo=UTC)
        self.audited: list[tuple[str, str]] = []
        self.store = MemoryDocuments(lambda: self.now)

    async def open(self) -> Accounts:
        repositories = await open_repositories(self.store)
        await repositories.installation.begun(SCOPE, "epoch", self.now)

        async def record(kind: str, user_id: str) -> None:
            self.audited.append((kind, user_id))

        return Accounts(
            repositories=repositories,
            passwords=Passwords(cost=CHEAP),
            scope=SCOPE,
            record=record,
            clock=lambda: self.now,
        )


@pytest.fixture
def house() -> House:
    return House()


@pytest_asyncio.fixture
async def accounts(house: House) -> Accounts:
    return await house.open()


async def owned(accounts: Accounts) -> None:
    token = await accounts.new_setup_token()
    assert token is not None
    await accounts.set_up(token, "owner", PASSWORD)


async def code_of(work: object) -> str:
    with pytest.raises(UserCanFix) as refused:
        await work  # type: ignore[misc]
    return refused.value.error_code


async def test_each_start_voids_the_link_before(accounts: Accounts) -> None:
    first, second = await accounts.new_setup_token(), await accounts.new_setup_token()
    assert first is not None
    assert second is not None
    assert await code_of(accounts.set_up(first, "owner", PASSWORD)) == "E_SETUP_LINK_INVALID"
    assert (await accounts.set_up(second, "Owner ", PASSWORD)).roles == (Role.OWNER,)
    assert await accounts.new_setup_token() is None


async def test_a_link_works_once_however_many_try(accounts: Accounts) -> None:
    token = await accounts.new_setup_token()
    assert token is not None
    tries = [accounts.set_up(token, f"owner{n}", PASSWORD) for n in range(20)]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(not isinstance(each, Exception) for each in done) == 1


async def test_a_link_expires(house: House, accounts: Accounts) -> None:
    token = await accounts.new_setup_token()
    assert token is not None
    house.now += SETUP_TIME
    assert await code_of(accounts.set_up(token, "owner", PASSWORD)) == "E_SETUP_LINK_INVALID"


@pytest.mark.parametrize(
    ("name", "password", "error_code"),
    [
        ("owner", Secret("short"), "E_PASSWORD_TOO_SHORT"),
        ("owner", Secret("x" * 257), "E_PASSWORD_TOO_LONG"),
        ("o", PASSWORD, "E_INVALID_USER_NAME"),
        ("../owner", PASSWORD, "E_INVALID_USER_NAME"),
        ("own er", PASSWORD, "E_INVALID_USER_NAME"),
    ],
)
async def test_what_is_refused_leaves_the_link_good(
    accounts: Accounts, name: str, password: Secret, error_code: str
) -> None:
    token = await accounts.new_setup_token()
    assert token is not None
    assert await code_of(accounts.set_up(token, name, password)) == error_code
    assert (await accounts.set_up(token, "owner", PASSWORD)).user_name == "owner"


async def test_nothing_that_lets_in_is_stored(house: House, accounts: Accounts) -> None:
    setup = await accounts.new_setup_token()
    assert setup is not None
    await accounts.set_up(setup, "owner", PASSWORD)
    _, token = await accounts.sign_in("owner", PASSWORD, None)
    stored = str(
        [
            await house.store.find(name, {})
            for name in ("users", "web_sessions", "installations", "sign_in_attempts")
        ]
    )
    assert "$argon2id$" in stored
    for secret in (setup, token, PASSWORD):
        assert secret.reveal() not in stored


async def test_a_session_lasts_while_it_is_used_but_not_for_ever(
    house: House, accounts: Accounts
) -> None:
    await owned(accounts)
    _, token = await accounts.sign_in("owner", PASSWORD, None)
    end = house.now + LONGEST
    while house.now + IDLE < end:
        house.now += IDLE - timedelta(minutes=1)
        assert await accounts.who(token) is not None
    house.now = end
    assert await accounts.who(token) is None


async def test_an_idle_session_ends(house: House, accounts: Accounts) -> None:
    await owned(accounts)
    _, token = await accounts.sign_in("owner", PASSWORD, None)
    house.now += IDLE
    assert await accounts.who(token) is None


async def test_the_right_password_is_not_heard_after_too_many_wrong_ones(
    house: House, accounts: Accounts
) -> None:
    await owned(accounts)
    for _ in range(ATTEMPTS):
        refused = accounts.sign_in("owner", Secret("wrong password, long"), None)
        assert await code_of(refused) == "E_SIGN_IN_REFUSED"
    assert await code_of(accounts.sign_in("owner", PASSWORD, None)) == "E_RATE_LIMIT"
    house.now += ATTEMPT_WINDOW
    assert (await accounts.sign_in("OWNER", PASSWORD, None))[0].user_name == "owner"


async def test_what_happened_is_audited(house: House, accounts: Accounts) -> None:
    await owned(accounts)
    user, _ = await accounts.sign_in("owner", PASSWORD, None)
    await code_of(accounts.sign_in("nobody", PASSWORD, None))
    assert house.audited == [
        ("set_up", user.user_id),
        ("signed_in", user.user_id),
        ("sign_in_refused", "unknown"),
    ]


async def test_a_hash_says_its_cost_and_a_damaged_one_lets_nobody_in() -> None:
    passwords = Passwords(cost=CHEAP)
    hashed = await passwords.hashed(PASSWORD)
    assert hashed.startswith("$argon2id$")
    assert await passwords.is_right(hashed, PASSWORD)
    assert not await passwords.is_right(hashed[:-4], PASSWORD)
    assert not await passwords.is_right("", PASSWORD)
    assert not await passwords.is_right(None, PASSWORD)
    assert Passwords().is_outdated(hashed)
