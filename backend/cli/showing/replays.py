"""``copilot runs replay``: what the events of a run say, and whether its records say the same."""

import json
from collections.abc import Iterator

from backend.cli.connection import reader
from backend.cli.exits import ExitCode
from backend.cli.program import Program
from backend.cli.showing.surface import Line, Surface
from backend.domain.identifiers import GraphRunId
from backend.domain.views import RunReplay


async def show_replay(program: Program, run_id: str, *, as_json: bool) -> int:
    """Show a replay; the exit code says whether everything fits."""
    async with reader(program) as copilot:
        replay = await copilot.replay_run(GraphRunId(run_id))
    surface = Surface(as_json=as_json)
    if as_json:
        surface.result({**replay.to_json(), "is_consistent": replay.is_consistent})
    else:
        surface.show(_lines(replay))
    return ExitCode.DONE if replay.is_consistent else ExitCode.FAILED


def _lines(replay: RunReplay) -> Iterator[Line]:
    yield Line(json.dumps(replay.state, indent=2, sort_keys=True))
    yield Line(f"{replay.graph_run_id}: {replay.event_count} events", "bold")
    yield Line(f"  Event digest       {replay.event_digest}")
    for sequence in replay.missing_sequences:
        yield Line(f"  Missing            the event {sequence} of the session", "bold red")
    for found in replay.differences:
        told = f"{found.field}: the events say {found.from_events}, the record {found.recorded}"
        yield Line(f"  Different          {told}", "bold red")
    if replay.is_consistent:
        yield Line("  Nothing is missing, and the records say the same.")
