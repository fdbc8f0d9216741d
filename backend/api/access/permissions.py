"""What each route and each frame needs."""

from collections.abc import Mapping

from backend.domain.people import Permission

PERMISSIONS: Mapping[tuple[str, str], Permission | None] = {
    ("GET", "/api/health"): None,
    ("GET", "/api/v1/identity"): None,
    ("POST", "/api/v1/identity/setup"): None,
    ("POST", "/api/v1/identity/sign_in"): None,
    ("POST", "/api/v1/identity/sign_out"): None,
    ("GET", "/{path:path}"): None,
    ("POST", "/api/v1/commands/start_deployment"): Permission.DEPLOY,
    ("POST", "/api/v1/operations"): Permission.DEPLOY,
    ("POST", "/api/v1/commands/start_rollback"): Permission.DEPLOY,
    ("POST", "/api/v1/commands/decide_approval"): Permission.APPROVE,
    ("POST", "/api/v1/commands/answer_intake"): Permission.DEPLOY,
    ("POST", "/api/v1/commands/cancel_run"): Permission.DEPLOY,
    ("GET", "/api/v1/sessions"): Permission.READ,
    ("POST", "/api/v1/sessions"): Permission.DEPLOY,
    ("GET", "/api/v1/sessions/{session_id}/events"): Permission.READ,
    ("POST", "/api/v1/sessions/{session_id}/messages"): Permission.DEPLOY,
    ("GET", "/api/v1/sessions/{session_id}/pieces"): Permission.READ,
    ("WEBSOCKET", "/ws/agent"): Permission.READ,
    ("GET", "/api/v1/deployments"): Permission.READ,
    ("GET", "/api/v1/deployments/{deployment_id}"): Permission.READ,
    ("GET", "/api/v1/escalations"): Permission.READ,
    ("GET", "/api/v1/runs"): Permission.READ,
    ("GET", "/api/v1/runs/{graph_run_id}"): Permission.READ,
    ("GET", "/api/v1/runs/{graph_run_id}/events"): Permission.READ,
    ("GET", "/api/v1/runs/{graph_run_id}/replay"): Permission.READ,
    ("POST", "/api/v1/runs/{graph_run_id}/fork"): Permission.DEPLOY,
    ("POST", "/api/v1/runs/{graph_run_id}/undo"): Permission.DEPLOY,
    ("GET", "/api/v1/credentials"): Permission.READ,
    ("POST", "/api/v1/credentials"): Permission.MANAGE_CREDENTIALS,
    ("DELETE", "/api/v1/credentials/{credential_id}"): Permission.MANAGE_CREDENTIALS,
    ("POST", "/api/v1/environment_values"): Permission.DEPLOY,
    ("POST", "/api/v1/applications/{application_name}/environment"): Permission.DEPLOY,
    ("GET", "/api/v1/memories"): Permission.READ,
    ("DELETE", "/api/v1/memories/{memory_id}"): Permission.DEPLOY,
    ("GET", "/api/v1/credentials/{credential_id}/account_digest"): Permission.READ,
}
"""Method and path to what they need; ``None`` is open to everybody on this machine."""

FRAME_PERMISSIONS: Mapping[str, Permission] = {
    "subscribe": Permission.READ,
    "send_message": Permission.DEPLOY,
    "answer_intake": Permission.DEPLOY,
    "decide_approval": Permission.APPROVE,
    "cancel_run": Permission.DEPLOY,
    "start_rollback": Permission.DEPLOY,
}
"""The type of a frame on ``/ws/agent`` to what it needs besides reading."""
