"""The probe against a real server on loopback."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from agentpro.tools import ToolScope
from backend.domain.errors import UserCanFix
from backend.tools.health_probe import HealthExpectation, HealthProbe, HealthProbeTool

SCOPE = ToolScope(graph_run_id="r", node="n", role="validator", leaf_key="r:n:1:0", inputs={})
ONCE = HealthExpectation(attempts=1, timeout_s=5)


class Server:
    """Answers what it is told to, one answer per connection, and keeps the requests."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.requests: list[str] = []
        self.port = 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        self.requests.append(request.decode())
        writer.write(self.answers.pop(0))
        await writer.drain()
        writer.close()

    @property
    def url(self) -> str:
        return f"http://app.localhost:{self.port}"

    @property
    def ports(self) -> frozenset[int]:
        return frozenset({self.port})


def answer(status: int, body: bytes = b"", headers: str = "") -> bytes:
    head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    return head.encode() + body


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield server


async def no_sleep(seconds: float) -> None:
    return None


@pytest.mark.spec("S2-99", "S2-129")
async def test_healthy(server: Server) -> None:
    server.answers = [answer(200, b'{"status":"ok"}')]
    result = await HealthProbe().check(
        server.url, "/api/health", expected=ONCE, loopback_ports=server.ports
    )
    assert (result.is_healthy, result.status, result.body_excerpt) == (True, 200, '{"status":"ok"}')
    assert server.requests[0].startswith("GET /api/health HTTP/1.1\r\n")
    assert f"Host: app.localhost:{server.port}\r\n" in server.requests[0]


async def test_asks_again_until_healthy(server: Server) -> None:
    server.answers = [answer(503), answer(503), answer(200)]
    probe = HealthProbe(sleep=no_sleep)
    result = await probe.check(server.url, loopback_ports=server.ports)
    assert (result.is_healthy, result.attempts) == (True, 3)


async def test_unhealthy_says_what_was_answered(server: Server) -> None:
    server.answers = [answer(503, b"database"), answer(503, b"database")]
    result = await HealthProbe(sleep=no_sleep).check(
        server.url, expected=HealthExpectation(attempts=2), loopback_ports=server.ports
    )
    assert (result.is_healthy, result.status, result.attempts) == (False, 503, 2)
    assert result.reason == "answered 503, expected 200"


async def test_follows_no_redirect(server: Server) -> None:
    server.answers = [answer(302, headers="Location: http://169.254.169.254/\r\n")]
    result = await HealthProbe().check(server.url, expected=ONCE, loopback_ports=server.ports)
    assert (result.status, result.is_healthy, len(server.requests)) == (302, False, 1)


async def test_reads_only_the_beginning_of_a_long_body(server: Server) -> None:
    server.answers = [answer(200, b"x" * 1_000_000)]
    result = await HealthProbe().check(server.url, expected=ONCE, loopback_ports=server.ports)
    assert result.is_healthy
    assert result.body_excerpt == "x" * 500


async def test_no_connection_is_an_unhealthy_result(server: Server) -> None:
    closed = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    port = closed.sockets[0].getsockname()[1]
    closed.close()
    await closed.wait_closed()
    result = await HealthProbe().check(
        f"http://127.0.0.1:{port}", expected=ONCE, loopback_ports=frozenset({port})
    )
    assert (result.status, result.is_healthy) == (None, False)
    assert result.reason.startswith("no connection")


async def test_a_silent_server_runs_into_the_time_limit(server: Server) -> None:
    server.answers = [b""]

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    listening = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with listening:
        result = await HealthProbe().check(
            f"http://127.0.0.1:{port}",
            expected=HealthExpectation(attempts=1, timeout_s=0.05),
            loopback_ports=frozenset({port}),
        )
    assert result.reason == "no answer within 0.05 s"


async def test_loopback_is_refused_unless_allowed(server: Server) -> None:
    with pytest.raises(UserCanFix) as refused:
        await HealthProbe().check(server.url, expected=ONCE)
    assert refused.value.error_code == "URL_BLOCKED"
    assert server.requests == []


async def test_the_tool_takes_its_allowance_from_wiring(server: Server) -> None:
    server.answers = [answer(200, b"ok")]
    tool = HealthProbeTool(HealthProbe(), lambda scope: server.ports)
    result = await tool.call("check", {"url": server.url, "attempts": 1}, SCOPE)
    assert isinstance(result.value, dict)
    assert result.value["is_healthy"] is True


@pytest.mark.parametrize(
    ("capability", "args", "error_code"),
    [
        ("check", {"url": "http://169.254.169.254/latest"}, "URL_BLOCKED"),
        ("check", {"url": "http://app.example", "attempts": 1_000}, "E_BAD_ARGUMENTS"),
        ("check", {"url": "http://app.example", "loopback_ports": [80]}, "E_BAD_ARGUMENTS"),
        ("post", {"url": "http://app.example"}, "E_BAD_ARGUMENTS"),
    ],
)
async def test_refusals_are_results(capability: str, args: dict, error_code: str) -> None:
    tool = HealthProbeTool(HealthProbe(), lambda scope: frozenset())
    result = await tool.call(capability, args, SCOPE)
    assert result.error is not None
    assert result.error["error_code"] == error_code
