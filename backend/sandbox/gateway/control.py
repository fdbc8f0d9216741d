"""The sandbox's own paths under ``/_sandbox/``: status, stop, reset, faults."""

import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from backend.sandbox.account.account import ACCOUNT_ID
from backend.sandbox.account.ledger import Ledger
from backend.sandbox.gateway.faults import Faults
from backend.sandbox.lambda_runtime.confinement import bubblewrap
from backend.sandbox.wire.messages import Reply, Request, json_reply

PREFIX = "/_sandbox/"
LABEL = "sandbox account"


@dataclass(slots=True, kw_only=True)
class Liveness:
    """When the process started and was last used (monotonic clock), and whether it is ready."""

    started: float
    last_used: float
    is_ready: bool = False

    def touch(self) -> None:
        self.last_used = time.monotonic()


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """Answers the sandbox's own paths. All but the status ask for the token of the state folder."""

    token: str
    facts: dict[str, Any]
    liveness: Liveness
    ledger: Ledger
    faults: Faults
    stop: Callable[[], None]
    forget_functions: Callable[[], None]

    def answer(self, request: Request) -> Reply:
        """401 without the token, 404 for an unknown path."""
        action = request.path[len(PREFIX) :]
        if (request.method, action) == ("GET", "status"):
            return json_reply(200, self._status())
        if not hmac.compare_digest(request.header("x-sandbox-token").encode(), self.token.encode()):
            return json_reply(401, {"message": "X-Sandbox-Token is missing or wrong."})
        self.liveness.touch()
        match request.method, action:
            case "POST", "stop":
                self.stop()
                return json_reply(202, {"stopping": True})
            case "POST", "reset":
                self.ledger.clear()
                self.faults.clear()
                self.forget_functions()
                return json_reply(200, {"reset": True})
            case _, "faults":
                return self._faults(request)
            case _:
                return json_reply(404, {"message": f"No {request.method} {request.path}."})

    def _status(self) -> dict[str, Any]:
        now = time.monotonic()
        counts = self.ledger.counts()
        return {
            "label": LABEL,
            "account_id": ACCOUNT_ID,
            **self.facts,
            "is_ready": self.liveness.is_ready,
            "uptime_s": round(now - self.liveness.started, 3),
            "idle_s": round(now - self.liveness.last_used, 3),
            "confinement": "bubblewrap" if bubblewrap() else "trusted_digests",
            "recorded_requests": counts.recorded,
            "replay_failures": counts.replay_failures,
        }

    def _faults(self, request: Request) -> Reply:
        match request.method:
            case "POST":
                return self._add_faults(request.body)
            case "DELETE":
                self.faults.clear()
            case "GET":
                pass
            case _:
                return json_reply(405, {"message": "GET, POST or DELETE."})
        return json_reply(200, {"faults": self.faults.describe()})

    def _add_faults(self, body: bytes) -> Reply:
        """Add one rule or a list of them."""
        try:
            value: Any = json.loads(body)
            for rule in cast("list[Any]", value if isinstance(value, list) else [value]):
                self.faults.add(rule)
        except (ValueError, TypeError) as error:
            return json_reply(400, {"message": f"Not a fault rule: {error}"})
        return json_reply(200, {"faults": self.faults.describe()})
