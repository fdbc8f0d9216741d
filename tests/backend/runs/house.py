"""A whole installation in memory: real roles, tools and records over a twin of the account.

Only checkout, packaging and the health probe are scripted; runs live on agentpro's memory host.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from agentpro.engine import run_body
from agentpro.handlers import Handler
from agentpro.registry import Registry, registry_of
from agentpro.runtime import Runtime
from agentpro.tools import Tool
from backend.agents.guardrails import GUARDRAILS, inside_catalogue
from backend.agents.roles import HANDLERS
from backend.credentials.record_signer import RecordSigner
from backend.domain.commands import DecideApproval, StartDeployment, StartRollback
from backend.domain.events import Event
from backend.domain.identifiers import DeploymentId, GraphRunId
from backend.domain.intake import DeploymentRequest
from backend.domain.plans.approval import Actor, Answer
from backend.domain.redaction import KnownSecrets, Redactor
from backend.runs.conversation.narration import Narrator
from backend.runs.conversation.turn_log import TurnLog
from backend.runs.event_log import StoredEventLog
from backend.runs.gatekeeper import StoredGatekeeper
from backend.runs.journal.chain import PURPOSE, JournalChain
from backend.runs.journal.store import StoredJournal
from backend.runs.learning.lessons import Lessons
from backend.runs.observing import RunObserver
from backend.runs.projection import Projection
from backend.runs.releases import Releases
from backend.runs.service import TENANT, RunService
from backend.runs.views import event_of
from backend.stores.knowledge.in_memory import InMemoryKnowledge
from backend.stores.knowledge.library import Library
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.approvals import ApprovalRecord
from backend.stores.repositories.everything import Repositories, open_repositories
from backend.stores.repositories.runs import RunRecord
from backend.telemetry.audit import COLLECTION, AuditLog
from backend.telemetry.bus import TelemetryBus
from backend.telemetry.sinks import StoreSink
from backend.tools.aws_deployer.catalog import CATALOGUE
from backend.tools.aws_deployer.operations.stock import Stock
from backend.tools.aws_deployer.tool import AwsDeployer
from backend.tools.mongo_store import MongoStore
from backend.tools.qdrant_vector import QdrantVector
from backend.tools.repo_reader import RepoReader
from backend.tools.workspace import Workspace
from backend.wiring.toolbox import DECLARED_TOOLS
from tests.backend.runs.faithful_host import FaithfulHost
from tests.backend.runs.scripted_tools import ScriptedDeployer, ScriptedProbe
from tests.backend.tools.aws_deployer.hello import ACCOUNT, KEY, Deployer

OWNER = Actor(user_id="local_owner", kind="local_owner")
REQUEST = DeploymentRequest(
    source="./hello", target="lambda", region=ACCOUNT.region, application_name="hello"
)
START = StartDeployment(request=REQUEST, credential_id=ACCOUNT.credential_id)
CHAIN = JournalChain(RecordSigner(KEY, PURPOSE))
PATIENCE_S = 60.0
"""Far more than any of these runs takes; who waits longer waits for ever."""


class TickingClock:
    """Goes on by a millisecond whenever it is looked at, so that nothing happens at once."""

    def __init__(self) -> None:
        self.now = datetime(2030, 1, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def advance(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(kw_only=True)
class House:
    """One installation, and what tests ask of it."""

    clock: TickingClock
    store: MemoryDocuments
    repositories: Repositories
    deployer: Deployer
    github: ScriptedDeployer
    probe: ScriptedProbe
    audit: AuditLog
    library: Library
    registry: Registry
    host: FaithfulHost
    service: RunService

    async def start(self, command: StartDeployment = START) -> GraphRunId:
        """Start a deployment."""
        return await self.service.start_deployment(OWNER, command, sandbox_url=None)

    async def events(self, run_id: GraphRunId) -> list[Event]:
        """What was told of a run so far."""
        run = await self.run(run_id)
        records = await self.repositories.events.after(TENANT, run.session_id, 0)
        return [event for record in records if (event := event_of(record)).graph_run_id == run_id]

    async def run(self, run_id: GraphRunId) -> RunRecord:
        """The record of a run."""
        return await self.repositories.runs.get(TENANT, run_id)

    async def wait_for(self, run_id: GraphRunId, *names: str, times: int = 1) -> Event:
        """The event of one of these types, when it has been told for that time."""
        run = await self.run(run_id)
        log = self.repositories.events.subscribe(TENANT, run.session_id, 0)
        async with asyncio.timeout(PATIENCE_S), aclosing(log) as records:
            async for record in records:
                event = event_of(record)
                times -= event.graph_run_id == run_id and event.type in names
                if not times:
                    return event
        raise AssertionError("the log ended")

    async def question(self, run_id: GraphRunId, number: int = 1) -> ApprovalRecord:
        """The ``number``-th question of a run, once it is asked."""
        await self.wait_for(run_id, "approval_requested", times=number)
        return (await self.repositories.approvals.of_run(TENANT, run_id))[number - 1]

    async def answer(self, run_id: GraphRunId, number: int = 1, **changes: Any) -> None:
        """Answer that question as the person does who agrees to all of it."""
        command = agreeing(await self.question(run_id, number), **changes)
        await self.service.decide_approval(OWNER, command)

    async def ended(self, run_id: GraphRunId) -> RunRecord:
        """The record of a run, when it has ended."""
        await self.wait_for(run_id, "graph_completed", "graph_failed")
        async with asyncio.timeout(PATIENCE_S):
            await self.host.result(run_id)
        return await self.run(run_id)

    async def deploy(self, package: bytes = b"package") -> GraphRunId:
        """Deploy to the end."""
        self.github.package = package
        run_id = await self.start()
        await self.answer(run_id)
        await self.ended(run_id)
        return run_id

    async def roll_back(self, deployment_id: DeploymentId) -> GraphRunId:
        """Roll the newest release back, to the end."""
        run_id = await self.service.start_rollback(
            OWNER, StartRollback(deployment_id=deployment_id)
        )
        await self.answer(run_id)
        await self.ended(run_id)
        return run_id

    async def audited(self) -> list[str]:
        """The kinds of all audit records, in order, whose chain was found whole."""
        assert (await self.audit.verify()).first_broken is None
        found = await self.store.find(COLLECTION, {}, sort=(("_id", 1),))
        return [str(record["kind"]) for record in found]


def agreeing(question: ApprovalRecord, **changes: Any) -> DecideApproval:
    """The answer of a person who agrees to everything that the question shows."""
    request: dict[str, Any] = question.request
    agreed: dict[str, Any] = {
        "approval_id": question.approval_id,
        "plan_digest": question.plan_digest,
        "change_set_digest": question.change_set_digest,
        "answer": Answer.APPROVED,
        "confirmed_steps": request["confirmations"],
        "allowed_exposures": tuple(request["exposures"]),
    }
    return DecideApproval(**{**agreed, **changes})


@asynccontextmanager
async def open_house(
    *,
    handlers: tuple[Handler, ...] = HANDLERS,
    graphs: Path | None = None,
    further_tools: tuple[Tool, ...] = (),
) -> AsyncGenerator[House]:
    """An installation without any deployment; its runs are stopped afterwards."""
    clock = TickingClock()
    store = MemoryDocuments(clock)
    repositories = await open_repositories(store)
    redactor = Redactor(KnownSecrets())
    library = Library(store=InMemoryKnowledge(), redactor=redactor, clock=clock)
    deployer, github, probe = Deployer(), ScriptedDeployer(), ScriptedProbe()
    aws, others = _aws(deployer, repositories, clock), _unscripted(repositories, library)
    tools = (aws, github, probe, *others, *further_tools)
    registry = _registry(tools, _observer(repositories, redactor, clock, library), handlers)
    host = FaithfulHost(run_body(registry))
    audit = AuditLog(store, redactor, clock)
    runtime = Runtime(registry=registry, host=host, new_graph_run_id=str, graphs=graphs)
    service = _service(repositories, runtime, host, audit, clock)
    try:
        yield House(
            clock=clock,
            store=store,
            repositories=repositories,
            deployer=deployer,
            github=github,
            probe=probe,
            audit=audit,
            library=library,
            registry=registry,
            host=host,
            service=service,
        )
    finally:
        await host.close()


def _service(
    repositories: Repositories,
    runtime: Runtime,
    host: FaithfulHost,
    audit: AuditLog,
    clock: TickingClock,
) -> RunService:
    return RunService(
        repositories=repositories,
        runtime=runtime,
        host=host,
        signing_key=KEY,
        audit=audit,
        clock=clock,
    )


def _unscripted(repositories: Repositories, library: Library) -> tuple[Tool, ...]:
    return (
        MongoStore(repositories.deployments),
        QdrantVector(library),
        RepoReader(Workspace(roots=()), lambda _: {}),
    )


def _observer(
    repositories: Repositories, redactor: Redactor, clock: TickingClock, library: Library
) -> RunObserver:
    bus = TelemetryBus(
        redactor=redactor,
        store=StoreSink(StoredEventLog(repositories.events, clock)),
        sinks=[],
        report=print,
    )
    projection = Projection(repositories, Releases(repositories, clock), redactor.truth, clock)
    turns = TurnLog(events=repositories.events, bus=bus, clock=clock)
    narrator = Narrator(turns=turns, sessions=repositories.sessions, runs=repositories.runs)
    lessons = Lessons(library=library, repositories=repositories, clock=clock)
    return RunObserver(bus, projection, narrator, repositories.runs, clock, lessons)


def _registry(
    tools: tuple[Tool, ...], observer: RunObserver, handlers: tuple[Handler, ...]
) -> Registry:
    return registry_of(
        handlers=handlers,
        tools=tools,
        guardrails=(*GUARDRAILS, inside_catalogue(frozenset(CATALOGUE))),
        observers=[observer],
        declared_tools=DECLARED_TOOLS,
    )


def _aws(
    deployer: Deployer, repositories: Repositories, clock: Callable[[], datetime]
) -> AwsDeployer:
    journal = StoredJournal(repositories.journal_entries, CHAIN, clock)
    workshop = replace(deployer.workshop(journal), clock=clock)
    gatekeeper = StoredGatekeeper(repositories.seals, repositories.locks, clock)
    stock = Stock(workspace=Workspace(roots=()), artefacts=deployer.artefacts)
    return AwsDeployer(workshop, gatekeeper, stock)
