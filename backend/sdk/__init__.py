"""The module for other Python code: the service as typed calls, and its actions as tools.

``open_agent`` of ``backend.wiring`` opens a service and gives an :class:`AWSAgent`. The tools for
frameworks are in ``openai_tools`` and ``langchain_tools``, which are imported by whoever uses them.
"""

from backend.domain.devops_context import DevOpsContext
from backend.sdk.agent import AWSAgent
from backend.sdk.answers import Facts, Listing
from backend.sdk.operating import Operator
from backend.sdk.results import ApprovalRequired, Done, Failed, OperationResult, Running
from backend.sdk.state import AgentState, ConversationThread, Session

__all__ = [
    "AWSAgent",
    "AgentState",
    "ApprovalRequired",
    "ConversationThread",
    "DevOpsContext",
    "Done",
    "Facts",
    "Failed",
    "Listing",
    "OperationResult",
    "Operator",
    "Running",
    "Session",
]
