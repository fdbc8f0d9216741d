"""Measure, print, and write ``build/bench/report.json`` and ``report.md``."""

import json
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

from maintenance.bench.pairs import Comparison, compare
from maintenance.bench.workers import Worker
from maintenance.files import PROJECT

PEERS_PYTHON = PROJECT / ".tools" / "peers" / "bin" / "python"
_OURS, _LANGGRAPH = "maintenance.bench.graphs_ours", "maintenance.bench.graphs_langgraph"
_NODES = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Benchmark:
    """One figure: our CPU time over the peer's, and what it should not exceed."""

    name: str
    what: str
    ours: tuple[str, ...]
    peer: tuple[str, ...]
    rounds: int
    limit: float
    aim: float


BENCHMARKS = (
    Benchmark(
        name="memory_node",
        what="a node of a ten-node graph, in memory",
        ours=("memory", "nodes"),
        peer=("memory",),
        rounds=200,
        limit=0.25,
        aim=0.05,
    ),
    Benchmark(
        name="durable_node",
        what="a node of a ten-node graph, on SQLite",
        ours=("durable", "nodes"),
        peer=("durable",),
        rounds=40,
        limit=1.5,
        aim=1.0,
    ),
    Benchmark(
        name="durable_step",
        what="a node with one journaled step, on SQLite",
        ours=("durable", "leaves"),
        peer=("durable",),
        rounds=40,
        limit=1.5,
        aim=1.0,
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One measured benchmark; times are of one node, in microseconds."""

    name: str
    what: str
    ours: str
    peer: str
    ours_cpu_us: float
    peer_cpu_us: float
    ours_wall_us: float
    peer_wall_us: float
    comparison: Comparison
    limit: float
    aim: float

    @property
    def is_within(self) -> bool:
        """Whether not the whole interval is past the limit."""
        return self.comparison.cpu.low <= self.limit


def measured(benchmark: Benchmark, pairs: int) -> Row:
    """One benchmark, in fresh workers."""
    ours = Worker(sys.executable, _OURS, benchmark.ours)
    peer = Worker(PEERS_PYTHON, _LANGGRAPH, benchmark.peer)
    try:
        found = compare(ours, peer, rounds=benchmark.rounds, pairs=pairs)
    finally:
        ours.close()
        peer.close()
    each = benchmark.rounds * _NODES / 1e6
    return Row(
        name=benchmark.name,
        what=benchmark.what,
        ours=ours.title,
        peer=peer.title,
        ours_cpu_us=found.ours.cpu_s / each,
        peer_cpu_us=found.peer.cpu_s / each,
        ours_wall_us=found.ours.wall_s / each,
        peer_wall_us=found.peer.wall_s / each,
        comparison=found,
        limit=benchmark.limit,
        aim=benchmark.aim,
    )


def table_of(rows: list[Row]) -> str:
    """The rows as Markdown."""
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {cpu_count()} processors, "
        f"Python {platform.python_version()}; times per node.",
        "",
        "| what | ours | peer | CPU ratio (95 %) | wall ratio | limit | aim | |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        cpu, wall = row.comparison.cpu, row.comparison.wall
        lines.append(
            f"| {row.what} | {row.ours_cpu_us:.0f} µs CPU, {row.ours_wall_us:.0f} µs ({row.ours}) "
            f"| {row.peer_cpu_us:.0f} µs CPU, {row.peer_wall_us:.0f} µs ({row.peer}) "
            f"| {cpu.median:.2f} ({cpu.low:.2f} to {cpu.high:.2f}) | {wall.median:.2f} "
            f"| {row.limit} | {row.aim} | {'within' if row.is_within else 'PAST THE LIMIT'} |"
        )
    return "\n".join(lines) + "\n"


def main(pairs: int = 12) -> int:
    """0 if every figure is within its limit."""
    rows = [measured(benchmark, pairs) for benchmark in BENCHMARKS]
    folder = PROJECT / "build" / "bench"
    write_reports(folder, rows)
    print(table_of(rows))
    print(f"Written to {folder.relative_to(PROJECT)}/report.json and report.md")
    return 0 if all(row.is_within for row in rows) else 1


def write_reports(folder: Path, rows: list[Row]) -> None:
    """``report.json`` and ``report.md``."""
    folder.mkdir(parents=True, exist_ok=True)
    content = [{**asdict(row), "is_within": row.is_within} for row in rows]
    (folder / "report.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(table_of(rows), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
