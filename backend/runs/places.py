"""Where a run belongs."""

import secrets
from dataclasses import dataclass

from backend.domain.identifiers import GraphRunId, SessionId


@dataclass(frozen=True, kw_only=True, slots=True)
class RunPlace:
    """Where a run belongs: the session that tells of it, and an id that starts it only once."""

    session_id: SessionId
    graph_run_id: GraphRunId


def new_place(session_id: SessionId | None = None) -> RunPlace:
    """A place of its own, or a new one in that session."""
    return RunPlace(
        session_id=session_id or SessionId(f"ses_{secrets.token_hex(8)}"),
        graph_run_id=GraphRunId(f"run_{secrets.token_hex(8)}"),
    )
