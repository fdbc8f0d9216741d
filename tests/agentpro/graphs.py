"""A small graph with a gate and a loop, and stand-ins for what an application registers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from agentpro.definition import GraphDefinition
from agentpro.engine import RUN_INPUT_VERSION, run_body
from agentpro.guardrails import Guardrail
from agentpro.handlers import Handler, NodeContext, Outcome
from agentpro.journal import RunInput
from agentpro.loading import Source, parse_graph
from agentpro.memory_journal import Interruption, MemoryRunHost
from agentpro.observers import GraphEvent, Observer
from agentpro.registry import Registry, registry_of
from agentpro.tools import Tool, ToolResult, ToolScope
from agentpro.validation import KnownNames

SMALL_GRAPH = """\
name: small
version: 1.0.0
description: Draft, approve, apply; again if it fails.
limits: { max_total_visits: 30, metered_tools: [model] }
start: draft
roles:
  writer:
    tools: { model: [complete], bus: [emit] }
  judge:
    tools: { bus: [emit] }
  doer:
    tools: { cloud: [read, change], bus: [emit] }
nodes:
  draft:
    role: writer
    phase: planning
    handler: writer.draft
    max_visits: 3
  approval:
    role: judge
    phase: approval
    handler: judge.ask
    waits_for: control
    gate: { opens_on: approved, voided_by: [draft] }
  apply:
    role: doer
    phase: work
    handler: doer.apply
    tools: { cloud: [change] }
    requires_gates: [approval]
  close:
    role: judge
    phase: closure
    handler: judge.close
    completes: true
edges:
  - { from: draft, outcome: drafted, to: approval }
  - { from: approval, outcome: approved, to: apply }
  - { from: approval, outcome: rejected, to: close }
  - { from: apply, outcome: applied, to: close }
  - { from: apply, outcome: failed, to: draft }
"""

TOOLS = {
    "model": frozenset({"complete"}),
    "bus": frozenset({"emit"}),
    "cloud": frozenset({"read", "change"}),
}
OUTCOMES = {
    "writer.draft": frozenset({"drafted"}),
    "judge.ask": frozenset({"approved", "rejected"}),
    "doer.apply": frozenset({"applied", "failed"}),
    "judge.close": frozenset({"done"}),
}
KNOWN = KnownNames(tools=TOOLS, gated={}, handlers=OUTCOMES, guardrails=frozenset({"no_secrets"}))
NOWHERE = Source(file="made in a test", lines={})

Act = Callable[[NodeContext], Awaitable[Outcome]]


def small_graph(*changes: tuple[str, str]) -> GraphDefinition:
    """The small graph, with pieces of its text replaced."""
    return parse_graph(small_text(*changes).encode(), "small-1.0.0.yaml").definition


def small_text(*changes: tuple[str, str]) -> str:
    text = SMALL_GRAPH
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} must be there once"
        text = text.replace(old, new)
    return text


@dataclass(frozen=True, kw_only=True)
class StubHandler:
    """A handler that does what it is told."""

    name: str
    outcomes: frozenset[str]
    act: Act

    async def __call__(self, context: NodeContext) -> Outcome:
        return await self.act(context)


def always(outcome: str, **facts: JsonValue) -> Act:
    async def act(context: NodeContext) -> Outcome:
        return Outcome(name=outcome, facts=facts)

    return act


ACTS: dict[str, Act] = {
    "writer.draft": always("drafted"),
    "judge.ask": always("approved"),
    "doer.apply": always("applied"),
    "judge.close": always("done", completion_state="succeeded"),
}


def handlers(**acts: Act) -> list[Handler]:
    """All handlers of the small graph; ``doer_apply=…`` replaces what ``doer.apply`` does."""
    chosen = {**ACTS, **{name.replace("_", "."): act for name, act in acts.items()}}
    return [StubHandler(name=n, outcomes=OUTCOMES[n], act=act) for n, act in chosen.items()]


Answer = Callable[[str, Mapping[str, JsonValue]], ToolResult]


def echo(capability: str, args: Mapping[str, JsonValue]) -> ToolResult:
    return ToolResult(value=capability)


@dataclass
class ScriptedTool:
    """A tool that answers from a function and remembers who called."""

    name: str
    capabilities: frozenset[str]
    answer: Answer = echo
    calls: list[tuple[str, Mapping[str, JsonValue], ToolScope]] = field(default_factory=list)

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        self.calls.append((capability, args, scope))
        return self.answer(capability, args)

    @property
    def leaf_keys(self) -> list[str]:
        return [scope.leaf_key for _, _, scope in self.calls]


def cloud(answer: Answer = echo) -> ScriptedTool:
    return ScriptedTool(name="cloud", capabilities=TOOLS["cloud"], answer=answer)


@dataclass
class RecordingObserver:
    """An observer that remembers everything."""

    events: list[GraphEvent] = field(default_factory=list)

    async def observe(self, event: GraphEvent) -> None:
        self.events.append(event)

    @property
    def types(self) -> list[str]:
        return [event.event_type for event in self.events]


def a_registry(
    *,
    tools: tuple[Tool, ...] = (),
    guardrails: tuple[Guardrail, ...] = (),
    observers: tuple[Observer, ...] = (),
    **acts: Act,
) -> Registry:
    return registry_of(
        handlers=handlers(**acts),
        tools=tools,
        guardrails=guardrails,
        observers=observers,
        declared_tools=TOOLS,
    )


def run_input(definition: GraphDefinition, **inputs: JsonValue) -> RunInput:
    return RunInput(
        schema_version=RUN_INPUT_VERSION, graph=definition.as_data(), inputs=dict(inputs)
    )


def a_host(registry: Registry, interruption: Interruption | None = None) -> MemoryRunHost:
    return MemoryRunHost(run_body(registry), interruption)


async def run_once(
    registry: Registry, definition: GraphDefinition | None = None, /, **inputs: JsonValue
) -> dict[str, JsonValue]:
    """Run a graph, by default the small one, to its end in memory; return its final value."""
    host = a_host(registry)
    await host.start("run-1", run_input(definition or small_graph(), **inputs))
    value = await host.result("run-1")
    assert isinstance(value, dict)
    return value


def calling(results: list[ToolResult], *calls: tuple[str, str], **args: JsonValue) -> Act:
    """A handler that makes calls one after the other and keeps what it got."""

    async def act(context: NodeContext) -> Outcome:
        for tool, capability in calls:
            results.append(await context.call(tool, capability, args))
        return Outcome(name="applied")

    return act
