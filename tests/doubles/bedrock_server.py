"""Amazon Bedrock's Converse API as a test wrote it down, over real HTTP on loopback.

``POST /model/{id}/converse`` answers with JSON, ``…/converse-stream`` with an event stream in
``application/vnd.amazon.eventstream``: frames of headers and a payload, each with its CRC-32. Each
request takes the next :class:`Said`; without one left, the service fails with 500.
"""

import asyncio
import json
import struct
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from zlib import crc32

from tests.doubles.scripted_http import Asked, chunked, head, listening, read_asked

Block = dict[str, Any]
_USAGE = {"inputTokens": 11, "outputTokens": 7, "totalTokens": 18}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one request gets: ``blocks`` of content, or an error, or raw bytes."""

    blocks: tuple[Block, ...] = ()
    stop_reason: str = "end_turn"
    status: int = 200
    code: str | None = None
    body: bytes | None = None
    usage: dict[str, int] | None = field(default_factory=lambda: dict(_USAGE))
    delay_s: float = 0.0
    """Silence before the first byte."""
    pause_s: float = 0.0
    """Silence before each further event of a stream."""
    stream_error: str | None = None
    """An exception in the stream, before its end."""
    breaks_after: int | None = None
    """Hang up after so many pieces."""


def says(text: str, **fields: Any) -> Said:
    """An ordinary answer."""
    return Said(blocks=({"text": text},), **fields)


def uses(*tools: tuple[str, str, Any], text: str | None = None) -> Said:
    """The model asks for tools: each by its id, name and input."""
    blocks: list[Block] = [] if text is None else [{"text": text}]
    blocks += [
        {"toolUse": {"toolUseId": call_id, "name": name, "input": given}}
        for call_id, name, given in tools
    ]
    return Said(blocks=tuple(blocks), stop_reason="tool_use")


def fails(status: int, code: str) -> Said:
    """An error as AWS words it."""
    return Said(status=status, code=code)


class BedrockServer:
    """The running service: what was asked, and what it will say."""

    def __init__(self, said: Iterable[Said]) -> None:
        self.said = deque(said)
        self.asked: list[Asked] = []
        self.url = ""

    @property
    def models(self) -> list[str]:
        """The models in the order in which they were asked."""
        return [unquote(each.path.split("/")[2]) for each in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        try:
            asked = await read_asked(reader)
            self.asked.append(asked)
            said = self.said.popleft() if self.said else fails(500, "InternalServerException")
            await asyncio.sleep(said.delay_s)
            for number, piece in enumerate(_pieces(said, asked)):
                if number == said.breaks_after:
                    break
                await asyncio.sleep(said.pause_s if number else 0)
                writer.write(piece)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def bedrock_server(*said: Said) -> AsyncGenerator[BedrockServer, None]:
    """The service on a free port, until the block ends."""
    script = BedrockServer(said)
    async with listening(script.serve) as address:
        script.url = address
        yield script


def _pieces(said: Said, asked: Asked) -> Iterator[bytes]:
    if said.code is None and said.body is None and asked.path.endswith("/converse-stream"):
        yield head(200, {"Content-Type": "application/vnd.amazon.eventstream"})
        for name, payload in _events(said):
            yield chunked(_frame({":message-type": "event", ":event-type": name}, payload))
        if said.stream_error is not None:
            names = {":message-type": "exception", ":exception-type": said.stream_error}
            yield chunked(_frame(names, {"message": "It did not work."}))
        yield chunked(b"")
        return
    headers = {"Content-Type": "application/json"}
    if said.code is not None:
        headers["x-amzn-ErrorType"] = said.code
    body = json.dumps(_whole(said)).encode() if said.body is None else said.body
    yield head(said.status, headers, len(body)) + body


def _whole(said: Said) -> dict[str, Any]:
    if said.code is not None:
        return {"message": "It did not work."}
    return {
        "output": {"message": {"role": "assistant", "content": list(said.blocks)}},
        "stopReason": said.stop_reason,
        "usage": said.usage or {},
        "metrics": {"latencyMs": 1},
    }


def _events(said: Said) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "messageStart", {"role": "assistant"}
    for index, block in enumerate(said.blocks):
        place = {"contentBlockIndex": index}
        if "toolUse" in block:
            use = block["toolUse"]
            named = {"toolUseId": use["toolUseId"], "name": use["name"]}
            yield "contentBlockStart", {**place, "start": {"toolUse": named}}
            text = json.dumps(use["input"])
            for half in (text[: len(text) // 2], text[len(text) // 2 :]):
                yield "contentBlockDelta", {**place, "delta": {"toolUse": {"input": half}}}
        else:
            words = block["text"].split(" ")
            for number, word in enumerate(words):
                delta = {"text": word if number == 0 else f" {word}"}
                yield "contentBlockDelta", {**place, "delta": delta}
        yield "contentBlockStop", place
    if said.stream_error is None:
        yield "messageStop", {"stopReason": said.stop_reason}
        if said.usage is not None:
            yield "metadata", {"usage": said.usage, "metrics": {"latencyMs": 1}}


def _frame(names: dict[str, str], payload: dict[str, Any]) -> bytes:
    told = {**names, ":content-type": "application/json"}
    headers = b"".join(_header(name, value) for name, value in told.items())
    body = json.dumps(payload).encode()
    prelude = struct.pack("!II", 16 + len(headers) + len(body), len(headers))
    start = prelude + struct.pack("!I", crc32(prelude))
    message = start + headers + body
    return message + struct.pack("!I", crc32(message))


def _header(name: str, value: str) -> bytes:
    text = 7
    return struct.pack(f"!B{len(name)}sBH", len(name), name.encode(), text, len(value)) + (
        value.encode()
    )
