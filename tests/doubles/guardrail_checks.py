"""Checks that a test can trip with a word, and a moderation that says what it is told."""

from backend.domain.guardrails import SecurityCheckOutput, SensitiveInfoOutput
from backend.tools.openai_llm import Checks
from backend.tools.openai_llm.failures import moderation_silent

MALICIOUS, SENSITIVE, BROKEN = "MALICIOUS-EXAMPLE", "SENSITIVE-EXAMPLE", "BREAKS-THE-CHECK"


def security_check(text: str) -> SecurityCheckOutput:
    """Trips at :data:`MALICIOUS`, and breaks at :data:`BROKEN`."""
    if BROKEN in text:
        raise RuntimeError(text)
    is_malicious = MALICIOUS in text
    return SecurityCheckOutput(
        is_malicious=is_malicious, reasoning="It asks for harm." if is_malicious else "It is clean."
    )


def sensitive_info_check(text: str) -> SensitiveInfoOutput:
    """Trips at :data:`SENSITIVE`, and breaks at :data:`BROKEN`."""
    if BROKEN in text:
        raise RuntimeError(text)
    is_sensitive = SENSITIVE in text
    return SensitiveInfoOutput(
        contains_sensitive_info=is_sensitive,
        reasoning="It tells a home address." if is_sensitive else "It is clean.",
    )


CHECKS = Checks(security=security_check, sensitive_info=sensitive_info_check)


class ScriptedModeration:
    """The same verdict every time; ``None`` for a service that offers none, or silence."""

    def __init__(self, verdict: SecurityCheckOutput | None, *, is_silent: bool = False) -> None:
        self._verdict = verdict
        self._is_silent = is_silent
        self.texts: list[str] = []

    async def check(self, text: str) -> SecurityCheckOutput | None:
        self.texts.append(text)
        if self._is_silent:
            raise moderation_silent()
        return self._verdict
