"""Where runs of tests live: in memory, with the errors of the durable engine."""

from pydantic import JsonValue

from agentpro.errors import JournalError
from agentpro.journal import JournalUnavailable
from agentpro.memory_journal import MemoryRunHost, RunFailed
from backend.domain.errors import OperatorMustAct, UserCanFix


class FaithfulHost(MemoryRunHost):
    """The memory host, with the errors that the durable one raises."""

    async def result(self, graph_run_id: str) -> JsonValue:
        try:
            return await super().result(graph_run_id)
        except RunFailed as failed:
            cause = failed.__cause__
            if isinstance(cause, JournalUnavailable):
                raise OperatorMustAct("E_STORE_UNAVAILABLE", str(cause), "Free space.") from None
            raise cause or failed from None
        except JournalError:
            raise UserCanFix("E_RUN_UNKNOWN", "There is no such run.", "Check its id.") from None
