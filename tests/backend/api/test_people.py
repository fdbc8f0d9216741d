"""Setting up, signing in and out over HTTP; and the cookie that stays."""

from collections.abc import AsyncGenerator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from backend.credentials.people.accounts import Accounts
from tests.contracts.copilot_clients import TOKEN
from tests.doubles.fake_copilot import FakeCopilot
from tests.doubles.served_parts import PASSWORD, SCOPE, app_around

URL = "http://127.0.0.1:8000"
OWNER = {"user_name": "Owner", "password": PASSWORD.reveal()}
COOKIE = "copilot_session_8000"


@pytest.fixture
def app() -> FastAPI:
    return app_around(FakeCopilot(), TOKEN)


@pytest_asyncio.fixture
async def http(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient, None]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=f"{URL}/api/v1") as client:
        yield client


async def setup_token(app: FastAPI) -> str:
    accounts: Accounts = app.state.parts.accounts
    await accounts.repositories.installation.begun(SCOPE, "epoch", accounts.clock())
    token = await accounts.new_setup_token()
    assert token is not None
    return token.reveal()


async def test_the_first_person_becomes_the_owner_and_is_signed_in(
    app: FastAPI, http: httpx.AsyncClient
) -> None:
    before = (await http.get("/identity")).json()
    assert (before["is_set_up"], before["user"]) == (False, None)
    assert "owner" in before["roles"]
    answer = await http.post("/identity/setup", json={**OWNER, "token": await setup_token(app)})
    assert answer.status_code == 201
    after = (await http.get("/identity")).json()
    assert after["is_set_up"] is True
    assert (after["user"]["user_name"], after["user"]["roles"]) == ("owner", ["owner"])
    assert (await http.get("/runs")).status_code == 200
    assert PASSWORD.reveal() not in answer.text


async def test_the_cookie_is_for_this_site_alone(app: FastAPI, http: httpx.AsyncClient) -> None:
    answer = await http.post("/identity/setup", json={**OWNER, "token": await setup_token(app)})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for attribute in ("HttpOnly", "Path=/", "SameSite=strict", "Max-Age="):
        assert attribute in cookie
    assert "Secure" not in cookie
    assert "Domain" not in cookie


async def test_behind_tls_the_cookie_is_pinned_to_the_host(app: FastAPI) -> None:
    transport = httpx.ASGITransport(app)
    address = "https://127.0.0.1:8000/api/v1"
    async with httpx.AsyncClient(transport=transport, base_url=address) as http:
        answer = await http.post("/identity/setup", json={**OWNER, "token": await setup_token(app)})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-copilot_session=")
    assert "Secure" in cookie


async def test_signing_in_again_ends_the_session_before(
    app: FastAPI, http: httpx.AsyncClient
) -> None:
    await http.post("/identity/setup", json={**OWNER, "token": await setup_token(app)})
    first = http.cookies[COOKIE]
    await http.post("/identity/sign_in", json=OWNER)
    assert http.cookies[COOKIE] != first
    http.cookies.set(COOKIE, first, domain="127.0.0.1", path="/")
    old = await http.get("/runs", headers={"Cookie": f"{COOKIE}={first}"})
    assert old.status_code == 401


async def test_signing_out_ends_it(app: FastAPI, http: httpx.AsyncClient) -> None:
    await http.post("/identity/setup", json={**OWNER, "token": await setup_token(app)})
    token = http.cookies[COOKIE]
    assert (await http.post("/identity/sign_out")).status_code == 204
    assert COOKIE not in http.cookies
    answer = await http.get("/runs", headers={"Cookie": f"{COOKIE}={token}"})
    assert (answer.status_code, answer.json()["error_code"]) == (401, "E_UNAUTHENTICATED")


@pytest.mark.parametrize(
    ("changes", "error_code"),
    [
        ({"password": "wrong password, long"}, "E_SIGN_IN_REFUSED"),
        ({"user_name": "nobody"}, "E_SIGN_IN_REFUSED"),
        ({"user_name": ""}, "E_INVALID_REQUEST"),
        ({"password": ["FAKE"]}, "E_INVALID_REQUEST"),
        ({"role": "owner"}, "E_INVALID_REQUEST"),
    ],
)
async def test_who_is_not_let_in(
    app: FastAPI, http: httpx.AsyncClient, changes: dict[str, object], error_code: str
) -> None:
    await http.post("/identity/setup", json={**OWNER, "token": await setup_token(app)})
    answer = await http.post("/identity/sign_in", json={**OWNER, **changes})
    assert answer.json()["error_code"] == error_code
    assert "set-cookie" not in answer.headers
    assert "FAKE" not in answer.text


async def test_a_link_that_is_wrong_lets_nobody_in(http: httpx.AsyncClient, app: FastAPI) -> None:
    await setup_token(app)
    answer = await http.post("/identity/setup", json={**OWNER, "token": "FAKE"})
    assert answer.json()["error_code"] == "E_SETUP_LINK_INVALID"
    assert (await http.get("/identity")).json()["is_set_up"] is False


async def test_guessing_is_stopped(app: FastAPI, http: httpx.AsyncClient) -> None:
    await http.post("/identity/setup", json={**OWNER, "token": await setup_token(app)})
    wrong = {**OWNER, "password": "wrong password, long"}
    codes = [(await http.post("/identity/sign_in", json=wrong)).status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]


@pytest.mark.parametrize(
    ("origin", "status"),
    [(URL, 401), ("http://evil.test", 403), ("null", 403), ("http://127.0.0.1:9", 403)],
)
async def test_a_foreign_page_cannot_sign_anybody_in(
    http: httpx.AsyncClient, origin: str, status: int
) -> None:
    answer = await http.post("/identity/sign_in", json=OWNER, headers={"origin": origin})
    assert answer.status_code == status
