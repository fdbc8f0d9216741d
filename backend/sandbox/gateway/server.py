"""A small threaded HTTP/1.1 server on loopback. It can also close a connection without a reply."""

import random
import sys
import traceback
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from backend.sandbox.wire.messages import Reply, Request

Answer = Callable[[Request], Reply | None]

MAX_BODY_BYTES = 300 * 1024 * 1024
_LABEL = ("x-copilot-sandbox", "simulated")
# Below the range from which systems take the ports of outgoing connections: it stays free for us.
_PORTS = range(20_000, 32_000)
_OURS = frozenset({"connection", "content-length", "transfer-encoding", "x-copilot-sandbox"})


class PortTaken(Exception):
    """The port that this account's URLs point to is in use by another program."""


class SandboxServer(ThreadingHTTPServer):
    """One thread per connection; threads end with the process."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.answer: Answer = lambda _request: None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no event."""


def bind(port: int) -> SandboxServer:
    """A server on ``port``, or with 0 on a free one; raises :class:`PortTaken`."""
    for candidate in [port] if port else random.sample(_PORTS, 50):
        try:
            return SandboxServer(candidate)
        except OSError:
            continue
    raise PortTaken(f"port {port} of the sandbox account is in use by another program")


class _BadBody(Exception):
    """The body is too large, or not framed as it says."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sandbox"
    disable_nagle_algorithm = True
    timeout = 600.0

    def _serve(self) -> None:
        try:
            body = self._read_body()
        except (_BadBody, ValueError):
            self.close_connection = True
            self._send(Reply(status=413))
            return
        headers = tuple(self.headers.items())
        request = Request(method=self.command, target=self.path, headers=headers, body=body)
        assert isinstance(self.server, SandboxServer)
        try:
            reply = self.server.answer(request)
        except Exception:  # noqa: BLE001 - a defect here or in moto must not look like a lost reply
            sys.stderr.write(traceback.format_exc())
            reply = Reply(status=500)
        if reply is None:
            self.close_connection = True
        else:
            self._send(reply)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _serve  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Requests are no news; what changed the account is in its request log."""

    def _read_body(self) -> bytes:
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            return self._read_chunks()
        length = int(self.headers.get("content-length") or 0)
        if not 0 <= length <= MAX_BODY_BYTES:
            raise _BadBody
        return self.rfile.read(length)

    def _read_chunks(self) -> bytes:
        body = bytearray()
        while size := int(self.rfile.readline(32).split(b";")[0], 16):
            if size < 0 or len(body) + size > MAX_BODY_BYTES:
                raise _BadBody
            body += self.rfile.read(size)
            self.rfile.readline(8)
        while self.rfile.readline(1024).strip():
            pass
        return bytes(body)

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            if name.lower() not in _OURS:
                self.send_header(name, value)
        self.send_header(*_LABEL)
        is_head = self.command == "HEAD"
        length = reply.header("content-length") if is_head else str(len(reply.body))
        if reply.status not in (204, 304) and length:
            self.send_header("content-length", length)
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if reply.body and not is_head:
            self.wfile.write(reply.body)
