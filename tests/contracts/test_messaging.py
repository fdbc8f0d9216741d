"""What everybody is promised who talks without a socket: the conversations themselves, and those
behind a server.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager

import pytest
import pytest_asyncio

from backend.api.client import open_remote
from backend.api.owner import LOCAL_OWNER
from backend.api.server_file import ServerAddress
from backend.domain.commands import SendMessage
from backend.domain.conversations.frames import TurnPiece
from backend.domain.conversations.protocol import Messaging
from backend.domain.conversations.turns import Turn
from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.identifiers import SessionId
from tests.contracts.copilot_clients import TOKEN
from tests.doubles.fake_conversations import FakeConversations
from tests.doubles.fake_copilot import FakeCopilot
from tests.doubles.loopback_server import served
from tests.doubles.served_parts import app_around

HELLO = SendMessage(message_id="message_1", text="hello")
PATIENCE_S = 20.0


@asynccontextmanager
async def through_a_server(twin: FakeConversations) -> AsyncGenerator[Messaging, None]:
    app = app_around(FakeCopilot(), TOKEN, conversations=twin)
    async with (
        served(app) as url,
        open_remote(ServerAddress(url=url, token=TOKEN)) as remote,
    ):
        yield remote


@pytest.fixture
def twin() -> FakeConversations:
    return FakeConversations()


@pytest_asyncio.fixture(params=["directly", "through_a_server"])
async def messages(
    request: pytest.FixtureRequest, twin: FakeConversations
) -> AsyncGenerator[Messaging, None]:
    if request.param == "directly":
        yield twin
        return
    async with through_a_server(twin) as remote:
        yield remote


async def test_an_answer_is_in_the_log_when_the_message_was_taken(
    messages: Messaging, twin: FakeConversations
) -> None:
    async def answers(said: SendMessage) -> tuple[Turn, ...]:
        return (Turn(turn_id="turn_1", author="assistant", text=f"You said {said.text}."),)

    twin.answers = answers
    session = await messages.begin(LOCAL_OWNER)
    await messages.carry_out(LOCAL_OWNER, session.session_id, HELLO)
    page = await messages.page(LOCAL_OWNER, session.session_id, 0)
    assert [event.payload["text"] for event in page.events] == ["You said hello."]
    assert (await messages.page(LOCAL_OWNER, session.session_id, 1)).events == ()


async def test_a_reply_can_be_read_while_it_is_written(
    messages: Messaging, twin: FakeConversations
) -> None:
    session_id = (await messages.begin(LOCAL_OWNER)).session_id
    with twin.live_turns.turn(session_id, "turn_1_reply"):
        twin.live_turns.sink(session_id, "turn_1_reply").add("It creates")
        async with (
            asyncio.timeout(PATIENCE_S),
            aclosing(messages.live(LOCAL_OWNER, session_id)) as live,
        ):
            pieces = [await anext(live), await anext(live)]
    assert pieces == [
        TurnPiece(turn_id="turn_1_reply", text="", is_void=True),
        TurnPiece(turn_id="turn_1_reply", text="It creates"),
    ]


async def test_what_is_refused_is_told(messages: Messaging, twin: FakeConversations) -> None:
    session_id = (await messages.begin(LOCAL_OWNER)).session_id
    twin.refusal = UserCanFix("E_CONVERSATION_ENDED", "It was ended.", "Begin a new one.")
    with pytest.raises(CopilotError, match="E_CONVERSATION_ENDED"):
        await messages.carry_out(LOCAL_OWNER, session_id, HELLO)


async def test_sessions_of_others_are_not_found(messages: Messaging) -> None:
    nowhere = SessionId("ses_9")
    with pytest.raises(CopilotError, match="E_NOT_FOUND"):
        await messages.carry_out(LOCAL_OWNER, nowhere, HELLO)
    with pytest.raises(CopilotError, match="E_NOT_FOUND"):
        await messages.page(LOCAL_OWNER, nowhere, 0)
    async with aclosing(messages.live(LOCAL_OWNER, nowhere)) as live:
        with pytest.raises(CopilotError, match="E_NOT_FOUND"):
            await anext(live)
