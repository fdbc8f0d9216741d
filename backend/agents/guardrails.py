"""Guardrails that the graphs name: pure checks around tool calls and outcomes.

They can only deny.
"""

from agentpro.guardrails import Denial, ForbiddenText, Guardrail
from backend.domain.redaction import CERTAIN_KINDS, find_secrets


def _holds_a_secret(text: str) -> bool:
    return any(finding.kind in CERTAIN_KINDS for finding in find_secrets(text))


GUARDRAILS: tuple[Guardrail, ...] = (
    ForbiddenText(
        name="no_secrets",
        finds=_holds_a_secret,
        denial=Denial(
            error_code="E_SECRET_IN_RUN",
            message="A secret would have entered the run.",
            next_step="Keep it in the vault and name it by reference.",
        ),
    ),
)
