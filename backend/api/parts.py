"""What is served: the opened service as the routes see it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from backend.credentials.people.accounts import Accounts
from backend.domain.conversations.protocol import Conversations
from backend.domain.copilot import Copilot
from backend.tools.openai_llm.failover import ModelStatus

DocumentsBackEnd = Literal["embedded", "mongodb"]
"""Where documents are kept: in the data directory, or by a MongoDB server."""
KnowledgeBackEnd = Literal["embedded", "qdrant"]
"""Where memories are kept: in the data directory, or by a Qdrant server."""


class Sandbox(Protocol):
    """The simulated account's process."""

    def ensure(self) -> str:
        """The endpoint of the running sandbox, which is started if needed; blocks.

        Raises:
            OperatorMustAct: ``E_SANDBOX_FAILED``.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """The service and its people."""

    copilot: Copilot
    conversations: Conversations
    accounts: Accounts
    documents: DocumentsBackEnd
    knowledge: KnowledgeBackEnd
    model_status: Callable[[], ModelStatus] | None = None
    """Which language model answers; ``None`` where only the interpreter does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What lies around the service on this machine."""

    sandbox: Sandbox | None
    """``None`` where it is not to be started."""
    page: Path
    """The folder of the built page; need not exist."""
