"""``/ws/agent``: who is let in, what is answered, and what is refused."""

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest
import pytest_asyncio
import websockets
from fastapi import FastAPI

from backend.api.socket.limits import FRAMES_PER_MINUTE, SOCKETS_PER_PERSON
from backend.domain.commands import SendMessage
from backend.domain.conversations.frames import LARGEST_FRAME, SERVER_FRAMES
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import SessionId
from backend.domain.people import Role
from backend.domain.plans.approval import Actor
from backend.domain.secrets import Secret
from tests.backend.api.socket_client import Socket, opened, socket_at
from tests.contracts.copilot_clients import TOKEN
from tests.doubles.fake_conversations import FakeConversations
from tests.doubles.fake_copilot import FakeCopilot
from tests.doubles.loopback_server import served
from tests.doubles.served_parts import app_around, person_in

SUBSCRIBE = {"type": "subscribe", "after_sequence": 0, "epoch": None}
MESSAGE = {"type": "send_message", "message_id": "message_1", "text": "hello"}


@dataclass
class House:
    """A server, a person with a session, and the twin behind it."""

    app: FastAPI
    twin: FakeConversations
    token: Secret
    actor: Actor


async def house_of(*roles: Role) -> House:
    twin = FakeConversations()
    app = app_around(FakeCopilot(), TOKEN, conversations=twin)
    token = await person_in(app, *roles)
    actor = Actor(user_id=f"usr_{'-'.join(roles)}", kind="user")
    await twin.begin(actor)
    return House(app, twin, token, actor)


@pytest_asyncio.fixture
async def house() -> House:
    return await house_of(Role.OWNER)


@pytest_asyncio.fixture
async def socket(house: House) -> AsyncGenerator[Socket, None]:
    async with opened(house.app, house.token) as connection:
        assert (await connection.next())["type"] == "connected"
        yield connection


@pytest.mark.spec("S1-41")
async def test_it_greets_and_replays_before_it_goes_on_live(house: House) -> None:
    house.twin.tell("ses_1", 3)
    async with opened(house.app, house.token) as socket:
        assert await socket.next() == {
            "type": "connected",
            "session_id": "ses_1",
            "epoch": "epoch_1",
            "last_sequence": 3,
        }
        await socket.send({**SUBSCRIBE, "after_sequence": 1, "epoch": "epoch_1"})
        replayed = [(await socket.next())["event"]["sequence"] for _ in range(2)]
        house.twin.tell("ses_1")
        live = await socket.next()
    assert [*replayed, live["event"]["sequence"]] == [2, 3, 4]
    assert SERVER_FRAMES.validate_json(json.dumps(live)).type == "event"


async def test_a_log_of_another_epoch_is_sent_whole(house: House, socket: Socket) -> None:
    house.twin.tell("ses_1", 2)
    greeting = await socket.ask({**SUBSCRIBE, "after_sequence": 2, "epoch": "epoch_0"})
    assert (greeting["type"], greeting["epoch"]) == ("connected", "epoch_1")
    assert (await socket.next())["event"]["sequence"] == 1


async def test_a_second_subscription_takes_the_place_of_the_first(
    house: House, socket: Socket
) -> None:
    house.twin.tell("ses_1")
    assert (await socket.ask(SUBSCRIBE))["event"]["sequence"] == 1
    accepted = await socket.ask({**SUBSCRIBE, "after_sequence": 1, "request_id": "again"})
    assert accepted == {"type": "accepted", "request_id": "again"}
    house.twin.tell("ses_1")
    assert (await socket.next())["event"]["sequence"] == 2


async def test_two_sockets_hear_the_same(house: House) -> None:
    async with (
        served(house.app) as url,
        socket_at(url, house.token) as first,
        socket_at(url, house.token) as second,
    ):
        for each in (first, second):
            await each.next()
            await each.send(SUBSCRIBE)
        house.twin.tell("ses_1", 5)
        heard = [[await each.next() for _ in range(5)] for each in (first, second)]
    assert heard[0] == heard[1]


