"""The tool with everything around it, over any provider."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agentpro.definition import Limits, TokenLimit
from agentpro.tools import ToolResult, ToolScope
from backend.domain.devops_context import DevOpsContext
from backend.domain.identifiers import ApplicationId, EnvironmentId, Scope, SessionId, TenantId
from backend.domain.redaction import KnownSecrets
from backend.domain.secrets import Secret
from backend.tools.openai_llm import (
    Checks,
    Failover,
    LazyModeration,
    MemoryTokenLedger,
    MeteredModel,
    OpenAiLlm,
    Payer,
    RoleProfile,
    connect,
    model_endpoint,
)
from backend.tools.openai_llm.guarding.guarded_turns import GuardedTurns
from backend.tools.openai_llm.turns import ModelTurns, TextSink
from tests.contracts.document_stores import HandClock
from tests.doubles.guardrail_checks import CHECKS

KEY = "sk-FAKE-0123456789-EXAMPLE"
MODELS = ("gpt-4.1-mini", "gpt-4o-mini")
PAYER = Payer(
    scope=Scope(
        tenant_id=TenantId("local"),
        environment_id=EnvironmentId("default"),
        application_id=ApplicationId("hello"),
    ),
    session_id=SessionId("ses_1"),
)
CONTEXT = DevOpsContext(user_id="anna", aws_region="eu-central-1")
PROFILES = {
    "planner": RoleProfile(instructions="You plan.", temperature=0.2),
    "orchestrator": RoleProfile(instructions="You speak.", temperature=0.5),
    "compliance": RoleProfile(instructions="You judge.", temperature=0.0),
}


class Watcher:
    """Somebody who reads along: what was shown, and how often it was taken back."""

    def __init__(self) -> None:
        self.text = ""
        self.taken_back = 0

    def add(self, text: str) -> None:
        self.text += text

    def take_back(self) -> None:
        self.text, self.taken_back = "", self.taken_back + 1


class House:
    """One tool, its ledger, and what it may know."""

    def __init__(
        self,
        failover: Failover,
        known: KnownSecrets,
        watcher: TextSink | None,
        checks: Checks = CHECKS,
    ) -> None:
        self.failover = failover
        self.known = known
        self.payer = PAYER
        self.ledger = MemoryTokenLedger()
        model = MeteredModel(failover, self.ledger)
        self.tool = OpenAiLlm(
            model,
            PROFILES,
            self._payer,
            known,
            checks,
            lambda scope: watcher,
            lambda scope: CONTEXT,
        )

    async def complete(self, role: str = "planner", **args: Any) -> ToolResult:
        return await self.tool.call("complete", {"input": "hello", **args}, a_scope(role))

    async def screen(self, text: str) -> ToolResult:
        return await self.tool.call("screen", {"text": text}, a_scope("compliance"))

    async def spent(self) -> tuple[int, int]:
        found = await self.ledger.spent(self.payer)
        return found.input_tokens, found.output_tokens

    async def _payer(self, scope: ToolScope) -> Payer:
        return self.payer


def house_over(turns: ModelTurns, watcher: TextSink | None = None) -> House:
    """The tool over a scripted provider."""
    guarded = GuardedTurns(turns, CHECKS)
    return House(Failover(guarded, MODELS, HandClock(), no_pause), KnownSecrets(), watcher)


def house_at(
    base_url: str,
    watcher: TextSink | None = None,
    timeout_s: float = 10.0,
    *,
    checks: Checks = CHECKS,
    is_moderated: bool = False,
) -> House:
    """The tool over the SDK and real HTTP, put together as the program does it."""
    known = KnownSecrets()
    endpoint = model_endpoint(Secret(KEY), base_url, timeout_s=timeout_s)
    if is_moderated:
        checks = replace(checks, hosted=LazyModeration(endpoint))
    return House(connect(endpoint, known, checks, HandClock(), no_pause), known, watcher, checks)


def a_scope(
    role: str = "planner",
    inputs: Mapping[str, Any] | None = None,
    limits: tuple[int, int] = (80_000, 40_000),
) -> ToolScope:
    """A call of ``role``; ``limits`` are the session's input and output tokens."""
    return ToolScope(
        graph_run_id="run_1",
        node="n",
        role=role,
        leaf_key="run_1:n:1:turn",
        inputs=inputs or {},
        limits=Limits(
            input_tokens=TokenLimit(default=limits[0], ceiling=max(limits[0], 120_000)),
            output_tokens=TokenLimit(default=limits[1], ceiling=max(limits[1], 60_000)),
        ),
    )


async def no_pause(seconds: float) -> None:
    del seconds
