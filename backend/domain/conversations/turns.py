"""Turns: what person and assistant say. Each is an event ``turn_added`` of its session."""

from typing import Literal

from backend.domain.identifiers import GraphRunId, Value

Author = Literal["person", "assistant"]
Need = Literal["credentials"]


class Suggestion(Value):
    """Something that the person may say next: ``text`` is sent when ``label`` is pressed."""

    label: str
    text: str


class Turn(Value):
    """The payload of ``turn_added``; no secret is ever in ``text``."""

    turn_id: str
    author: Author
    text: str
    graph_run_id: GraphRunId | None = None
    """The run that this is about."""
    suggestions: tuple[Suggestion, ...] = ()
    message_id: str | None = None
    """For a person's turn, the id that its sender gave it; for a reply, that of the message."""
    needs: Need | None = None
    """``credentials``: the page offers its dialog "Configure AWS credentials"."""
    is_final: bool = False
    """The conversation takes no further message: something malicious was asked for."""