async def test_a_command_arrives_with_who_gave_it(house: House, socket: Socket) -> None:
    answer = await socket.ask({**MESSAGE, "request_id": "r1"})
    assert answer == {"type": "accepted", "request_id": "r1"}
    ((actor, command),) = house.twin.commands
    assert actor.user_id == house.actor.user_id
    assert actor.user_name
    assert isinstance(command, SendMessage)
    assert command.text == "hello"


async def test_a_refusal_names_its_fields(house: House, socket: Socket) -> None:
    house.twin.refusal = UserCanFix(
        "E_INVALID_FORM", "Wrong.", "Correct it.", fields={"region": "There is none."}
    )
    answer = {"graph_run_id": "run_1", "request": {}}
    refused = await socket.ask({"type": "answer_intake", "request_id": "r2", **answer})
    assert refused == {
        "type": "refused",
        "request_id": "r2",
        "error_code": "E_INVALID_FORM",
        "message": "Wrong.",
        "next_step": "Correct it.",
        "fields": {"region": "There is none."},
    }


BAD_FRAMES: dict[str, bytes | str] = {
    "binary": b'{"type": "subscribe"}',
    "empty": "",
    "no JSON": "hello",
    "not a number": '{"type": "subscribe", "after_sequence": NaN}',
    "a list": "[]",
    "a text": '"subscribe"',
    "nothing": "null",
    "deep": "[" * 30_000,
    "no type": "{}",
    "unknown type": '{"type": "apply_plan"}',
    "type of the server": '{"type": "event"}',
    "extra field": '{"type": "subscribe", "after_sequence": 0, "more": 1}',
    "a key twice": '{"type": "subscribe", "type": "subscribe"}',
    "negative": '{"type": "subscribe", "after_sequence": -1}',
    "text for a number": '{"type": "subscribe", "after_sequence": "1"}',
    "missing field": '{"type": "send_message", "text": "hello"}',
    "empty message": '{"type": "send_message", "message_id": "message_1", "text": ""}',
    "half a character": r'{"type": "send_message", "message_id": "message_1", "text": "\ud800"}',
    "too long a message": json.dumps({**MESSAGE, "text": "a" * 8_001}),
    "wrong id": '{"type": "send_message", "message_id": "../../etc", "text": "hello"}',
    "half an approval": '{"type": "decide_approval", "approval_id": "a", "answer": "approved"}',
    "a yes of its own": '{"type": "decide_approval", "approval_id": "a", "plan_digest": "p", '
    '"change_set_digest": "c", "answer": "yes"}',
}


@pytest.mark.parametrize("bad", BAD_FRAMES.values(), ids=list(BAD_FRAMES))
async def test_what_is_no_frame_is_refused_and_the_socket_stays(
    house: House, socket: Socket, bad: bytes | str
) -> None:
    refused = await socket.ask(bad)
    assert (refused["type"], refused["error_code"]) == ("refused", "E_BAD_FRAME")
    assert refused["next_step"]
    assert (await socket.ask({**MESSAGE, "request_id": "r3"}))["type"] == "accepted"
    assert len(house.twin.commands) == 1


async def test_a_bad_frame_keeps_its_request_id(socket: Socket) -> None:
    refused = await socket.ask({"type": "subscribe", "request_id": "r4", "more": 1})
    assert refused["request_id"] == "r4"


async def test_a_frame_that_is_too_large_ends_the_connection(socket: Socket) -> None:
    await socket.send({**MESSAGE, "text": "x" * 1_000_000})
    assert await socket.closed() == 1009


async def test_the_largest_frame_passes(house: House, socket: Socket) -> None:
    frame = json.dumps(MESSAGE)
    assert (await socket.ask(frame + " " * (LARGEST_FRAME - len(frame) - 1) + "]"))[
        "error_code"
    ] == "E_BAD_FRAME"
    await socket.send(frame + " " * (LARGEST_FRAME - len(frame)))
    assert (await socket.ask({**MESSAGE, "request_id": "r5"}))["type"] == "accepted"


