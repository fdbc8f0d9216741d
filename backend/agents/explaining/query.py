"""A question as it was read, and what an answer to it is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from backend.agents.explaining.explanation import Topic
from backend.agents.explaining.situation import Situation
from backend.domain.plans.plan import Step

REASON_CODE = "reasoncode"
STEP_NAME = "nameofstep"
"""What stands in a plain question for a code that is known, and for a name of a step."""

Fit = Literal["plan", "run", "deployment", "memory", "verdict", "always"]
"""What must be there for an aspect to be asked about at all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """The question in one spelling: ``text`` with its letters, ``plain`` in small, corrected."""

    text: str
    plain: str
    situation: Situation
    steps: tuple[Step, ...] = ()
    """The steps of the plan that it names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is answered, and the ids of what it rests on."""

    text: str
    references: tuple[str, ...] = ()


Answer = Callable[[Query], Told]


@dataclass(frozen=True, kw_only=True, slots=True)
class Aspect:
    """Something that people ask about: how they say it, and who answers.

    ``patterns`` are regular expressions over the plain question, ``keywords`` words that count a
    little each. ``example`` is a question that it answers.
    """

    name: str
    topic: Topic
    fits: Fit
    patterns: tuple[str, ...]
    keywords: frozenset[str]
    example: str
