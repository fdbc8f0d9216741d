"""A message, answered by the roles: what was understood is acted on, a question is answered."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from agentpro.definition import GraphDefinition
from agentpro.engine import RUN_INPUT_VERSION, run_body
from agentpro.journal import RunInput
from agentpro.memory_journal import MemoryRunHost, RunFailed
from agentpro.observers import Observer
from agentpro.registry import Registry
from backend.agents.conversing.frames import frame_from_json, frame_to_json
from backend.agents.conversing.model.asking import DEGRADED
from backend.agents.interpreter import reading_of
from backend.domain.canonical import JsonObject
from backend.domain.conversations.turns import Suggestion
from backend.domain.errors import OperatorMustAct
from backend.domain.events import EventContext
from backend.domain.identifiers import GraphRunId, Scope
from backend.runs.conversation.answering.looking import outlook
from backend.runs.conversation.answering.situations import situation
from backend.runs.conversation.answering.trips import TripObserver
from backend.runs.conversation.replies import Replies
from backend.runs.conversation.reply import Reply, Wish
from backend.runs.conversation.wording import REFUSAL
from backend.runs.decisions import DecisionAudit
from backend.telemetry.bus import TelemetryBus
from backend.tools.aws_deployer.operations.forms import catalogue_name

GRAPH = "converse"
LONGEST_TURN_S = 120.0
_MODEL = "openai_llm"


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversing:
    """Runs the graph ``converse`` for each message, in memory.

    Whatever it comes to, only :class:`Replies` acts, on a reading, as if the person had said it in
    plain words.
    """

    replies: Replies
    registry: Registry
    graph: GraphDefinition
    bus: TelemetryBus
    clock: Callable[[], datetime]
    patience_s: float = LONGEST_TURN_S
    """After that a message is answered without a model, however many rounds it still wants."""

    async def reply(self, wish: Wish, scope: Scope, turn_id: str) -> Reply:
        """The reply to a message, which will be the turn ``turn_id``.

        Raises:
            OperatorMustAct: the service itself fails.
        """
        told = await self._run(wish, scope, turn_id)
        match told["kind"]:
            case "refusal":
                return Reply(text=REFUSAL, is_final=True)
            case "wish":
                return _noticed(await self.replies.reply(_meant(wish, told["frame"])), told)
            case _:
                return _noticed(_answer(wish, told), told)

    async def _run(self, wish: Wish, scope: Scope, turn_id: str) -> dict[str, Any]:
        registry = replace(self.registry, observers=self._observers(wish, scope))
        inputs = await self._inputs(wish, scope, turn_id)
        run_id = f"{wish.place.graph_run_id}_{GRAPH}"
        try:
            async with asyncio.timeout(self.patience_s):
                return await self._told(registry, run_id, inputs)
        except TimeoutError:
            tools = {name: tool for name, tool in registry.tools.items() if name != _MODEL}
            told = await self._told(replace(registry, tools=tools), run_id, inputs)
            return {**told, "notice": DEGRADED}

    async def _told(self, registry: Registry, run_id: str, inputs: JsonObject) -> dict[str, Any]:
        graph = self.graph.as_data()
        run = RunInput(schema_version=RUN_INPUT_VERSION, graph=graph, inputs=inputs)
        host = MemoryRunHost(run_body(registry))
        try:
            await host.start(run_id, run)
            ended: Any = await host.result(run_id)
        except RunFailed as failed:
            raise _unavailable() from failed
        finally:
            await host.close()
        return ended["facts"]["reply"] if ended["error"] is None else _broken_off(ended["error"])

    async def _inputs(self, wish: Wish, scope: Scope, turn_id: str) -> JsonObject:
        copilot = self.replies.copilot
        looking = await outlook(copilot, wish)
        reading = wish.reading
        return {
            "scope": scope.to_json(),
            "actor": wish.actor.to_json(),
            "session_id": wish.place.session_id,
            "turn_id": turn_id,
            "message": wish.text,
            "reading": {
                "action": reading.action.value,
                "topic": reading.topic,
                "frame": frame_to_json(reading.frame),
                "is_offered": _is_offered(wish),
            },
            "situation": await situation(copilot, wish),
            **looking.as_inputs(),
        }

    def _observers(self, wish: Wish, scope: Scope) -> tuple[Observer, ...]:
        session_id = wish.place.session_id
        context = EventContext(scope=scope, session_id=session_id, correlation_id=session_id)

        async def scope_of(_graph_run_id: str) -> Scope:
            return scope

        return (
            TripObserver(bus=self.bus, context=context, clock=self.clock),
            DecisionAudit(audit=self.replies.copilot.audit, scope_of=scope_of),
        )


def _is_offered(wish: Wish) -> bool:
    """Whether every single action of an operation is in the catalogue."""
    frame = wish.reading.frame
    if wish.reading.action != "operate" or frame.action == "provide_slot":
        return True
    names = [step.action for step in frame.steps] or [frame.action]
    return all(catalogue_name(name) is not None for name in names)


def _meant(wish: Wish, frame_json: Any) -> Wish:
    """The wish with the reading that it came to; one that was certain stays as it was read."""
    frame = frame_from_json(frame_json)
    if frame == wish.reading.frame:
        return wish
    return replace(wish, reading=reading_of(frame, wish.text))


def _answer(wish: Wish, told: dict[str, Any]) -> Reply:
    suggestions = [Suggestion.from_json(each) for each in told["suggestions"]]
    return Reply(
        text=told["text"],
        graph_run_id=_run_of(told["references"]),
        suggestions=tuple(suggestions),
        pending=wish.pending,
    )


def _run_of(references: list[str]) -> GraphRunId | None:
    """The run that an answer rests on, also where its approval is referred to."""
    runs = [each.partition(".")[0] for each in references if each.startswith("run_")]
    return GraphRunId(runs[0]) if runs else None


def _broken_off(error: dict[str, str]) -> dict[str, Any]:
    """What is said where a guardrail, or a fault of ours, has ended the run."""
    text = f"I did not answer that, and nothing was done. {error['message']} {error['next_step']}"
    return {"kind": "answer", "text": text, "references": [], "suggestions": [], "notice": None}


def _noticed(reply: Reply, told: dict[str, Any]) -> Reply:
    notice = told["notice"]
    return reply if notice is None else replace(reply, text=f"{reply.text}\n\n{notice}")


def _unavailable() -> OperatorMustAct:
    return OperatorMustAct(
        "E_STORE_UNAVAILABLE",
        "What was decided about the message could not be written down, so nothing was done.",
        "Free space, and send the message again.",
    )
