"""What a run is held to, whatever died in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from backend.domain.plans.actions import Effect
from backend.tools.aws_deployer.catalog import ACTIONS
from backend.tools.aws_deployer.catalog.declaration import ActionKind
from backend.tools.aws_deployer.journal import RecordKind, of_plan
from tests.chaos.harness.crowd import TAKEN
from tests.chaos.harness.executioner import Kill
from tests.chaos.harness.records import Left
from tests.chaos.harness.reference import Outcome, Past, whole
from tests.chaos.harness.scenarios import Scenario


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """A scenario that was played to its end, or until its time was up."""

    scenario: Scenario
    run_id: str
    completion_state: str | None
    """``None`` where it is stuck."""
    failure: str | None
    """What the run says of its end, where it did not succeed."""
    undo_left: tuple[str, ...]
    """The steps that could not be taken back."""
    left: Left
    digest_before: str
    digest: str
    requests: Counter[str]
    """Changing requests that were applied to the account, with those that furnished it."""
    invocations: int
    kills: tuple[Kill, ...]
    missed: tuple[Kill, ...]
    answers: Counter[str] = field(default_factory=Counter[str])
    """What became of the answers of a crowd."""
    recoveries_s: tuple[float, ...] = ()
    starts_s: tuple[float, ...] = ()
    seconds: float = 0.0

    @property
    def is_applied(self) -> bool:
        return self.completion_state == "succeeded"

    @property
    def steps(self) -> int:
        """The steps of the plan that was approved last."""
        return len(self.left.decided[-1].plan.steps) if self.left.decided else 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What was found; ``broken`` says in words which promises were not kept."""

    account: str
    """``before``, ``after``, or ``between``."""
    skipped: int
    twice: int
    executions: int
    """How often the approved plan was carried out: at most, of any of its calls."""
    broken: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "account": self.account,
            "steps_skipped": self.skipped,
            "steps_applied_twice": self.twice,
            "broken": [*self.broken],
        }


class Oracle(Protocol):
    """Knows what an account looks like after a past; in a campaign it is the reference."""

    async def replay(self, pasts: Sequence[Past]) -> Outcome: ...


async def judge(played: Played, oracle: Oracle) -> Judgement:
    """Hold a run against the plan that was approved, and against its own journal."""
    told = await oracle.replay(played.left.pasts)
    wanted = await _wanted(played, oracle, told)
    skipped = _results_missing(played) + _count(wanted.requests - played.requests)
    more = _count(played.requests - told.requests)
    twice = more + max(0, played.invocations - _invocations_begun(played))
    is_equal = wanted.digest == played.digest
    account = ("after" if played.is_applied else "before") if is_equal else "between"
    broken = _broken(played, account, skipped, twice)
    if told.digest != played.digest:
        broken.append("the account is not as the journal tells")
    return Judgement(
        account=account,
        skipped=skipped,
        twice=twice,
        executions=max(played.requests[each] // count for each, count in told.requests.items()),
        broken=tuple(broken),
    )


async def _wanted(played: Played, oracle: Oracle, told: Outcome) -> Outcome:
    """As the plan says, where it was applied; else as before it."""
    if not played.is_applied:
        return Outcome(played.digest_before, Counter())
    pasts = [whole(played.left.decided[-1])] if played.left.decided else []
    return told if pasts == played.left.pasts else await oracle.replay(pasts)


def _broken(played: Played, account: str, skipped: int, twice: int) -> list[str]:
    broken = [*_broken_story(played)]
    if played.completion_state is None:
        broken.append("the run did not end")
    elif account == "between":
        broken.append(f"the account is neither as before nor as after ({played.completion_state})")
    if skipped:
        broken.append(f"{skipped} steps were skipped")
    if twice:
        broken.append(f"{twice} calls were applied twice")
    if played.completion_state == "escalated" and not _is_in_doubt_alone(played):
        broken.append(f"the run was escalated ({played.failure}): {[*played.undo_left]}")
    return broken


def _broken_story(played: Played) -> list[str]:
    events = played.left.events
    broken: list[str] = []
    if [event.sequence for event in events] != list(range(1, len(events) + 1)):
        broken.append("the events have gaps")
    if len({event.event_id for event in events}) != len(events):
        broken.append("an event was told twice")
    if played.answers[TAKEN] > 1:
        broken.append(f"{played.answers[TAKEN]} of many answers were taken")
    return broken


def _is_in_doubt_alone(played: Played) -> bool:
    """Of an invocation that was interrupted nobody can tell whether it happened; that is said."""
    actions: dict[str, str] = {
        step.step_id: step.action for each in played.left.decided for step in each.plan.steps
    }
    kinds = {ACTIONS[actions[step_id]].kind for step_id in played.undo_left}
    return kinds == {ActionKind.RUN}


def _results_missing(played: Played) -> int:
    """Steps of an applied plan without a result in the journal."""
    if not played.is_applied or not played.left.decided:
        return 0
    plan = played.left.decided[-1].plan
    records = of_plan(played.left.journal, plan.digest)
    results = {record.step_id for record in records if record.kind is RecordKind.RESULT}
    changing = [step for step in plan.steps if step.effect is not Effect.READ]
    return sum(step.step_id not in results for step in changing)


def _invocations_begun(played: Played) -> int:
    """An invocation that was begun may have happened, once."""
    return sum(
        record.kind is RecordKind.INTENT and ACTIONS[record.action].kind is ActionKind.RUN
        for record in played.left.journal
    )


def _count(requests: Counter[str]) -> int:
    return sum(requests.values())
