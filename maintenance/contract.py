"""The contract between service and page: ``python -m maintenance.contract [--check]``.

Writes JSON Schema of frames, events, commands and views, and the OpenAPI description, into
``backend/contract``; the page's TypeScript is generated from those files. What the service sends is
described as it is written (every field is there), what it takes as it is read.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import TypeAdapter

from backend.api.app import described_app
from backend.domain import views
from backend.domain.commands import COMMANDS
from backend.domain.conversations.frames import CLIENT_FRAMES, SERVER_FRAMES
from backend.domain.conversations.payloads import PAYLOADS
from backend.domain.events import Event
from backend.domain.people import IdentityView, UserView
from maintenance.files import PROJECT

FOLDER = PROJECT / "backend" / "contract"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_VIEWS = (
    views.ApprovalQuestion,
    views.RunView,
    views.DeploymentView,
    views.SessionView,
    views.EventPage,
    IdentityView,
    UserView,
)


def contract() -> dict[str, dict[str, Any]]:
    """Every file of the contract, by name."""
    payloads = {event_type.value: TypeAdapter(model) for event_type, model in PAYLOADS.items()}
    return {
        "client_frames.json": _schema("client_frames", {"frame": CLIENT_FRAMES}, "validation"),
        "server_frames.json": _schema("server_frames", {"frame": SERVER_FRAMES}, "serialization"),
        "commands.json": _schema("commands", {"command": COMMANDS}, "validation"),
        "events.json": _schema("events", {"event": TypeAdapter(Event)}, "serialization"),
        "event_payloads.json": _schema("event_payloads", payloads, "serialization"),
        "views.json": _schema(
            "views", {model.__name__: TypeAdapter(model) for model in _VIEWS}, "serialization"
        ),
        "openapi.json": described_app().openapi(),
    }


def _schema(
    title: str, parts: Mapping[str, TypeAdapter[Any]], mode: Literal["validation", "serialization"]
) -> dict[str, Any]:
    """One object schema whose properties are the parts."""
    found, shared = TypeAdapter.json_schemas([(name, mode, each) for name, each in parts.items()])
    return {
        "$schema": _DIALECT,
        "title": title,
        "type": "object",
        "properties": {name: found[name, mode] for name in parts},
        "required": list(parts),
        "additionalProperties": False,
        **shared,
    }


def main(arguments: Sequence[str]) -> int:
    """Write the files, or compare them with what would be written."""
    stale = 0
    for name, content in contract().items():
        path = FOLDER / name
        wanted = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        is_current = path.is_file() and path.read_text(encoding="utf-8") == wanted
        if not is_current and "--check" in arguments:
            print(f"{path.relative_to(PROJECT)}: stale")
            stale += 1
            continue
        if not is_current:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(wanted, encoding="utf-8")
        print(f"{path.relative_to(PROJECT)}: current")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
