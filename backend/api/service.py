"""What routes are given: the service behind them."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from backend.api.parts import Parts, Surroundings
from backend.domain.conversations.protocol import Conversations
from backend.domain.copilot import Copilot
from backend.domain.identifiers import GraphRunId, Value


class StartedRun(Value):
    """The answer to a command that starts a run."""

    graph_run_id: GraphRunId


def parts_of(connection: HTTPConnection) -> Parts:
    """The parts that the application was made with."""
    parts: Parts = connection.app.state.parts
    return parts


def surroundings_of(request: Request) -> Surroundings:
    """What the application was told of this machine."""
    surroundings: Surroundings = request.app.state.surroundings
    return surroundings


def _copilot_of(request: Request) -> Copilot:
    return parts_of(request).copilot


def _conversations_of(request: Request) -> Conversations:
    return parts_of(request).conversations


Served = Annotated[Parts, Depends(parts_of)]
Service = Annotated[Copilot, Depends(_copilot_of)]
Talks = Annotated[Conversations, Depends(_conversations_of)]
Around = Annotated[Surroundings, Depends(surroundings_of)]
