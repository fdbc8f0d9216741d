"""``python -m tests.chaos``: kill the service until it is proven, and write ``build/chaos``.

The exit code is 1 if any promise was broken; the report says how to repeat the run that broke it.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maintenance.files import PROJECT
from tests.chaos.harness.campaign import Orders, campaign
from tests.chaos.harness.promises import Judgement, Played
from tests.chaos.harness.report import write_report
from tests.doubles.postgresql import running_postgresql

ENGINES = ("sqlite", "postgresql")
REPORTS = PROJECT / "build" / "chaos"


def main() -> int:
    orders, reports = _orders()
    reports.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="copilot-chaos-"))
    with _engine(orders.engine, folder) as environment:
        findings = asyncio.run(campaign(orders, folder, environment, _tell))
    code = write_report(findings, reports)
    if code:
        sys.stdout.write(f"what is left of it: {folder}\n")
    else:
        shutil.rmtree(folder)
    sys.stdout.write((reports / "report.md").read_text(encoding="utf-8"))
    return code


def _orders() -> tuple[Orders, Path]:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="the least number of kills")
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--run", type=int, help="only this run of the seed, once more")
    parser.add_argument("--reports", type=Path, default=REPORTS)
    given = parser.parse_args()
    orders = Orders(kills=given.kills, engine=given.engine, seed=given.seed, only_run=given.run)
    return orders, given.reports


@contextmanager
def _engine(name: str, folder: Path) -> Iterator[dict[str, str]]:
    """The settings of the service for that engine."""
    if name == "sqlite":
        yield {}
        return
    with running_postgresql(folder) as server:
        yield {"COPILOT_ENGINE_URL": server.new_database()}


def _tell(played: Played, judgement: Judgement) -> None:
    kills = ", ".join(kill.what for kill in played.kills) or "none"
    sys.stdout.write(
        f"run {played.scenario.number}: {played.completion_state} in {played.seconds:.1f} s,"
        f" {played.steps} steps, account {judgement.account}, killed {kills}\n"
    )
    if played.failure:
        sys.stdout.write(f"  {played.failure}\n")
    for kill in played.missed:
        sys.stdout.write(f"  not killed {kill.what}\n")
    for what in judgement.broken:
        sys.stdout.write(f"  BROKEN {what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
