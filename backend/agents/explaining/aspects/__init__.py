"""What people ask about, as data: how they say it, and which agent answers."""

from backend.agents.explaining.aspects.others import OTHERS
from backend.agents.explaining.aspects.outcomes import OUTCOMES
from backend.agents.explaining.aspects.plans import PLANS, VERDICTS
from backend.agents.explaining.query import Aspect

ASPECTS: tuple[Aspect, ...] = (*PLANS, *VERDICTS, *OUTCOMES, *OTHERS)
"""All aspects; of two that fit equally well the first is meant."""

__all__ = ["ASPECTS"]
