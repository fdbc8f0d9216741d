"""What is told when a guardrail trips: who, where and why, and nothing of what tripped it."""

from agentpro.handlers import NodeContext
from backend.domain.canonical import JsonObject


async def tripped(
    context: NodeContext, guardrail: str, reasoning: str, reason_code: str = "E_GUARDRAIL"
) -> None:
    """Tell it, once, as the event ``guardrail_tripped``; the audit keeps it as well.

    For checks that a handler makes of a text. A denied call or outcome tells the engine itself.
    ``reasoning`` is the check's own sentence; it quotes nothing.
    """
    payload: JsonObject = {
        "guardrail": guardrail,
        "role": context.role,
        "reason_code": reason_code,
        "reasoning": reasoning,
    }
    await context.emit("guardrail_tripped", payload)
