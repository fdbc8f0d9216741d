"""The plumbing of scripted services: requests as they arrive, answers byte by byte, on loopback."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


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


async def read_asked(reader: asyncio.StreamReader) -> Asked:
    """The next request; its body is JSON."""
    start = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = start.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(path=first.split()[1], headers=headers, body=json.loads(body or b"{}"))


def head(status: int, headers: Mapping[str, str], length: int | None = None) -> bytes:
    """The start of an answer; without a ``length`` it comes in chunks."""
    size = {"Transfer-Encoding": "chunked"} if length is None else {"Content-Length": str(length)}
    told = {**headers, **size, "Connection": "close"}
    lines = [f"{name}: {value}" for name, value in told.items()]
    return "\r\n".join([f"HTTP/1.1 {status} Scripted", *lines, "", ""]).encode()


def chunked(piece: bytes) -> bytes:
    """Chunked transfer coding, so that a stream that breaks can be told from one that ends."""
    return b"%x\r\n%b\r\n" % (len(piece), piece)


@asynccontextmanager
async def listening(serve: Serve) -> AsyncGenerator[str, None]:
    """The address of a service on a free port, until the block ends."""
    busy: set[asyncio.Task[None]] = set()
    writers: list[asyncio.StreamWriter] = []

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(serve(reader, writer))
        busy.add(task)
        writers.append(writer)
        task.add_done_callback(busy.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
        for writer in writers:  # a task that never began has closed nothing
            writer.close()
        await asyncio.sleep(0)
        await server.wait_closed()
