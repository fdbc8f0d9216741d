"""The report of a campaign: JSON for machines, Markdown for people."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.chaos.harness.campaign import Findings
from tests.chaos.harness.promises import Judgement, Played

PASSED, BROKEN = 0, 1
_TARGET_S = 2.0


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that is not exceeded by ``share`` of all; ``None`` of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3)


def report_of(findings: Findings) -> dict[str, Any]:
    """Everything that was found, as JSON."""
    played = [each for each, _ in findings.runs]
    judged = [each for _, each in findings.runs]
    recoveries = [s for each in played for s in each.recoveries_s]
    starts = [s for each in played for s in each.starts_s]
    return {
        "seed": findings.orders.seed,
        "engine": findings.orders.engine,
        "kills": findings.kills,
        "runs": len(played),
        "steps": sum(each.steps for each in played),
        "steps_skipped": sum(each.skipped for each in judged),
        "steps_applied_twice": sum(each.twice for each in judged),
        "digest_between": sum(each.account == "between" for each in judged),
        "digest_before": sum(each.account == "before" for each in judged),
        "digest_after": sum(each.account == "after" for each in judged),
        "runs_stuck": sum(each.completion_state is None for each in played),
        "recovery_p95_s": percentile(recoveries, 0.95),
        "recovery_median_s": percentile(recoveries, 0.5),
        "recoveries_measured": len(recoveries),
        "process_start_p95_s": percentile(starts, 0.95),
        "faults": Counter(rule["kind"] for each in played for rule in each.scenario.faults),
        "answers_parallel": max((each.answers.total() for each in played), default=0),
        "approvals_answered_in_parallel": sum(bool(each.answers) for each in played),
        "executions_of_parallel_answers": max(findings.executions_of_many_answers, default=0),
        "completion_states": Counter(str(each.completion_state) for each in played),
        "kills_by_kind": Counter(_kind(kill.what) for each in played for kill in each.kills),
        "kills_missed": [kill.what for each in played for kill in each.missed],
        "boundaries": findings.coverage.table(),
        "boundaries_missing": [str(cell) for cell in findings.coverage.missing],
        "audit": {
            "records": findings.audit.checked,
            "first_broken": findings.audit.first_broken,
        },
        "broken": _broken(findings),
        "runs_played": [_run(played, found) for played, found in findings.runs],
    }


def _run(played: Played, found: Judgement) -> dict[str, Any]:
    return {
        **played.scenario.as_json(),
        "run_id": played.run_id,
        "completion_state": played.completion_state,
        "failure": played.failure,
        "kills_carried_out": [kill.what for kill in played.kills],
        "seconds": round(played.seconds, 2),
        **found.as_json(),
    }


def write_report(findings: Findings, folder: Path) -> int:
    """Write ``report.json`` and ``report.md``; the exit code that goes with them."""
    report = report_of(findings)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(_markdown(report), encoding="utf-8")
    return BROKEN if report["broken"] else PASSED


def _broken(findings: Findings) -> list[str]:
    orders = findings.orders
    broken = [
        f"run {played.scenario.number}: {what} (again: make chaos SEED={orders.seed}"
        f" ENGINE={orders.engine} RUN={played.scenario.number})"
        for played, what in findings.broken
    ]
    if findings.accident:
        broken.append(f"the campaign ended before its time: {findings.accident}")
    if findings.audit.first_broken is not None:
        broken.append(f"the audit's record {findings.audit.first_broken}: {findings.audit.reason}")
    if set(findings.executions_of_many_answers) - {1}:
        broken.append("an approval that many answered at once was not carried out exactly once")
    return broken


def _kind(what: str) -> str:
    """A boundary without its action."""
    return what.rpartition(":")[2]


def _markdown(report: dict[str, Any]) -> str:
    names = (
        "seed", "engine", "kills", "runs", "steps", "steps_skipped", "steps_applied_twice",
        "digest_before", "digest_after", "digest_between", "runs_stuck", "recovery_median_s",
        "recovery_p95_s", "process_start_p95_s", "answers_parallel",
        "executions_of_parallel_answers",
    )  # fmt: skip
    lines = ["# Chaos", "", "| figure | value |", "| --- | --- |"]
    lines += [f"| {name} | {report[name]} |" for name in names]
    for title in ("completion_states", "faults", "kills_by_kind"):
        counted = ", ".join(f"{name} {count}" for name, count in sorted(report[title].items()))
        lines += ["", f"{title.replace('_', ' ')}: {counted or 'none'}"]
    lines += ["", "## Broken promises", "", *(f"- {what}" for what in report["broken"] or ["none"])]
    lines += ["", "## Kills per action and boundary", "", *_table(report["boundaries"])]
    return "\n".join(lines) + "\n"


def _table(boundaries: dict[str, dict[str, int]]) -> list[str]:
    columns = [*max(boundaries.values(), key=len)]
    rows = [
        f"| {action} | {' | '.join(str(counts.get(name, '')) for name in columns)} |"
        for action, counts in boundaries.items()
    ]
    return [f"| action | {' | '.join(columns)} |", "| --- " * (len(columns) + 1) + "|", *rows]
