"""What events of every graph carry: of a run's nodes, its end and its pauses."""

from pydantic import ConfigDict

from backend.domain.canonical import JsonObject
from backend.domain.identifiers import Value


class Payload(Value):
    """Base of payloads: more than is declared may come, and is to be ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class GraphStarted(Payload):
    """A run of that graph version began."""

    graph_id: str


class NodeQueued(Payload):
    """A node waits in that queue for its turn; ``node_started`` tells that it has come."""

    node: str
    visit: int
    queue: str


class NodeStarted(Payload):
    """A node was entered for the ``visit``-th time."""

    node: str
    visit: int


class NodeCompleted(Payload):
    """A node was left by that outcome."""

    node: str
    visit: int
    outcome: str
    facts: JsonObject


class GraphCompleted(Payload):
    """The run ended as its graph foresees."""

    completion_state: str


class GraphFailed(Payload):
    """The run ended otherwise."""

    completion_state: str
    error_code: str
    message: str
    next_step: str


class RunPaused(Payload):
    """The run stays where it is until its records can be written again; it goes on by itself."""

    error_code: str
    message: str
    next_step: str


class RunResumed(Payload):
    """The run goes on after a pause."""
