"""``openai_llm``: turns of a language model for those who can pay, through the OpenAI Agents SDK or
Amazon Bedrock.

Nothing here imports the SDK or boto3 before the first turn.
"""

from backend.tools.openai_llm.bedrock.connecting import connect_bedrock
from backend.tools.openai_llm.bedrock.endpoint import BedrockEndpoint, bedrock_endpoint
from backend.tools.openai_llm.connecting import LazyModeration, connect
from backend.tools.openai_llm.endpoint import ModelEndpoint, model_endpoint
from backend.tools.openai_llm.failover import Failover, ModelStatus
from backend.tools.openai_llm.guarding.checks import Checks, HostedModeration
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
    "BedrockEndpoint",
    "Checks",
    "Failover",
    "HostedModeration",
    "LazyModeration",
    "MemoryTokenLedger",
    "MeteredModel",
    "ModelEndpoint",
    "ModelStatus",
    "OpenAiLlm",
    "Payer",
    "RoleProfile",
    "StoredTokenLedger",
    "TokenLedger",
    "bedrock_endpoint",
    "connect",
    "connect_bedrock",
    "model_endpoint",
    "role_profiles",
]
