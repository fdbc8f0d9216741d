"""Guardrails: what must not come in, must not go out, and must not be called.

The two checks judge texts of a turn; :data:`GUARDRAILS` are those that graphs name by role, with
:func:`inside_catalogue`, which needs the names of the catalogue. All are pure and can only deny.
"""

from backend.agents.guardrails.calls import GUARDRAILS, READ_CAPABILITIES, inside_catalogue
from backend.agents.guardrails.security import security_check
from backend.agents.guardrails.sensitive import sensitive_info_check
from backend.agents.guardrails.tripping import tripped

__all__ = [
    "GUARDRAILS",
    "READ_CAPABILITIES",
    "inside_catalogue",
    "security_check",
    "sensitive_info_check",
    "tripped",
]
