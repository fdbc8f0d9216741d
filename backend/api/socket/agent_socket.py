"""``/ws/agent?session_id=…``: who is let in.

The perimeter has checked ``Host`` and ``Origin`` before. A refusal is told as a frame, since a
browser shows a page nothing of a handshake that failed.
"""

from starlette.routing import Router, WebSocketRoute
from starlette.websockets import WebSocket

from backend.api.access.grants import grant_of
from backend.api.access.guard import require_granted, unauthenticated
from backend.api.access.permissions import PERMISSIONS
from backend.api.socket.connection import Connection
from backend.api.socket.limits import OpenSockets
from backend.api.socket.wire import Close, Gone, Wire
from backend.domain.errors import CopilotError
from backend.domain.identifiers import SessionId

PATH = "/ws/agent"
_CLOSES = {
    "E_UNAUTHENTICATED": Close.UNAUTHENTICATED,
    "E_FORBIDDEN": Close.FORBIDDEN,
    "E_NOT_FOUND": Close.NOT_FOUND,
    "E_RATE_LIMIT": Close.RATE_LIMIT,
}


async def agent_socket(websocket: WebSocket) -> None:
    """Serve one socket to its end."""
    await websocket.accept()
    wire = Wire(websocket)
    try:
        await _serve(websocket, wire)
    except Gone:
        return
    except CopilotError as error:
        await _turn_away(wire, error)


async def _serve(websocket: WebSocket, wire: Wire) -> None:
    grant = await grant_of(websocket)
    if grant is None:
        raise unauthenticated()
    needed = PERMISSIONS["WEBSOCKET", PATH]
    assert needed is not None
    require_granted(grant, needed)
    session_id = SessionId(websocket.query_params.get("session_id", ""))
    sockets: OpenSockets = websocket.app.state.open_sockets
    with sockets.one_more(grant.actor.user_id):
        await Connection(websocket, wire, session_id, grant).serve()


async def _turn_away(wire: Wire, error: CopilotError) -> None:
    try:
        await wire.refuse(error)
    except Gone:
        return
    await wire.close(_CLOSES.get(error.error_code, Close.SERVER_FAILED))


router = Router(routes=[WebSocketRoute(PATH, agent_socket)])
