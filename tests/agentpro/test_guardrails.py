"""Guardrails around calls and outcomes: they deny, they are told of, and nothing is quoted."""

import pytest
from pydantic import JsonValue

from agentpro.guardrails import Denial, Examined, ForbiddenText, OutcomeReached, ToolAnswered
from agentpro.handlers import NodeContext, Outcome
from agentpro.tools import ToolResult
from tests.agentpro.graphs import (
    RecordingObserver,
    a_registry,
    calling,
    cloud,
    run_once,
    small_graph,
)

GUARDED = (
    "    tools: { cloud: [read, change], bus: [emit] }",
    "    tools: { cloud: [read, change], bus: [emit] }\n    guardrails: [no_secrets]",
)
NO_SECRETS = ForbiddenText(
    name="no_secrets",
    finds=lambda text: "AKIAFAKE" in text,
    denial=Denial(message="A secret would leave its place.", next_step="Refer to it instead."),
)


@pytest.mark.parametrize("hidden", ["AKIAFAKE", ["x", {"deep": "AKIAFAKE"}], {"AKIAFAKE": 1}])
async def test_a_guardrail_denies_a_call_before_it_is_made(hidden: JsonValue) -> None:
    tool = cloud()
    results: list[ToolResult] = []
    act = calling(results, ("cloud", "change"), hidden=hidden)
    registry = a_registry(tools=(tool,), guardrails=(NO_SECRETS,), doer_apply=act)
    await run_once(registry, small_graph(GUARDED))
    assert results[0].error == {
        "error_code": "GUARDRAIL_DENIED",
        "message": "A secret would leave its place.",
        "next_step": "Refer to it instead.",
    }
    assert tool.calls == []


async def test_a_guardrail_keeps_an_answer_back() -> None:
    tool = cloud(answer=lambda capability, args: ToolResult(value=["AKIAFAKE"]))
    results: list[ToolResult] = []
    act = calling(results, ("cloud", "change"))
    registry = a_registry(tools=(tool,), guardrails=(NO_SECRETS,), doer_apply=act)
    await run_once(registry, small_graph(GUARDED))
    assert len(tool.calls) == 1
    assert results[0].value is None
    assert not results[0].is_ok


async def test_a_guardrail_denies_an_outcome() -> None:
    async def leak(context: NodeContext) -> Outcome:
        return Outcome(name="applied", facts={"key": "AKIAFAKE"})

    observer = RecordingObserver()
    registry = a_registry(guardrails=(NO_SECRETS,), observers=(observer,), doer_apply=leak)
    value = await run_once(registry, small_graph(GUARDED))
    assert isinstance(value["error"], dict)
    assert value["error"]["error_code"] == "GUARDRAIL_DENIED"
    assert "AKIAFAKE" not in repr(value) + repr(observer.events)


def told_of_denials(
    observer: RecordingObserver,
) -> list[tuple[str, str | None, str | None, object]]:
    return [
        (each.event_id, each.node, each.role, each.payload)
        for each in observer.events
        if each.event_type == "guardrail_tripped"
    ]


@pytest.mark.spec("S2-149")
async def test_a_denied_call_is_told_by_name_and_reason_and_nothing_of_it_is_quoted() -> None:
    observer = RecordingObserver()
    act = calling([], ("cloud", "change"), ("model", "complete"), hidden="AKIAFAKE")
    registry = a_registry(
        tools=(cloud(),), guardrails=(NO_SECRETS,), observers=(observer,), doer_apply=act
    )
    await run_once(registry, small_graph(GUARDED))
    secret, ungranted = told_of_denials(observer)
    assert secret == (
        "run-1:apply:1:call-1:guardrail",
        "apply",
        "doer",
        {
            "guardrail": "no_secrets",
            "role": "doer",
            "reason_code": "GUARDRAIL_DENIED",
            "reasoning": "A secret would leave its place.",
        },
    )
    assert isinstance(ungranted[3], dict)
    assert (ungranted[3]["guardrail"], ungranted[3]["reason_code"]) == ("grants", "ROLE_DENIED")
    assert "AKIAFAKE" not in repr(observer.events)


async def test_a_withheld_answer_and_a_denied_outcome_are_told_too() -> None:
    async def leak(context: NodeContext) -> Outcome:
        await context.call("cloud", "change", {})
        return Outcome(name="applied", facts={"key": "AKIAFAKE"})

    observer = RecordingObserver()
    leaking = cloud(answer=lambda capability, args: ToolResult(value=["AKIAFAKE"]))
    registry = a_registry(
        tools=(leaking,), guardrails=(NO_SECRETS,), observers=(observer,), doer_apply=leak
    )
    await run_once(registry, small_graph(GUARDED))
    ids = [each[0] for each in told_of_denials(observer)]
    assert ids == ["run-1:apply:1:call-1:guardrail", "run-1:apply:1:guardrail"]


class Unsure:
    """A guardrail that fails, or answers nonsense."""

    name = "no_secrets"

    def __init__(self, answer: object) -> None:
        self._answer = answer

    def check(self, examined: Examined) -> Denial | None:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer  # type: ignore[return-value]


@pytest.mark.spec("S2-70")
@pytest.mark.parametrize(
    "guardrails",
    [(), (Unsure(RuntimeError("out of order")),), (Unsure(answer=True),), (Unsure(answer=False),)],
    ids=["missing", "raising", "true", "false"],
)
async def test_a_guardrail_that_cannot_tell_denies(guardrails) -> None:
    tool = cloud()
    results: list[ToolResult] = []
    act = calling(results, ("cloud", "change"))
    registry = a_registry(tools=(tool,), guardrails=guardrails, doer_apply=act)
    value = await run_once(registry, small_graph(GUARDED))
    assert results[0].error is not None
    assert results[0].error["error_code"] == "GUARDRAIL_FAILED"
    assert tool.calls == []
    assert isinstance(value["error"], dict)
    assert value["error"]["error_code"] == "GUARDRAIL_FAILED"


async def test_a_guardrail_sees_request_answer_and_outcome() -> None:
    seen: list[str] = []

    class Watching:
        name = "no_secrets"

        def check(self, examined: Examined) -> Denial | None:
            seen.append(type(examined).__name__)
            if isinstance(examined, ToolAnswered):
                assert examined.request.scope.node == "apply"
            if isinstance(examined, OutcomeReached):
                assert (examined.role, examined.outcome) == ("doer", "applied")
            return None

    act = calling([], ("cloud", "change"))
    registry = a_registry(tools=(cloud(),), guardrails=(Watching(),), doer_apply=act)
    value = await run_once(registry, small_graph(GUARDED))
    assert value["completion_state"] == "succeeded"
    assert seen == ["ToolRequested", "ToolAnswered", "OutcomeReached"]
