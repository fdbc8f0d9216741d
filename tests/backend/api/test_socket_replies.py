"""``/ws/agent`` while a reply takes its time: it is told in pieces, and holds up nothing else."""

import asyncio
import json
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from backend.domain.conversations.frames import SERVER_FRAMES
from backend.domain.identifiers import SessionId
from backend.domain.people import Role
from tests.backend.api.socket_client import Socket, opened, socket_at
from tests.backend.api.test_socket import MESSAGE, SUBSCRIBE, House, house_of
from tests.doubles.loopback_server import served


@pytest_asyncio.fixture
async def house() -> House:
    return await house_of(Role.OWNER)


@pytest_asyncio.fixture
async def socket(house: House) -> AsyncGenerator[Socket, None]:
    async with opened(house.app, house.token) as connection:
        assert (await connection.next())["type"] == "connected"
        yield connection


async def test_who_waits_for_a_reply_can_still_press_stop(house: House, socket: Socket) -> None:
    house.twin.may_answer.clear()
    await socket.send({**MESSAGE, "request_id": "slow"})
    await house.twin.is_thinking.wait()
    cancel = {"type": "cancel_run", "request_id": "stop", "graph_run_id": "run_1"}
    assert await socket.ask(cancel) == {"type": "accepted", "request_id": "stop"}
    house.twin.may_answer.set()
    assert await socket.next() == {"type": "accepted", "request_id": "slow"}


async def test_a_message_is_answered_though_its_sender_has_gone(house: House) -> None:
    house.twin.may_answer.clear()
    async with opened(house.app, house.token) as socket:
        await socket.send(MESSAGE)
        await house.twin.is_thinking.wait()
        await socket.leave()
        house.twin.may_answer.set()
    assert [command.type for _, command in house.twin.commands] == ["send_message"]


async def test_a_server_that_stops_breaks_off_what_it_is_answering(house: House) -> None:
    house.twin.may_answer.clear()
    async with (
        served(house.app, patience_s=0) as url,
        socket_at(url, house.token) as socket,
    ):
        await socket.send(MESSAGE)
        await house.twin.is_thinking.wait()
        tasks = asyncio.all_tasks()
    answering = {task for task in tasks if "_answer_beside" in str(task.get_coro())}
    await asyncio.wait(answering, timeout=5)
    assert [task.cancelled() for task in answering] == [True]
    assert house.twin.commands == []


@pytest.mark.spec("S1-53")
async def test_pieces_of_a_reply_come_between_the_events(house: House, socket: Socket) -> None:
    turns, session_id = house.twin.live_turns, SessionId("ses_1")
    house.twin.tell("ses_1")
    assert (await socket.ask(SUBSCRIBE))["event"]["sequence"] == 1
    with turns.turn(session_id, "turn_1_reply"):
        sink = turns.sink(session_id, "turn_1_reply")
        sink.add("It creates ")
        pieces = [await socket.next()]
        sink.take_back()
        sink.add("Twelve.")
        pieces += [await socket.next(), await socket.next()]
    house.twin.tell("ses_1")
    assert (await socket.next())["event"]["sequence"] == 2
    assert [(piece["text"], piece["is_void"]) for piece in pieces] == [
        ("It creates ", False),
        ("", True),
        ("Twelve.", False),
    ]
    for piece in pieces:
        assert SERVER_FRAMES.validate_json(json.dumps(piece)).type == "turn_piece"
        assert piece["turn_id"] == "turn_1_reply"
