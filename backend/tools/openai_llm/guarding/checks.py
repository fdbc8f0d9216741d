"""The two checks of every turn, fail-closed: an exception counts as tripped."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue

from backend.domain.canonical import canonical_bytes
from backend.domain.guardrails import (
    SecurityCheck,
    SecurityCheckOutput,
    SensitiveInfoCheck,
    SensitiveInfoOutput,
)

SECURITY_GUARDRAIL = "security_guardrail"
SENSITIVE_INFO_GUARDRAIL = "sensitive_info_guardrail"
_NOT_CHECKED = "it could not be checked, and nothing unchecked goes further."


class HostedModeration(Protocol):
    """A service that looks at a message, in addition to the local check."""

    async def check(self, text: str) -> SecurityCheckOutput | None:
        """Its verdict; ``None`` if there is no such service at this address.

        Raises:
            TurnFailed: ``E_MODEL_UNAVAILABLE``: it gave no verdict.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Checks:
    """The local checks, which always run, and the hosted one where it is configured."""

    security: SecurityCheck
    sensitive_info: SensitiveInfoCheck
    hosted: HostedModeration | None = None

    async def of_input(self, text: str) -> SecurityCheckOutput:
        """Whether ``text`` may be answered. What the local check refuses is not sent anywhere.

        Raises:
            TurnFailed: the hosted check, which must answer, did not.
        """
        try:
            local = await asyncio.to_thread(self.security, text)
        except Exception:  # noqa: BLE001 - whatever it is, nothing was checked
            return SecurityCheckOutput(is_malicious=True, reasoning=_NOT_CHECKED)
        if local.is_malicious or self.hosted is None:
            return local
        return await self.hosted.check(text) or local

    async def of_output(self, value: JsonValue) -> SensitiveInfoOutput:
        """Whether ``value``, a text or an object, may be told."""
        try:
            text = value if isinstance(value, str) else canonical_bytes(value).decode()
            return await asyncio.to_thread(self.sensitive_info, text)
        except Exception:  # noqa: BLE001 - whatever it is, nothing was checked
            return SensitiveInfoOutput(contains_sensitive_info=True, reasoning=_NOT_CHECKED)
