"""Where a run belongs: its session, and whose it is."""

import secrets
from dataclasses import dataclass

from backend.domain.identifiers import (
    ApplicationId,
    EnvironmentId,
    GraphRunId,
    Scope,
    SessionId,
    TenantId,
)

TENANT, ENVIRONMENT = TenantId("local"), EnvironmentId("default")


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


def scope_of(application_name: str) -> Scope:
    """The scope of an application of this installation."""
    return Scope(
        tenant_id=TENANT,
        environment_id=ENVIRONMENT,
        application_id=ApplicationId(application_name),
    )
