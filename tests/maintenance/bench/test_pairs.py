"""What is said of a ratio: its middle, and how far it could lie from there."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maintenance.bench.__main__ import Row, table_of, write_reports
from maintenance.bench.pairs import Comparison, Ratio, ratio_of
from maintenance.bench.workers import Cost

RATIOS = st.lists(st.floats(0.01, 100, allow_nan=False), min_size=1, max_size=30)


@given(RATIOS)
def test_the_interval_holds_the_median_and_nothing_that_was_not_measured(ratios: list[float]):
    found = ratio_of(ratios)
    assert min(ratios) <= found.low <= found.median <= found.high <= max(ratios)
    assert ratio_of(ratios) == found


def row(cpu: Ratio) -> Row:
    cost = Cost(wall_s=1.0, cpu_s=1.0)
    found = Comparison(ours=cost, peer=cost, cpu=cpu, wall=cpu, pairs=12)
    names: dict[str, Any] = dict.fromkeys(("name", "what", "ours", "peer"), "x")
    times: dict[str, Any] = dict.fromkeys(
        ("ours_cpu_us", "peer_cpu_us", "ours_wall_us", "peer_wall_us"), 1.0
    )
    return Row(**names, **times, comparison=found, limit=1.5, aim=1.0)


@pytest.mark.parametrize(("low", "is_within"), [(1.4, True), (1.5, True), (1.51, False)])
def test_only_a_whole_interval_past_the_limit_fails(low: float, is_within: bool):
    assert row(Ratio(median=1.6, low=low, high=1.7)).is_within is is_within


def test_the_report_says_what_is_past_its_limit(tmp_path: Path):
    rows = [row(Ratio(median=2, low=1.9, high=2.1)), row(Ratio(median=1, low=0.9, high=1.1))]
    write_reports(tmp_path, rows)
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [each["is_within"] for each in report] == [False, True]
    assert table_of(rows).count("PAST THE LIMIT") == 1
