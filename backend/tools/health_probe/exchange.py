"""One HTTP GET to an address that was checked before; no redirects, bounded time and size."""

import asyncio
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import httpcore

from backend.tools.health_probe.target import Target

LONGEST_BODY = 64 * 1024
"""More of an answer is not read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The status and the first bytes of the body."""

    status: int
    body: bytes


async def get(target: Target, address: str, *, timeout_s: float, tls: ssl.SSLContext) -> Answer:
    """Ask ``target`` at ``address`` alone. ``Host`` and TLS carry the name, so certificates are
    checked for it.

    Raises:
        OSError: the connection failed; its text says how.
        TimeoutError: not done after ``timeout_s`` seconds in all.
    """
    try:
        backend = _PinnedBackend(address)
        pool = httpcore.AsyncConnectionPool(ssl_context=tls, network_backend=backend)
        async with asyncio.timeout(timeout_s), pool:
            headers = [
                ("User-Agent", "aws-copilot-health-probe"),
                ("Accept", "*/*"),
                ("Connection", "close"),
            ]
            async with pool.stream("GET", target.url, headers=headers) as response:
                return Answer(status=response.status, body=await _read(response))
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise OSError(str(error) or type(error).__name__) from error


async def _read(response: httpcore.Response) -> bytes:
    body = b""
    async for chunk in response.aiter_stream():
        body += chunk
        if len(body) >= LONGEST_BODY:
            break
    return body[:LONGEST_BODY]


class _PinnedBackend(httpcore.AsyncNetworkBackend):
    """Dials the checked address, whatever name the connection is for."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._network = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - dialling something else is the point
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return await self._network.connect_tcp(
            self._address, port, timeout, local_address, socket_options
        )
