"""A browser without a screen: a cookie, REST calls, and the socket of one conversation."""

import asyncio
import json
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import websockets
from websockets.asyncio.client import ClientConnection

from backend.api.parts import Parts, Sandbox
from backend.api.serving import Serving, serving
from backend.domain.conversations.payloads import PAYLOADS
from backend.domain.events import EventType
from backend.settings import Settings
from backend.wiring import open_service
from maintenance.files import PROJECT
from tests.doubles.loopback_server import served

PASSWORD = "FAKE four words nobody combines"
PATIENCE_S = 60.0


@dataclass(kw_only=True)
class Conversation:
    """One socket, and what came over it."""

    socket: ClientConnection
    session_id: str
    frames: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    async def send(self, frame_type: str, **values: Any) -> str:
        request_id = uuid.uuid4().hex
        frame = {"type": frame_type, "request_id": request_id, **values}
        await self.socket.send(json.dumps(frame))
        return request_id

    async def say(self, text: str, message_id: str | None = None) -> str:
        message_id = message_id or str(uuid.uuid4())
        await self.send("send_message", message_id=message_id, text=text)
        return message_id

    async def next(self) -> dict[str, Any]:
        """The next frame; events are held against their declared shapes."""
        async with asyncio.timeout(PATIENCE_S):
            frame: dict[str, Any] = json.loads(await self.socket.recv())
        self.frames.append(frame)
        if frame["type"] == "event":
            event = frame["event"]
            declared = PAYLOADS.get(EventType(event["type"]))
            if declared:
                declared.from_json(event["payload"])
            self.events.append(event)
        return frame

    async def until(self, event_type: str, **payload: Any) -> dict[str, Any]:
        """The next event of that type with these values."""
        while True:
            frame = await self.next()
            event = frame.get("event", {})
            if event.get("type") == event_type and payload.items() <= event["payload"].items():
                return event

    async def until_frame(self, *frame_types: str) -> dict[str, Any]:
        while (frame := await self.next())["type"] not in frame_types:
            pass
        return frame

    async def reply(self) -> dict[str, Any]:
        """The payload of the next turn that answers a message."""
        while True:
            turn = (await self.until("turn_added", author="assistant"))["payload"]
            if turn["message_id"]:
                return turn

    async def approve(self, **changes: Any) -> str:
        question = (await self.until("approval_requested"))["payload"]
        return await self.send("decide_approval", **{**yes_to(question), **changes})

    async def until_ended(self) -> str:
        event = await self.until("graph_completed")
        return event["payload"]["completion_state"]

    async def closed(self) -> int:
        """The code by which the server ends the connection."""
        async with asyncio.timeout(PATIENCE_S):
            await self.socket.wait_closed()
        assert self.socket.close_code is not None
        return self.socket.close_code


@dataclass(frozen=True, kw_only=True)
class Browser:
    """One person at one server."""

    http: httpx.AsyncClient

    @property
    def url(self) -> str:
        return str(self.http.base_url).rstrip("/")

    async def post(self, path: str, **body: Any) -> Any:
        answer = await self.http.post(f"/api/v1{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def get(self, path: str) -> Any:
        answer = await self.http.get(f"/api/v1{path}")
        assert answer.is_success, answer.text
        return answer.json()

    async def set_up(self, setup_url: str | None) -> None:
        assert setup_url is not None
        token = urlsplit(setup_url).fragment
        await self.post("/identity/setup", token=token, user_name="owner", password=PASSWORD)

    async def sign_in(self) -> None:
        await self.post("/identity/sign_in", user_name="owner", password=PASSWORD)

    async def begin(self) -> str:
        return (await self.post("/sessions"))["session_id"]

    @asynccontextmanager
    async def connected(
        self, session_id: str, after: int = 0, epoch: str | None = None
    ) -> AsyncGenerator[Conversation, None]:
        """A socket that was greeted and has subscribed."""
        async with self.socket(session_id) as socket:
            conversation = Conversation(socket=socket, session_id=session_id)
            await conversation.until_frame("connected")
            await conversation.send("subscribe", after_sequence=after, epoch=epoch)
            await conversation.until_frame("accepted")
            yield conversation

    def socket(self, session_id: str, **headers: str) -> websockets.connect:
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        address = f"{self.url.replace('http', 'ws', 1)}/ws/agent?session_id={session_id}"
        return websockets.connect(
            address,
            proxy=None,
            compression=None,
            max_queue=None,
            additional_headers={"Cookie": cookies, "Origin": self.url, **headers},
        )


@asynccontextmanager
async def browsing(url: str) -> AsyncGenerator[Browser, None]:
    """Somebody who is not signed in yet."""
    headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(
        base_url=url, headers=headers, timeout=PATIENCE_S, trust_env=False
    ) as http:
        yield Browser(http=http)


@asynccontextmanager
async def serving_here(
    settings: Settings, sandbox: Sandbox | None
) -> AsyncGenerator[tuple[str, Serving, Parts], None]:
    """The whole service on a loopback port: its address, and the set-up link."""
    async with (
        open_service(settings, "journey", (PROJECT / "examples", settings.home.parent)) as parts,
        serving(parts, settings.home, settings.port, sandbox) as found,
        served(found.app) as url,
    ):
        yield url, found, parts


def yes_to(question: dict[str, Any]) -> dict[str, Any]:
    """The answer that the card gives."""
    return {
        "approval_id": question["approval_id"],
        "plan_digest": question["plan_digest"],
        "change_set_digest": question["change_set_digest"],
        "answer": "approved",
        "confirmed_steps": question["confirmations"],
        "allowed_exposures": question["exposures"],
    }


def types_of(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in events]
