"""What a start heals: answers that were not delivered, and runs that do not go on."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from pydantic import JsonValue

from agentpro.journal import RunInput
from backend.domain.errors import Bug, CopilotError, OperatorMustAct, UserCanFix
from backend.domain.identifiers import GraphRunId, SessionId
from backend.domain.plans.approval import Answer
from backend.runs.service import CONTROL, TENANT
from backend.stores.repositories.journal_entries import JournalRecord
from backend.stores.repositories.locks import LockRecord
from backend.stores.repositories.runs import RunRecord
from tests.backend.runs.house import CHAIN, OWNER, House, agreeing
from tests.backend.tools.aws_deployer.hello import SCOPE

RUN = GraphRunId("run_1")
UNKNOWN = UserCanFix("E_RUN_UNKNOWN", "There is no such run.", "Check its id.")
BROKEN = Bug("E_JOURNAL_BROKEN", "A record is not what it was.", "Report this.")


@dataclass
class StillHost:
    """A host on which nothing moves: what it is told is kept, what it says was set before."""

    running: tuple[str, ...] = ()
    ends: CopilotError | None = None
    failing: CopilotError | None = None
    """Raised by ``send``, once."""
    sent: list[tuple[str, str, JsonValue, str]] = field(default_factory=list)

    async def start(self, graph_run_id: str, run: RunInput) -> None:
        raise AssertionError("nothing is started here")

    async def send(
        self, graph_run_id: str, topic: str, message: JsonValue, idempotency_key: str
    ) -> None:
        failing, self.failing = self.failing, None
        if failing is not None:
            raise failing
        self.sent.append((graph_run_id, topic, message, idempotency_key))

    async def result(self, graph_run_id: str) -> JsonValue:
        if self.ends is not None:
            raise self.ends
        return {"completion_state": "succeeded"}

    async def unfinished(self) -> tuple[str, ...]:
        return self.running


async def begun(house: House, **changes: Any) -> RunRecord:
    run = RunRecord(
        **SCOPE.model_dump(),
        created_at=house.clock(),
        graph_run_id=RUN,
        graph_id="deploy@1.0.0",
        session_id=SessionId("ses_1"),
        actor=OWNER.to_json(),
        **changes,
    )
    await house.repositories.runs.add(run)
    return run


async def recovered(house: House, host: StillHost) -> RunRecord:
    await replace(house.service, host=host).recover()
    return await house.run(RUN)


async def test_an_answer_that_was_decided_but_not_delivered_is_delivered(house: House) -> None:
    run_id = await house.start()
    question = await house.question(run_id)
    lost = OperatorMustAct("E_STORE_UNAVAILABLE", "The disk is full.", "Free space.")
    dying = replace(house.service, host=StillHost(failing=lost))
    with pytest.raises(OperatorMustAct):
        await dying.decide_approval(OWNER, agreeing(question, answer=Answer.REJECTED))
    assert (await house.question(run_id)).status == "decided"
    assert (await house.run(run_id)).status == "waiting"
    await house.service.recover()
    await house.service.recover()
    assert (await house.ended(run_id)).completion_state == "rejected"


async def test_an_answer_is_sent_again_under_its_own_key(house: House) -> None:
    run_id = await house.start()
    question = await house.question(run_id)
    await replace(house.service, host=StillHost()).decide_approval(OWNER, agreeing(question))
    host = StillHost(running=(run_id,))
    await replace(house.service, host=host).recover()
    decision = (await house.question(run_id)).decision
    assert host.sent == [(run_id, CONTROL, decision, question.approval_id)]


async def test_a_question_that_is_open_stays_so(house: House) -> None:
    run_id = await house.start()
    question = await house.question(run_id)
    host = StillHost(running=(run_id,))
    await replace(house.service, host=host).recover()
    assert host.sent == []
    assert await house.question(run_id) == question


async def test_a_run_that_never_started_is_ended(house: House) -> None:
    await begun(house)
    run = await recovered(house, StillHost(ends=UNKNOWN))
    assert (run.status, run.completion_state) == ("ended", "cancelled")
    error: Any = run.error
    assert error["error_code"] == "E_NOT_STARTED"


async def test_a_run_that_the_engine_lost_midway_is_escalated_and_gives_its_lock_back(
    house: House,
) -> None:
    """Its journal tells that it had begun, and nobody else would ever take it back."""
    known = {**SCOPE.model_dump(), "created_at": house.clock(), "graph_run_id": RUN}
    intent = JournalRecord(**known, entry_id="run_1:step_1:intent", kind="intent", content={})
    await begun(house)
    await house.repositories.locks.acquire(LockRecord(**known, lock_name="the account"))
    await house.repositories.journal_entries.append(intent, CHAIN.linked)
    run = await recovered(house, StillHost(ends=UNKNOWN))
    error: Any = run.error
    assert (run.completion_state, error["error_code"]) == ("escalated", "E_RUN_LOST")
    assert error["next_step"].endswith(f"copilot runs undo {RUN}")
    assert await house.repositories.locks.release(TENANT, RUN) == 0


async def test_a_run_that_the_engine_broke_on_is_escalated_with_its_reason(house: House) -> None:
    await begun(house)
    run = await recovered(house, StillHost(ends=BROKEN))
    assert (run.status, run.completion_state) == ("ended", "escalated")
    assert run.error == BROKEN.as_record()


async def test_a_run_that_ended_without_a_word_is_escalated(house: House) -> None:
    await begun(house)
    run = await recovered(house, StillHost())
    error: Any = run.error
    assert (run.completion_state, error["error_code"]) == ("escalated", "E_RUN_LOST")


async def test_a_run_that_goes_on_is_left_alone(house: House) -> None:
    before = await begun(house)
    assert await recovered(house, StillHost(running=(RUN,))) == before


async def test_a_run_that_has_ended_is_left_alone(house: House) -> None:
    before = await begun(house, status="ended", completion_state="succeeded")
    assert await recovered(house, StillHost(ends=BROKEN)) == before


async def test_recovering_nothing_does_nothing(house: House) -> None:
    host = StillHost()
    await replace(house.service, host=host).recover()
    assert (host.sent, await house.repositories.runs.latest(TENANT, 10)) == ([], [])
