"""A campaign: scenario after scenario, until enough was killed and every boundary was come to."""

import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from backend.telemetry.audit import AuditVerdict
from tests.chaos.harness.coverage import Coverage
from tests.chaos.harness.promises import Judgement, Played, judge
from tests.chaos.harness.scenarios import Scenarios
from tests.chaos.harness.stage import open_stage
from tests.chaos.plans.scenery import PACKAGES

WHOLE_COVERAGE_FROM = 200
"""A campaign of so many kills goes on until every action was killed at every boundary."""
_KILLS_PER_RUN = 2
"""At most, on average."""
_PATIENCE = 1.5
"""It gives up the search for the last boundaries at so many times its kills."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Orders:
    """What was asked for; ``only_run`` repeats one scenario of a seed, and nothing else."""

    kills: int
    engine: str
    seed: int
    only_run: int | None = None


@dataclass(slots=True)
class Findings:
    """What was played, and what was found."""

    orders: Orders
    runs: list[tuple[Played, Judgement]] = field(default_factory=list[tuple[Played, Judgement]])
    coverage: Coverage = field(default_factory=Coverage)
    accident: str | None = None
    """What ended the campaign before its time; a server that does not start, for example."""
    audit: AuditVerdict = field(default_factory=lambda: AuditVerdict(checked=0))

    def add(self, played: Played, judgement: Judgement) -> None:
        self.runs.append((played, judgement))
        self.coverage.killed.update(kill.cell for kill in played.kills if kill.cell)

    @property
    def kills(self) -> int:
        return sum(len(played.kills) for played, _ in self.runs)

    @property
    def is_enough(self) -> bool:
        """Whether the campaign has come to its end."""
        if self.orders.only_run is not None:
            return bool(self.runs)
        if self.kills < self.orders.kills or len(self.runs) < self.orders.kills / _KILLS_PER_RUN:
            return False
        is_whole = self.orders.kills < WHOLE_COVERAGE_FROM or not self.coverage.missing
        return is_whole or self.kills >= _PATIENCE * self.orders.kills

    @property
    def is_stuck(self) -> bool:
        return any(played.completion_state is None for played, _ in self.runs)

    @property
    def broken(self) -> list[tuple[Played, str]]:
        return [(played, what) for played, found in self.runs for what in found.broken]

    @property
    def executions_of_many_answers(self) -> Counter[int]:
        """By how often it was carried out, the approvals that many answered at once."""
        return Counter(found.executions for played, found in self.runs if played.answers)


async def campaign(
    orders: Orders,
    folder: Path,
    environment: Mapping[str, str],
    tell: Callable[[Played, Judgement], None],
) -> Findings:
    """Play scenarios in ``folder`` until enough was killed; ``tell`` hears of each."""
    findings = Findings(orders)
    async with open_stage(folder, environment) as stage:
        for scenario in islice(Scenarios(orders.seed, PACKAGES), orders.only_run, None):
            try:
                played = await stage.play(scenario)
                judgement = await judge(played, stage.reference)
            except Exception as error:  # noqa: BLE001 - the report must say what was found until then
                traceback.print_exc()
                findings.accident = f"run {scenario.number}: {error!r}"
                break
            findings.add(played, judgement)
            tell(played, judgement)
            if findings.is_enough or findings.is_stuck:
                break
        findings.audit = await stage.records.audit()
    return findings
