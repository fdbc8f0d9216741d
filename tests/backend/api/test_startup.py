"""An application that is made when its server starts."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message

from backend.api.startup import OpenedAtStartup
from backend.domain.errors import Bug, UserCanFix

LIFE: list[Message] = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]


async def lived(app: OpenedAtStartup) -> list[Message]:
    coming, sent = list(LIFE), list[Message]()

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    await app({"type": "lifespan"}, receive, send)
    return sent


async def test_it_opens_and_closes_with_the_server() -> None:
    happened: list[str] = []

    @asynccontextmanager
    async def opened() -> AsyncGenerator[ASGIApp, None]:
        happened.append("opened")
        yield PlainTextResponse("hello")
        happened.append("closed")

    sent = await lived(OpenedAtStartup(opened))
    assert happened == ["opened", "closed"]
    assert [each["type"] for each in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


async def test_a_refused_start_is_one_sentence() -> None:
    @asynccontextmanager
    async def refused() -> AsyncGenerator[ASGIApp, None]:
        raise UserCanFix("E_SETTING_INVALID", "PORT is no port.", "Set it.")
        yield PlainTextResponse("never")

    sent = await lived(OpenedAtStartup(refused))
    assert sent == [
        {
            "type": "lifespan.startup.failed",
            "message": "E_SETTING_INVALID: PORT is no port. Set it.",
        }
    ]


async def test_a_request_before_the_start_is_a_defect() -> None:
    @asynccontextmanager
    async def opened() -> AsyncGenerator[ASGIApp, None]:
        yield PlainTextResponse("hello")

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        pytest.fail(f"nothing should be sent, but {message} was")

    with pytest.raises(Bug, match="E_NOT_STARTED"):
        await OpenedAtStartup(opened)({"type": "http"}, receive, send)
