"""A conversation as code sees it."""

from backend.domain.conversations.turns import Turn
from backend.domain.identifiers import Value
from backend.domain.plans.plan import Plan
from backend.domain.views import RunView, SessionView
from backend.sdk.results import OperationResult, result_of

Session = SessionView
"""One conversation of one person."""


class ConversationThread(Value):
    """Everything that was said in a session, in its order."""

    session: Session
    turns: tuple[Turn, ...]


class AgentState(Value):
    """What a message has come to: the conversation with its reply, and the run that it is about."""

    thread: ConversationThread
    reply: Turn | None
    """``None`` where there was none yet after a long time."""
    run: RunView | None

    @property
    def planned_operation(self) -> Plan | None:
        """What waits for an approval."""
        question = self.run.question if self.run else None
        return question.plan if question else None

    @property
    def result(self) -> OperationResult | None:
        """What the run has come to; an open approval is one."""
        return None if self.run is None else result_of(self.run)
