"""An OpenAI-compatible service that says what a test wrote down, over real HTTP on loopback.

It answers ``POST …/chat/completions`` as JSON, or as a stream of events where the request asks for
one. Each request takes the next :class:`Reply`; without one left, the service fails with 500.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

INPUT_TOKENS, OUTPUT_TOKENS = 11, 7
_USAGE = {
    "prompt_tokens": INPUT_TOKENS,
    "completion_tokens": OUTPUT_TOKENS,
    "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS,
}


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What one request gets: a ``message``, or else ``status`` with ``body``."""

    message: dict[str, Any] | None = None
    finish_reason: str = "stop"
    usage: dict[str, int] | None = field(default_factory=lambda: dict(_USAGE))
    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    delay_s: float = 0.0
    """Silence before the first byte."""
    pause_s: float = 0.0
    """Silence before each further event of a stream."""
    breaks_after: int | None = None
    """Hang up after so many events of a stream; 0 hangs up without a word."""


def says(text: str, *, usage: dict[str, int] | None = _USAGE, pause_s: float = 0.0) -> Reply:
    """An ordinary answer; streamed word by word if asked for."""
    return Reply(message={"role": "assistant", "content": text}, usage=usage, pause_s=pause_s)


def refuses(text: str = "I will not.") -> Reply:
    """The model declines."""
    return Reply(message={"role": "assistant", "content": None, "refusal": text})


def filters() -> Reply:
    """A filter of the service withholds the answer."""
    return Reply(message={"role": "assistant", "content": ""}, finish_reason="content_filter")


def calls_tool(name: str, arguments: dict[str, Any], text: str | None = None) -> Reply:
    """The model asks for a tool."""
    function = {"name": name, "arguments": json.dumps(arguments)}
    call = {"id": "call_1", "type": "function", "function": function}
    message = {"role": "assistant", "content": text, "tool_calls": [call]}
    return Reply(message=message, finish_reason="tool_calls")


def fails(
    status: int,
    code: str | None = None,
    message: str = "It did not work.",
    headers: Iterable[tuple[str, str]] = (),
) -> Reply:
    """An error as the vendor words it."""
    error = {"error": {"message": message, "type": code, "code": code, "param": None}}
    return Reply(status=status, body=json.dumps(error).encode(), headers=tuple(headers))


def sends(body: bytes, content_type: str = "application/json") -> Reply:
    """Bytes that are no answer."""
    return Reply(body=body, headers=(("Content-Type", content_type),))


def hangs(seconds: float = 30.0) -> Reply:
    """No answer for a long time."""
    return Reply(message={"role": "assistant", "content": "late"}, delay_s=seconds)


def drops() -> Reply:
    """The connection ends without an answer."""
    return Reply(breaks_after=0)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def model(self) -> str:
        return str(self.body["model"])

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Role and content of each message."""
        return [(each["role"], each["content"]) for each in self.body["messages"]]


class OpenAiServer:
    """The running service: what was asked, and what it will say."""

    def __init__(self, replies: Iterable[Reply]) -> None:
        self.replies = deque(replies)
        self.asked: list[Asked] = []
        self.connections = 0
        self.base_url = ""

    @property
    def models(self) -> list[str]:
        """The models in the order in which they were asked."""
        return [each.model for each in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        self.connections += 1
        try:
            asked = await _read(reader)
            self.asked.append(asked)
            reply = self.replies.popleft() if self.replies else fails(500)
            await asyncio.sleep(reply.delay_s)
            for number, piece in enumerate(_pieces(reply, asked)):
                if number == reply.breaks_after:
                    break
                await asyncio.sleep(reply.pause_s if number else 0)
                writer.write(piece)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def openai_server(*replies: Reply) -> AsyncGenerator[OpenAiServer, None]:
    """The service on a free port, until the block ends."""
    script = OpenAiServer(replies)
    busy: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(script.serve(reader, writer))
        busy.add(task)
        task.add_done_callback(busy.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    script.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield script
    finally:
        server.close()
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
        await server.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(path=first.split()[1], headers=headers, body=json.loads(body or b"{}"))


def _pieces(reply: Reply, asked: Asked) -> list[bytes]:
    if reply.message is None:
        kind = dict(reply.headers).get("Content-Type", "application/json")
        return [_head(reply, kind, len(reply.body)) + reply.body]
    if not asked.body.get("stream"):
        body = json.dumps(_completion(reply, asked.model)).encode()
        return [_head(reply, "application/json", len(body)) + body]
    events = [f"data: {json.dumps(each)}\n\n".encode() for each in _chunks(reply, asked.model)]
    framed = [_chunk(each) for each in (*events, b"data: [DONE]\n\n")]
    return [_head(reply, "text/event-stream"), *framed, _chunk(b"")]


def _chunk(piece: bytes) -> bytes:
    """Chunked transfer coding, so that a stream that breaks can be told from one that ends."""
    return b"%x\r\n%b\r\n" % (len(piece), piece)


def _head(reply: Reply, content_type: str, length: int | None = None) -> bytes:
    headers = {"Content-Type": content_type, **dict(reply.headers), "Connection": "close"}
    headers |= (
        {"Transfer-Encoding": "chunked"} if length is None else {"Content-Length": str(length)}
    )
    lines = [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"HTTP/1.1 {reply.status} Scripted", *lines, "", ""]).encode()


def _completion(reply: Reply, model: str) -> dict[str, Any]:
    choice = {"index": 0, "message": reply.message, "finish_reason": reply.finish_reason}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [choice],
        "usage": reply.usage,
    }


def _chunks(reply: Reply, model: str) -> list[dict[str, Any]]:
    base = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": model}
    message = reply.message or {}
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    words = (message.get("content") or "").split(" ")
    deltas += [{"content": word if n == 0 else f" {word}"} for n, word in enumerate(words) if word]
    if message.get("refusal"):
        deltas.append({"refusal": message["refusal"]})
    calls = message.get("tool_calls", [])
    deltas += [{"tool_calls": [{"index": n, **call}]} for n, call in enumerate(calls)]
    chunks = [
        {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
        for delta in deltas
    ]
    end = {"index": 0, "delta": {}, "finish_reason": reply.finish_reason}
    chunks.append({**base, "choices": [end]})
    if reply.usage is not None:
        chunks.append({**base, "choices": [], "usage": reply.usage})
    return chunks
