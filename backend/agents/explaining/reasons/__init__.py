"""Reason codes in words: what each means, and what would avoid it."""

import re

from backend.agents.explaining.reasons.account import ACCOUNT
from backend.agents.explaining.reasons.program import PROGRAM
from backend.agents.explaining.reasons.reason import Reason, Replan, reasons
from backend.agents.explaining.reasons.request import REQUEST
from backend.agents.explaining.reasons.source import SOURCE

REASONS: dict[str, Reason] = {
    code: reason
    for table in (REQUEST, SOURCE, ACCOUNT, PROGRAM)
    for code, reason in reasons(table).items()
}
"""Every code that has words of its own; another one is told by its own message."""

CODE = re.compile(r"\b[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+\b|\bREPLAY\b")
"""What may be a reason code in a text, in letters of any size."""

__all__ = ["CODE", "REASONS", "Reason", "Replan"]
