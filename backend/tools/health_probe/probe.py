"""Asking a deployed application whether it is healthy."""

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from backend.domain.identifiers import Value
from backend.tools.health_probe.exchange import Answer, get
from backend.tools.health_probe.target import Resolver, Target, checked_address, parse_target

_SHOWN_CHARACTERS = 500
Redact = Callable[[str], str]
"""Takes secrets out of a text."""


class HealthResult(Value):
    """The last answer. ``status`` is ``None`` when there was none; ``reason`` says in words what
    was seen.
    """

    url: str
    status: int | None
    latency_ms: int
    body_excerpt: str
    attempts: int
    is_healthy: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthExpectation:
    """What counts as healthy, and how patiently to ask: ``attempts`` times, ``interval_s``
    apart.
    """

    status: int = 200
    attempts: int = 5
    interval_s: float = 1.0
    timeout_s: float = 10.0


async def resolve_name(host: str, port: int) -> tuple[str, ...]:
    """All addresses of ``host``, in the system's order."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(str(entry[4][0]) for entry in found)


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthProbe:
    """Asks with the address rules of this package. ``clock`` counts seconds."""

    resolve: Resolver = resolve_name
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.perf_counter
    make_tls: Callable[[], ssl.SSLContext] = ssl.create_default_context

    async def check(
        self,
        url: str,
        path: str = "/",
        *,
        expected: HealthExpectation | None = None,
        loopback_ports: frozenset[int] = frozenset(),
        redact: Redact = str,
    ) -> HealthResult:
        """Ask until the expected status is answered or the attempts are used up.

        What is quoted of an answer went through ``redact`` before it was cut: applications tell
        their secrets in error pages.

        ``loopback_ports`` are the only ports at which this machine itself may be asked (the sandbox
        account).

        Raises:
            UserCanFix: ``URL_BLOCKED``; nothing was sent.
        """
        wanted, target = expected or HealthExpectation(), parse_target(url, path)
        tls = self.make_tls()
        attempt = 1
        while True:
            result = await self._attempt(target, wanted, loopback_ports, tls, attempt, redact)
            if result.is_healthy or attempt >= wanted.attempts:
                return result
            attempt += 1
            await self.sleep(wanted.interval_s)

    async def _attempt(
        self,
        target: Target,
        wanted: HealthExpectation,
        loopback_ports: frozenset[int],
        tls: ssl.SSLContext,
        attempt: int,
        redact: Redact,
    ) -> HealthResult:
        started = self.clock()
        answer, reason = None, ""
        try:
            address = await checked_address(target, self.resolve, loopback_ports)
            answer = await get(target, address, timeout_s=wanted.timeout_s, tls=tls)
        except TimeoutError:
            reason = f"no answer within {wanted.timeout_s:g} s"
        except OSError as error:
            reason = f"no connection: {error}"
        latency_ms = round((self.clock() - started) * 1000)
        body = "" if answer is None else redact(answer.body.decode("utf-8", errors="replace"))
        return _result(target, wanted, answer, body, reason, latency_ms, attempt)


def _result(
    target: Target,
    wanted: HealthExpectation,
    answer: Answer | None,
    body: str,
    reason: str,
    latency_ms: int,
    attempt: int,
) -> HealthResult:
    is_healthy = answer is not None and answer.status == wanted.status
    return HealthResult(
        url=target.url,
        status=None if answer is None else answer.status,
        latency_ms=latency_ms,
        body_excerpt=body[:_SHOWN_CHARACTERS],
        attempts=attempt,
        is_healthy=is_healthy,
        reason=reason if answer is None else f"answered {answer.status}, expected {wanted.status}",
    )
