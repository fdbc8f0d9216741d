"""An OpenAI-compatible service that says what a test wrote down, over real HTTP on loopback.

It answers ``POST …/chat/completions`` as JSON, or as a stream of events where the request asks for
one. Each request takes the next :class:`Reply`; without one left, the service fails with 500.
``POST …/moderations`` has replies of its own; without one left, it is not offered (404), and
neither are ``…/embeddings``.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.scripted_http import Asked, chunked, head, listening, read_asked

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
    return calls_tools(("call_1", name, json.dumps(arguments)), text=text)


def calls_tools(*calls: tuple[str, str, str], text: str | None = None) -> Reply:
    """The model asks for tools: each by its id, name and arguments as they are written."""
    asked = [
        {"id": call_id, "type": "function", "function": {"name": name, "arguments": arguments}}
        for call_id, name, arguments in calls
    ]
    message = {"role": "assistant", "content": text, "tool_calls": asked}
    return Reply(message=message, finish_reason="tool_calls")


def moderates(*flagged: str) -> Reply:
    """Hosted moderation flags these categories; none lets the message pass."""
    result = {
        "flagged": bool(flagged),
        "categories": dict.fromkeys(flagged, True),
        "category_scores": {},
        "category_applied_input_types": {},
    }
    answer = {"id": "modr-1", "model": "omni-moderation-latest", "results": [result]}
    return sends(json.dumps(answer).encode())


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


class OpenAiServer:
    """The running service: what was asked, and what it will say."""

    def __init__(self, replies: Iterable[Reply]) -> None:
        self.replies = deque(replies)
        self.moderations: deque[Reply] = deque()
        self.asked: list[Asked] = []
        self.moderated: list[Asked] = []
        self.connections = 0
        self.has_answered = asyncio.Event()
        self.base_url = ""

    @property
    def models(self) -> list[str]:
        """The models in the order in which they were asked."""
        return [str(each.body["model"]) for each in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        self.connections += 1
        try:
            asked = await read_asked(reader)
            reply = self._reply_to(asked)
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
            self.has_answered.set()
            writer.close()

    def _reply_to(self, asked: Asked) -> Reply:
        if asked.path.endswith("/moderations"):
            self.moderated.append(asked)
            return self.moderations.popleft() if self.moderations else fails(404)
        if asked.path.endswith("/embeddings"):
            return fails(404)
        self.asked.append(asked)
        return self.replies.popleft() if self.replies else fails(500)


@asynccontextmanager
async def openai_server(*replies: Reply) -> AsyncGenerator[OpenAiServer, None]:
    """The service on a free port, until the block ends."""
    script = OpenAiServer(replies)
    async with listening(script.serve) as address:
        script.base_url = f"{address}/v1"
        yield script


def _pieces(reply: Reply, asked: Asked) -> list[bytes]:
    if reply.message is None:
        kind = dict(reply.headers).get("Content-Type", "application/json")
        return [
            head(reply.status, {"Content-Type": kind, **dict(reply.headers)}, len(reply.body))
            + reply.body
        ]
    if not asked.body.get("stream"):
        body = json.dumps(_completion(reply, str(asked.body["model"]))).encode()
        return [head(reply.status, {"Content-Type": "application/json"}, len(body)) + body]
    events = [
        f"data: {json.dumps(each)}\n\n".encode()
        for each in _chunks(reply, str(asked.body["model"]))
    ]
    framed = [chunked(each) for each in (*events, b"data: [DONE]\n\n")]
    return [head(reply.status, {"Content-Type": "text/event-stream"}), *framed, chunked(b"")]


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
