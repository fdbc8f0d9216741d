"""A judge who finds nothing is worth nothing: each promise, broken on purpose."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from backend.domain.plans.plan import Plan
from backend.telemetry.audit import AuditVerdict
from backend.tools.aws_deployer.journal import JournalRecord, RecordKind
from tests.chaos.harness.campaign import Findings, Orders
from tests.chaos.harness.coverage import APPLY_CELLS
from tests.chaos.harness.crowd import TAKEN
from tests.chaos.harness.promises import Played, judge
from tests.chaos.harness.records import Left
from tests.chaos.harness.reference import Decided, Outcome, Past, whole
from tests.chaos.harness.report import BROKEN, PASSED, percentile, report_of, write_report
from tests.chaos.harness.scenarios import Kill, Scenario
from tests.doubles.events import event
from tests.doubles.sample_plans import BUCKET, URL, plan_of, preview_of

PLAN = plan_of("run_1", BUCKET, URL)
DECIDED = Decided(PLAN, preview_of(PLAN))
FURNISHED = Counter({"PUT /scenery": 1})
CALLS = {"bucket": "PUT /bucket", "url": "POST /url"}
BEFORE = Outcome("sha256:before", FURNISHED)
AFTER = Outcome("sha256:after", FURNISHED + Counter(CALLS.values()))


@dataclass
class SmallOracle:
    """An account that knows two calls, and takes each back with one more."""

    asked: list[list[Past]] = field(default_factory=list)

    async def replay(self, pasts: Sequence[Past]) -> Outcome:
        self.asked.append([*pasts])
        done = [CALLS[step_id] for past in pasts for step_id in past.done]
        undone = [f"DELETE {CALLS[step_id]}" for past in pasts for step_id in past.undone]
        standing = len(done) - len(undone)
        digest = {0: BEFORE.digest, 2: AFTER.digest}.get(standing, "sha256:half")
        return Outcome(digest, FURNISHED + Counter((*done, *undone)))


def record(step_id: str, kind: RecordKind, plan: Plan = PLAN) -> JournalRecord:
    step = plan.step(step_id)
    return JournalRecord(
        graph_run_id=plan.graph_run_id,
        scope=plan.scope,
        plan_digest=plan.digest,
        step_id=step.step_id,
        kind=kind,
        action=step.action,
        params={},
    )


def journal(*kinds: RecordKind) -> tuple[JournalRecord, ...]:
    return tuple(record(step_id, kind) for kind in kinds for step_id in CALLS)


def events(*numbers: int) -> Any:
    return tuple(
        event(f"event_{number}").model_copy(update={"sequence": number}) for number in numbers
    )


APPLIED = Played(
    scenario=Scenario(number=3, source="operation"),
    run_id="run_1",
    completion_state="succeeded",
    failure=None,
    undo_left=(),
    left=Left(
        decided=(DECIDED,),
        journal=journal(RecordKind.INTENT, RecordKind.RESULT),
        events=events(1, 2, 3),
    ),
    digest_before=BEFORE.digest,
    digest=AFTER.digest,
    requests=AFTER.requests,
    invocations=0,
    kills=(Kill(moment="write", what="there", cell=APPLY_CELLS[0]),),
    missed=(),
    recoveries_s=(1.5,),
    starts_s=(0.9,),
)
UNDONE = replace(
    APPLIED,
    completion_state="undone",
    failure="E_ACCESS_DENIED: no",
    left=replace(
        APPLIED.left,
        journal=journal(RecordKind.INTENT, RecordKind.RESULT, RecordKind.UNDONE),
    ),
    digest=BEFORE.digest,
    requests=AFTER.requests + Counter(f"DELETE {call}" for call in CALLS.values()),
)


async def test_an_applied_plan_keeps_every_promise() -> None:
    oracle = SmallOracle()
    found = await judge(APPLIED, oracle)
    assert (found.account, found.skipped, found.twice, found.broken) == ("after", 0, 0, ())
    assert found.executions == 1
    assert oracle.asked == [[whole(DECIDED)]]


async def test_an_undone_plan_keeps_every_promise() -> None:
    found = await judge(UNDONE, SmallOracle())
    assert (found.account, found.skipped, found.twice, found.broken) == ("before", 0, 0, ())


async def test_a_run_without_an_approval_leaves_the_account_alone() -> None:
    left = replace(APPLIED.left, decided=(), journal=())
    planned = replace(
        UNDONE, left=left, digest=BEFORE.digest, requests=FURNISHED, completion_state="cancelled"
    )
    found = await judge(planned, SmallOracle())
    assert (found.account, found.broken) == ("before", ())


def without_result() -> Played:
    kept = tuple(each for each in APPLIED.left.journal if each is not APPLIED.left.journal[-1])
    return replace(APPLIED, left=replace(APPLIED.left, journal=kept))


@pytest.mark.parametrize(
    ("played", "what"),
    [
        (replace(APPLIED, completion_state=None), "did not end"),
        (replace(APPLIED, digest="sha256:else"), "neither as before nor as after"),
        (replace(UNDONE, digest="sha256:else"), "neither as before nor as after"),
        (replace(APPLIED, digest="sha256:else"), "not as the journal tells"),
        (replace(APPLIED, requests=AFTER.requests - Counter(["POST /url"])), "skipped"),
        (without_result(), "skipped"),
        (replace(APPLIED, requests=AFTER.requests + Counter(["POST /url"])), "applied twice"),
        (replace(UNDONE, requests=UNDONE.requests + Counter(["POST /url"])), "applied twice"),
        (replace(APPLIED, invocations=1), "applied twice"),
        (replace(APPLIED, left=replace(APPLIED.left, events=events(1, 3))), "gaps"),
        (
            replace(APPLIED, left=replace(APPLIED.left, events=(*events(1, 2), events(2)[0]))),
            "told twice",
        ),
        (replace(APPLIED, answers=Counter({TAKEN: 2, "REPLAY": 48})), "2 of many answers"),
        (
            replace(UNDONE, completion_state="escalated", undo_left=("bucket",)),
            "the run was escalated",
        ),
    ],
)
async def test_each_broken_promise_is_found(played: Played, what: str) -> None:
    found = await judge(played, SmallOracle())
    assert any(what in each for each in found.broken), found.broken


async def test_the_report_says_everything(tmp_path: Any) -> None:
    findings = Findings(Orders(kills=2, engine="sqlite", seed=5))
    for played in (APPLIED, UNDONE):
        findings.add(played, await judge(played, SmallOracle()))
    findings.audit = AuditVerdict(checked=9)
    assert write_report(findings, tmp_path) == PASSED
    report = report_of(findings)
    assert (report["kills"], report["runs"], report["steps"]) == (2, 2, 4)
    assert (report["digest_after"], report["digest_before"], report["digest_between"]) == (1, 1, 0)
    assert report["recovery_p95_s"] == 1.5
    cell = APPLY_CELLS[0]
    assert report["boundaries"][cell.action][cell.boundary] == 2
    assert f"| {cell.action} | 2 |" in (tmp_path / "report.md").read_text(encoding="utf-8")


async def test_a_broken_promise_says_how_to_see_it_again(tmp_path: Any) -> None:
    findings = Findings(Orders(kills=1, engine="sqlite", seed=5))
    stuck = replace(APPLIED, completion_state=None)
    findings.add(stuck, await judge(stuck, SmallOracle()))
    assert write_report(findings, tmp_path) == BROKEN
    (told, *_) = report_of(findings)["broken"]
    assert "make chaos SEED=5 ENGINE=sqlite RUN=3" in told


async def test_a_broken_audit_breaks_the_campaign(tmp_path: Any) -> None:
    findings = Findings(Orders(kills=1, engine="sqlite", seed=5))
    findings.add(APPLIED, await judge(APPLIED, SmallOracle()))
    findings.audit = AuditVerdict(checked=9, first_broken=10, reason="its content was changed")
    assert write_report(findings, tmp_path) == BROKEN


async def test_an_accident_breaks_the_campaign(tmp_path: Any) -> None:
    findings = Findings(Orders(kills=1, engine="sqlite", seed=5), accident="run 0: it ended")
    assert write_report(findings, tmp_path) == BROKEN
    assert "it ended" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_the_end_of_a_campaign() -> None:
    findings = Findings(Orders(kills=1, engine="sqlite", seed=5))
    assert not findings.is_enough
    large = Findings(Orders(kills=200, engine="sqlite", seed=5))
    assert not large.is_enough


def test_percentiles() -> None:
    assert percentile([], 0.95) is None
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([float(number) for number in range(100)], 0.95) == 95.0
