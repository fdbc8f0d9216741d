"""The one place that touches moto: its WSGI application, called directly and seeded per request.

moto is not safe for threads and installs itself into every botocore client of its process, which
is why the sandbox is a process of its own. Callers of :class:`MotoAccount` hold the account's lock.
"""

import importlib
import io
import os
from collections.abc import Callable, Iterable
from typing import Any, Protocol, cast
from urllib.parse import unquote_to_bytes

from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.messages import Reply, Request

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]

_SERVICES = ("s3", "iam", "sts", "logs")
_DROPPED = frozenset({"connection", "server", "date", "transfer-encoding"})


class _Seedable(Protocol):
    def seed(self, a: str) -> None: ...


class MotoAccount:
    """The simulated services that are moto's: everything but Lambda functions."""

    def __init__(self) -> None:
        self._app: Callable[[Environ, StartResponse], Iterable[bytes]] | None = None
        self._random: _Seedable | None = None

    def load(self) -> None:
        """Import moto and its most used services (about a second); the others load on demand."""
        os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
        from moto.moto_api._internal import mock_random

        werkzeug_app: Any = importlib.import_module("moto.moto_server.werkzeug_app")
        application = werkzeug_app.DomainDispatcherApplication(werkzeug_app.create_backend_app)
        for service in _SERVICES:
            application.app_instances[service] = werkzeug_app.create_backend_app(service)
        self._app = application
        self._random = cast("_Seedable", mock_random)

    def call(self, request: Request, seed: str) -> Reply:
        """Answer as moto does. Equal requests, states and seeds give equal ids.

        Raises :class:`AwsError` for an operation that moto does not have.
        """
        assert self._app is not None, "load() comes first"
        assert self._random is not None
        self._random.seed(seed)
        status: list[tuple[str, list[tuple[str, str]]]] = []
        try:
            chunks = self._app(
                _environ(request), lambda line, fields: status.append((line, fields))
            )
        except NotImplementedError as error:
            raise AwsError("NotSimulatedInSandbox", str(error)) from None
        body = b"".join(chunks)
        line, headers = status[0]
        kept = tuple((name, value) for name, value in headers if name.lower() not in _DROPPED)
        return Reply(status=int(line.split(" ", 1)[0]), headers=kept, body=body)

    def reset(self) -> None:
        """Forget every resource."""
        reply = self.call(Request(method="POST", target="/moto-api/reset"), "reset")
        assert reply.is_success, reply.body


def _environ(request: Request) -> Environ:
    path = unquote_to_bytes(request.raw_path).decode("latin-1")
    environ: Environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": request.raw_query,
        "RAW_URI": request.target,
        "REQUEST_URI": request.target,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.input_terminated": True,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    _add_headers(environ, request)
    return environ


def _add_headers(environ: Environ, request: Request) -> None:
    names: dict[str, str] = {}
    for name, value in request.headers:
        key = name.upper().replace("-", "_")
        if key in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            environ[key] = value
        elif key not in ("TRANSFER_ENCODING", "EXPECT", "CONNECTION"):
            environ["HTTP_" + key] = value
            if "_" in name:
                names["HTTP_" + key] = name
    environ["CONTENT_LENGTH"] = str(len(request.body))
    environ["moto.preserved_header_names"] = names