async def test_too_many_frames_end_the_connection(socket: Socket) -> None:
    for _ in range(FRAMES_PER_MINUTE + 1):
        await socket.send(MESSAGE)
    refused = await socket.next()
    assert refused["error_code"] == "E_RATE_LIMIT"
    assert await socket.closed() == 4429


async def test_too_many_sockets_of_one_person(house: House) -> None:
    async with served(house.app) as url:
        entered = [socket_at(url, house.token) for _ in range(SOCKETS_PER_PERSON + 1)]
        sockets = [await each.__aenter__() for each in entered]
        told = [(await each.next())["type"] for each in sockets]
        assert told == ["connected"] * SOCKETS_PER_PERSON + ["refused"]
        assert await sockets[-1].closed() == 4429
        await entered[0].__aexit__(None, None, None)
        greetings = [await _greeting(url, house) for _ in range(3)]
        assert greetings[-1]["type"] == "connected"
        for each in entered[1:]:
            await each.__aexit__(None, None, None)


async def _greeting(url: str, house: House) -> dict[str, object]:
    async with socket_at(url, house.token) as socket:
        return await socket.next()


@pytest.mark.parametrize("token", [None, Secret("FAKE-token-of-nobody")])
async def test_nobody_is_told_why(house: House, token: Secret | None) -> None:
    async with opened(house.app, token) as socket:
        assert (await socket.next())["error_code"] == "E_UNAUTHENTICATED"
        assert await socket.closed() == 4401


async def test_a_session_that_ends_while_the_socket_is_open(house: House, socket: Socket) -> None:
    await house.app.state.parts.accounts.sign_out(house.token)
    refused = await socket.ask(MESSAGE)
    assert refused["error_code"] == "E_UNAUTHENTICATED"
    assert await socket.closed() == 4401
    assert house.twin.commands == []


@pytest.mark.parametrize("session_id", ["", "ses_9", "ses_2"])
async def test_a_conversation_of_somebody_else_is_not_found(house: House, session_id: str) -> None:
    stranger = Actor(user_id="usr_stranger", kind="user")
    assert (await house.twin.begin(stranger)).session_id == SessionId("ses_2")
    async with opened(house.app, house.token, session_id) as socket:
        assert (await socket.next())["error_code"] == "E_NOT_FOUND"
        assert await socket.closed() == 4404


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.VIEWER, set[str]()),
        (Role.DEPLOYER, {"send_message", "cancel_run"}),
        (Role.APPROVER, {"decide_approval"}),
        (Role.OPERATOR, {"send_message", "cancel_run", "decide_approval"}),
    ],
)
async def test_each_frame_needs_its_permission(role: Role, allowed: set[str]) -> None:
    house = await house_of(role)
    digests = {"plan_digest": "p", "change_set_digest": "c"}
    frames = (
        MESSAGE,
        {"type": "cancel_run", "graph_run_id": "run_1"},
        {"type": "decide_approval", "approval_id": "a", "answer": "approved", **digests},
    )
    async with opened(house.app, house.token) as socket:
        await socket.next()
        answers = {
            str(frame["type"]): await socket.ask({**frame, "request_id": "r"}) for frame in frames
        }
    assert {name for name, answer in answers.items() if answer["type"] == "accepted"} == allowed
    refused = {answer.get("error_code") for answer in answers.values()} - {None}
    assert refused <= {"E_FORBIDDEN"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.test", "Origin": "http://evil.test"},
        {},
    ],
)
async def test_foreign_pages_get_no_handshake(house: House, headers: dict[str, str]) -> None:
    given = headers or {"X-Nothing": "no origin at all"}
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with opened(house.app, house.token, **given):
            pass
    assert refused.value.response.status_code == 403
