"""What routes are given: the service behind them."""

from typing import Annotated

from fastapi import Depends, Request

from backend.domain.copilot import Copilot
from backend.domain.identifiers import GraphRunId, Value


class StartedRun(Value):
    """The answer to a command that starts a run."""

    graph_run_id: GraphRunId


def _copilot_of(request: Request) -> Copilot:
    copilot: Copilot = request.app.state.copilot
    return copilot


Service = Annotated[Copilot, Depends(_copilot_of)]
