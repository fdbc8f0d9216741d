"""``/api/health``: is it there, and what is it made of. Open to everybody on this machine."""

from typing import Literal

from pydantic import AwareDatetime

from backend.api.access.guard import guarded_router
from backend.api.parts import DocumentsBackEnd, KnowledgeBackEnd, Parts
from backend.api.service import Around, Served, Service
from backend.api.version import version
from backend.domain.aws_credentials import ACCOUNT_KINDS
from backend.domain.identifiers import Value

router = guarded_router()


class ModelHealth(Value):
    """The language model, as the last answers have shown it.

    ``active`` is its name, or ``None`` while none answers and the interpreter does. ``since`` and
    ``reason`` say when and why the primary model stopped.
    """

    active: str | None
    is_degraded: bool
    since: AwareDatetime | None
    reason: str | None


class Health(Value):
    """Which back ends are active; no secret and no address."""

    status: Literal["ok"] = "ok"
    version: str
    documents: DocumentsBackEnd
    engine: Literal["dbos_sqlite"] = "dbos_sqlite"
    knowledge: KnowledgeBackEnd
    language: Literal["interpreter", "model"]
    """Who words the answers; the interpreter understands requests either way."""
    model: ModelHealth | None
    """``None`` without a language model."""
    accounts: tuple[Literal["aws", "sandbox"], ...]
    """The kinds of account that credentials are stored for."""
    is_sandbox_available: bool
    """Whether the simulated account can be had from here."""


@router.get("/api/health")
async def health(service: Service, served: Served, around: Around) -> Health:
    """Answer when the store does."""
    stored = [each for each in await service.credentials() if each.kind in ACCOUNT_KINDS]
    real: tuple[Literal["aws"], ...] = ("aws",) if not all(e.is_sandbox for e in stored) else ()
    simulated: tuple[Literal["sandbox"], ...] = (
        ("sandbox",) if any(e.is_sandbox for e in stored) else ()
    )
    return Health(
        version=version(),
        documents=served.documents,
        knowledge=served.knowledge,
        language="interpreter" if served.model_status is None else "model",
        model=_model(served),
        accounts=(*real, *simulated),
        is_sandbox_available=around.sandbox is not None,
    )


def _model(served: Parts) -> ModelHealth | None:
    if served.model_status is None:
        return None
    status = served.model_status()
    return ModelHealth(
        active=status.active_model,
        is_degraded=status.is_degraded,
        since=status.since,
        reason=status.reason,
    )
