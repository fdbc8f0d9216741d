"""``openai_llm``: turns of a language model, through the OpenAI Agents SDK, for those who can pay.

Nothing here imports the SDK before the first turn.
"""

from backend.tools.openai_llm.connecting import connect
from backend.tools.openai_llm.endpoint import ModelEndpoint, model_endpoint
from backend.tools.openai_llm.failover import Failover, ModelStatus
from backend.tools.openai_llm.profiles import RoleProfile, role_profiles
from backend.tools.openai_llm.spending.ledger import (
    MemoryTokenLedger,
    Payer,
    StoredTokenLedger,
    TokenLedger,
)
from backend.tools.openai_llm.spending.metering import MeteredModel
from backend.tools.openai_llm.tool import CAPABILITIES, NAME, OpenAiLlm

__all__ = [
    "CAPABILITIES",
    "NAME",
    "Failover",
    "MemoryTokenLedger",
    "MeteredModel",
    "ModelEndpoint",
    "ModelStatus",
    "OpenAiLlm",
    "Payer",
    "RoleProfile",
    "StoredTokenLedger",
    "TokenLedger",
    "connect",
    "model_endpoint",
    "role_profiles",
]
