"""Sending to somebody who has gone."""

import pytest
from starlette.types import Message
from starlette.websockets import WebSocket

from backend.api.socket.wire import Gone, Wire


async def _receive() -> Message:
    return {"type": "websocket.connect"}


@pytest.mark.parametrize("failure", [OSError("closed"), RuntimeError("closed")])
async def test_a_client_that_has_gone_is_no_defect(failure: Exception) -> None:
    async def send(message: Message) -> None:
        if message["type"] == "websocket.send":
            raise failure

    websocket = WebSocket({"type": "websocket", "path": "/", "headers": []}, _receive, send)
    await websocket.accept()
    with pytest.raises(Gone):
        await Wire(websocket).send_text("{}")
