"""The composition root: the only place that builds concrete things and joins them.

``open_service`` holds the data directory's lock, continues unfinished runs and takes commands,
``open_agent`` gives it to other Python code; ``open_reader`` only reads, beside whoever holds the
lock. ``foundation`` has what both need, ``toolbox`` what runs are made of, ``people`` what a server
needs besides.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from agentpro.engine import run_body
from agentpro.registry import Registry
from agentpro.runtime import Runtime
from backend.api.owner import LOCAL_OWNER
from backend.api.parts import Parts
from backend.domain.copilot import Copilot
from backend.domain.devops_context import DevOpsContext
from backend.durable.dbos_host import DbosHost
from backend.durable.lock import DataDirectoryLock
from backend.runs.copilot import LocalCopilot
from backend.runs.service import RunService
from backend.sdk import AWSAgent
from backend.settings import Settings
from backend.telemetry.run_pauses import RunPauses
from backend.wiring.foundation import Foundation, StoreWrapper, new_id, now, open_foundation
from backend.wiring.housekeeping import Housekeeping
from backend.wiring.language_model import OwnModel, language_model
from backend.wiring.limits import run_queues
from backend.wiring.people import make_parts
from backend.wiring.repeating import repeated
from backend.wiring.toolbox import known_catalogue, make_registry

__all__ = [
    "OwnModel",
    "known_catalogue",
    "open_agent",
    "open_copilot",
    "open_reader",
    "open_service",
]
DELIVERY_S = 5.0
"""How long an answer waits, at most, once the engine can be reached again."""


@asynccontextmanager
async def open_copilot(
    settings: Settings,
    purpose: str = "copilot",
    workspace_roots: tuple[Path, ...] = (),
    wrap_store: StoreWrapper | None = None,
) -> AsyncGenerator[Copilot, None]:
    """The service without what only a server needs; see :func:`open_service`."""
    async with open_service(settings, purpose, workspace_roots, wrap_store) as parts:
        yield parts.copilot


@asynccontextmanager
async def open_service(
    settings: Settings,
    purpose: str = "copilot",
    workspace_roots: tuple[Path, ...] = (),
    wrap_store: StoreWrapper | None = None,
    llm: OwnModel | None = None,
) -> AsyncGenerator[Parts, None]:
    """The whole service in this process; unfinished runs go on as soon as it is open.

    Sources are read below ``workspace_roots`` alone; without any, below the current folder.
    ``wrap_store`` is where tests put a disk that is full, or a process that dies as it writes.
    ``llm`` takes the place of the language model that the settings name.

    Raises:
        UserCanFix: ``E_DATA_DIRECTORY_IN_USE`` names the process that holds the data directory.
        OperatorMustAct: a key or the store cannot be used.
    """
    lock = DataDirectoryLock(settings.home, purpose)
    lock.acquire()
    try:
        async with open_foundation(settings, is_reader=False, wrap_store=wrap_store) as base:
            language = language_model(settings, base, llm)
            registry = make_registry(settings, base, workspace_roots or (Path.cwd(),), language)
            host = _host(lock, settings, base, registry)
            service = _run_service(base, registry, host)
            house = Housekeeping(
                store=base.documents, engine=host, memories=base.library, clock=now
            )
            async with host, house.going_on():
                await service.recover()
                told = "what was answered waits to be delivered"
                async with repeated(service.deliver_decided, interval_s=DELIVERY_S, failing=told):
                    yield await make_parts(base, _copilot(base, service), language, registry)
    finally:
        lock.release()


@asynccontextmanager
async def open_agent(
    settings: Settings,
    region: str,
    workspace_roots: tuple[Path, ...] = (),
    llm: OwnModel | None = None,
) -> AsyncGenerator[AWSAgent, None]:
    """An agent of the person at this machine, over a service of its own; see :func:`open_service`.

    ``region`` is where everything happens that names none itself.
    """
    async with open_service(settings, "sdk", workspace_roots, llm=llm) as parts:
        context = DevOpsContext(user_id=LOCAL_OWNER.user_id, aws_region=region)
        yield AWSAgent(parts.copilot, LOCAL_OWNER, context, conversations=parts.conversations)


@asynccontextmanager
async def open_reader(settings: Settings) -> AsyncGenerator[Copilot, None]:
    """What is recorded, without the lock and without the engine."""
    async with open_foundation(settings, is_reader=True) as base:
        yield _copilot(base, None)


def _run_service(base: Foundation, registry: Registry, host: DbosHost) -> RunService:
    return RunService(
        repositories=base.repositories,
        runtime=Runtime(registry=registry, host=host, new_graph_run_id=new_id),
        host=host,
        signing_key=base.keys.signing_key,
        audit=base.audit,
        clock=now,
    )


def _host(
    lock: DataDirectoryLock, settings: Settings, base: Foundation, registry: Registry
) -> DbosHost:
    return DbosHost(
        lock,
        run_body(registry),
        url=settings.engine_url,
        redact=base.redactor.truth,
        queues=run_queues(settings),
        listener=RunPauses(
            runs=base.repositories.runs, bus=base.bus, clock=now, new_event_id=new_id
        ),
    )


def _copilot(base: Foundation, service: RunService | None) -> LocalCopilot:
    return LocalCopilot(
        repositories=base.repositories,
        vault=base.vault,
        access=base.access,
        audit=base.audit,
        library=base.library,
        service=service,
    )
