"""A server on loopback in AWS's place: it counts what arrives and answers as it is told."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

DROP = "drop"
"""Instead of an answer: the connection is closed after the request was read."""


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class LoopbackAws:
    """``answers`` are used up in order; without one, 200 with an empty body that every protocol can
    read.
    """

    url: str = ""
    seen: list[Seen] = field(default_factory=list)
    answers: deque[tuple[int, bytes] | str] = field(default_factory=deque)

    def answer(self, status: int, body: bytes = b"") -> None:
        self.answers.append((status, body))

    def answer_identity(self) -> None:
        self.answer(
            200,
            b"<GetCallerIdentityResponse><GetCallerIdentityResult>"
            b"<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/a</Arn>"
            b"</GetCallerIdentityResult></GetCallerIdentityResponse>",
        )


@contextmanager
def loopback_aws() -> Iterator[LoopbackAws]:
    """A running server, closed afterwards."""
    aws = LoopbackAws()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # so that uploads are told to continue

        def serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            aws.seen.append(Seen(self.command, self.path, headers, body))
            answer = aws.answers.popleft() if aws.answers else (200, b"")
            self.close_connection = True
            if isinstance(answer, tuple):
                status, content = answer
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Connection", "close")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Tests need no log."""

    for method in ("GET", "PUT", "POST", "DELETE", "HEAD"):
        setattr(Handler, f"do_{method}", Handler.serve)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    aws.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield aws
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
