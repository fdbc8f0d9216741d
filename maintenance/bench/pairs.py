"""Interleaved pairs, and what may be said of their ratio."""

import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from maintenance.bench.workers import Cost, Worker

_RESAMPLES = 2_000
_SEED = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratio:
    """The median of paired ratios, with its 95 % interval (bootstrap)."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Ours beside a peer, over the same rounds."""

    ours: Cost
    """The median of one measurement."""
    peer: Cost
    cpu: Ratio
    wall: Ratio
    pairs: int


def compare(ours: Worker, peer: Worker, *, rounds: int, pairs: int) -> Comparison:
    """Measure both in turn, ``pairs`` times; who begins alternates."""
    for worker in (ours, peer):
        worker.measure(max(1, rounds // 4))
    measured: list[tuple[Cost, Cost]] = []
    for number in range(pairs):
        if number % 2:
            second, first = peer.measure(rounds), ours.measure(rounds)
        else:
            first, second = ours.measure(rounds), peer.measure(rounds)
        measured.append((first, second))
    return Comparison(
        ours=_median_cost([first for first, _ in measured]),
        peer=_median_cost([second for _, second in measured]),
        cpu=ratio_of([first.cpu_s / second.cpu_s for first, second in measured]),
        wall=ratio_of([first.wall_s / second.wall_s for first, second in measured]),
        pairs=pairs,
    )


def ratio_of(ratios: Sequence[float]) -> Ratio:
    """The median, and the interval in which 95 % of the medians of resamples lie."""
    chance = random.Random(_SEED)  # noqa: S311 - a resample must be repeatable, not secret
    medians = sorted(
        statistics.median(chance.choices(ratios, k=len(ratios))) for _ in range(_RESAMPLES)
    )
    return Ratio(
        median=statistics.median(ratios),
        low=medians[int(0.025 * _RESAMPLES)],
        high=medians[int(0.975 * _RESAMPLES)],
    )


def _median_cost(costs: Sequence[Cost]) -> Cost:
    return Cost(
        wall_s=statistics.median(cost.wall_s for cost in costs),
        cpu_s=statistics.median(cost.cpu_s for cost in costs),
    )
