"""How the socket begins: never compressed, and for a program instead of a page."""

import websockets

from backend.domain.people import Role
from backend.domain.plans.approval import Actor
from tests.backend.api.socket_client import opened
from tests.backend.api.test_socket import house_of
from tests.contracts.copilot_clients import TOKEN
from tests.doubles.loopback_server import served


async def test_frames_are_never_compressed() -> None:
    house = await house_of(Role.OWNER)
    async with (
        served(house.app) as url,
        websockets.connect(
            f"{url.replace('http', 'ws', 1)}/ws/agent",
            proxy=None,
            compression="deflate",
            additional_headers={"Origin": url},
        ) as connection,
    ):
        assert connection.response is not None
        assert "Sec-WebSocket-Extensions" not in connection.response.headers


async def test_a_program_with_the_owners_token_needs_no_origin() -> None:
    house = await house_of(Role.OWNER)
    owner = Actor(user_id="local_owner", kind="local_owner")
    session = await house.twin.begin(owner)
    bearer = {"Authorization": f"Bearer {TOKEN.reveal()}"}
    async with opened(house.app, None, session.session_id, **bearer) as socket:
        assert (await socket.next())["type"] == "connected"
