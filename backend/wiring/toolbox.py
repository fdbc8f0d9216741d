"""What runs are made of: handlers, guardrails, tools and the observer."""

import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from agentpro.registry import Registry, registry_of
from agentpro.tools import Tool, ToolScope
from agentpro.validation import KnownNames
from backend.agents.guardrails import GUARDRAILS, inside_catalogue
from backend.agents.roles import HANDLERS
from backend.credentials.record_signer import RecordSigner
from backend.domain.identifiers import GraphRunId, Scope
from backend.runs.conversation.narration import Narrator
from backend.runs.decisions import DecisionAudit
from backend.runs.gatekeeper import StoredGatekeeper
from backend.runs.journal.chain import PURPOSE, JournalChain
from backend.runs.journal.store import StoredJournal
from backend.runs.learning.lessons import Lessons
from backend.runs.observing import RunObserver
from backend.runs.projection import Projection
from backend.runs.releases import Releases
from backend.settings import Settings
from backend.tools import mongo_store, openai_llm, qdrant_vector
from backend.tools.aws_deployer import tool as aws_deployer
from backend.tools.aws_deployer.apply import Workshop
from backend.tools.aws_deployer.carry_out import Patience
from backend.tools.aws_deployer.catalog import CATALOGUE
from backend.tools.aws_deployer.operations.stock import Stock
from backend.tools.aws_deployer.tool import AwsDeployer
from backend.tools.github_deployer import tool as github_deployer
from backend.tools.github_deployer.checkout import CheckoutPolicy
from backend.tools.github_deployer.detection import detect
from backend.tools.github_deployer.packaging import Uv
from backend.tools.github_deployer.tool import GithubDeployer
from backend.tools.health_probe import HealthProbe, HealthProbeTool
from backend.tools.mongo_store import MongoStore
from backend.tools.qdrant_vector import QdrantVector
from backend.tools.repo_reader import RepoReader
from backend.tools.workspace import Workspace
from backend.wiring.foundation import Foundation, now
from backend.wiring.language_model import LanguageModel
from backend.wiring.people import make_turn_log

DECLARED_TOOLS = {
    openai_llm.NAME: openai_llm.CAPABILITIES,
    "github_api": frozenset({"read"}),
    "shell_runner": frozenset({"run"}),
    "pnpm_client": frozenset({"exec"}),
    "uv_client": frozenset({"sync", "run"}),
    "telemetry_bus": frozenset({"emit"}),
}
"""Tools that graphs grant and this version does not have yet, and the language model, which not
every installation has: a call answers ``TOOL_UNAVAILABLE``.
"""

_GUARDRAILS = (*GUARDRAILS, inside_catalogue(frozenset(CATALOGUE)))


def known_catalogue() -> KnownNames:
    """What graphs may name, without opening anything; equal to the registry's own names."""
    tools = (aws_deployer, github_deployer, mongo_store, qdrant_vector)
    implemented = {module.NAME: module.CAPABILITIES for module in tools}
    readers = {tool.name: tool.capabilities for tool in (HealthProbeTool, RepoReader)}
    return KnownNames(
        tools={**DECLARED_TOOLS, **implemented, **readers},
        gated={aws_deployer.NAME: aws_deployer.GATED_CAPABILITIES},
        handlers={handler.name: handler.outcomes for handler in HANDLERS},
        guardrails=frozenset(guardrail.name for guardrail in _GUARDRAILS),
    )


def make_registry(
    settings: Settings,
    base: Foundation,
    workspace_roots: tuple[Path, ...],
    language: LanguageModel,
) -> Registry:
    """Everything that a graph may name; sources are read below ``workspace_roots`` alone."""
    optional = () if language.tool is None else (language.tool,)
    workspace = Workspace(roots=workspace_roots, forbidden=(settings.home,))
    releases = Releases(base.repositories, now)
    projection = Projection(base.repositories, releases, base.redactor.truth, now)
    repositories = base.repositories
    narrator = Narrator(
        turns=make_turn_log(base), sessions=repositories.sessions, runs=repositories.runs
    )
    lessons = Lessons(library=base.library, repositories=base.repositories, clock=now)
    observer = RunObserver(base.bus, projection, narrator, base.repositories.runs, now, lessons)
    return registry_of(
        handlers=HANDLERS,
        tools=(
            _aws_deployer(base, workspace),
            _github_deployer(settings, base, workspace),
            *_readers(base, workspace),
            *optional,
        ),
        guardrails=_GUARDRAILS,
        observers=[observer, _decisions(base)],
        declared_tools={
            name: capabilities
            for name, capabilities in DECLARED_TOOLS.items()
            if name not in {tool.name for tool in optional}
        },
    )


def _decisions(base: Foundation) -> DecisionAudit:
    async def scope_of(graph_run_id: str) -> Scope:
        return (await base.repositories.runs.anywhere(GraphRunId(graph_run_id))).scope

    return DecisionAudit(audit=base.audit, scope_of=scope_of)


def _aws_deployer(base: Foundation, workspace: Workspace) -> Tool:
    repositories = base.repositories
    chain = JournalChain(RecordSigner(base.keys.signing_key, PURPOSE))
    workshop = Workshop(
        journal=StoredJournal(repositories.journal_entries, chain, now),
        artefacts=base.artefacts,
        vault=base.access,
        public_key=base.keys.signing_key.public_key(),
        clock=now,
        patience=Patience(),
    )
    gatekeeper = StoredGatekeeper(repositories.seals, repositories.locks, now)
    stock = Stock(workspace=workspace, artefacts=base.artefacts)
    return AwsDeployer(workshop, gatekeeper, stock)


def _github_deployer(settings: Settings, base: Foundation, workspace: Workspace) -> Tool:
    policy = CheckoutPolicy(
        workspace=workspace, work_dir=settings.home / "work", environ=settings.environment
    )
    return GithubDeployer(
        policy=policy,
        uv=partial(Uv, environ=settings.environment, cache_dir=_package_cache(settings.home)),
        artefacts=base.artefacts,
        sandbox_runtime=f"python{sys.version_info.major}.{sys.version_info.minor}",
    )


def _readers(base: Foundation, workspace: Workspace) -> tuple[Tool, ...]:
    return (
        RepoReader(workspace, lambda folder: detect(folder).to_json()),
        HealthProbeTool(HealthProbe(), _loopback_ports, partial(_discretion, base)),
        MongoStore(base.repositories.deployments),
        QdrantVector(base.library),
    )


@asynccontextmanager
async def _discretion(
    base: Foundation, scope: ToolScope, names: frozenset[str]
) -> AsyncGenerator[Callable[[str], str], None]:
    """The redaction, which knows the values of a vault as long as they are open."""
    async with base.access.open_values(Scope.from_json(scope.inputs["scope"]), names):
        yield base.redactor.text


def _package_cache(home: Path) -> Path:
    """Where ``make setup`` has filled a cache of wheels, that one; else one of our own."""
    prepared = Path(sys.prefix) / "package-cache"
    return prepared if prepared.is_dir() else home / "package-cache"


def _loopback_ports(scope: ToolScope) -> frozenset[int]:
    """Only a run in the sandbox account may ask this machine, at that account's own port."""
    endpoint = scope.inputs.get("sandbox_url")
    port = urlsplit(str(endpoint)).port if endpoint else None
    return frozenset({port}) if port else frozenset()
