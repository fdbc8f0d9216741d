"""``/api/health``: is it there, and what is it made of. Open to everybody on this machine."""

from typing import Literal

from backend.api.identity import guarded_router
from backend.api.service import Service
from backend.api.version import version
from backend.domain.identifiers import Value

router = guarded_router()


class Health(Value):
    """Which back ends are active; no secret and no address."""

    status: Literal["ok"] = "ok"
    version: str
    documents: Literal["sqlite"] = "sqlite"
    engine: Literal["dbos_sqlite"] = "dbos_sqlite"
    vectors: Literal["none"] = "none"
    language: Literal["interpreter"] = "interpreter"
    accounts: tuple[Literal["aws", "sandbox"], ...]
    """The kinds of account that credentials are stored for."""


@router.get("/api/health")
async def health(service: Service) -> Health:
    """Answer when the store does."""
    stored = [each for each in await service.credentials() if each.kind in _ACCOUNT_KINDS]
    real: tuple[Literal["aws"], ...] = ("aws",) if not all(e.is_sandbox for e in stored) else ()
    simulated: tuple[Literal["sandbox"], ...] = (
        ("sandbox",) if any(e.is_sandbox for e in stored) else ()
    )
    return Health(version=version(), accounts=(*real, *simulated))


_ACCOUNT_KINDS = ("access_key", "role", "sandbox_account")
