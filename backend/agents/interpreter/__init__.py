"""Understanding what a person says, without a language model.

:func:`interpret` reads a message as a :class:`Frame`: one of the declared actions with the slots
that the message fills. ``docs/interpreter.md`` explains how. Behind :class:`TurnInterpreter` the
conversation sees of it what it can act on.
"""

from backend.agents.interpreter.frame import Frame, Step
from backend.agents.interpreter.interpreting import interpret, prepare
from backend.agents.interpreter.turns.reading import Action, Reading, Slots, TurnInterpreter
from backend.agents.interpreter.turns.referents import REFERENTS, Referent
from backend.agents.interpreter.turns.rules import RuleInterpreter, reading_of
from backend.agents.interpreter.turns.sources import without_values

__all__ = [
    "REFERENTS",
    "Action",
    "Frame",
    "Reading",
    "Referent",
    "RuleInterpreter",
    "Slots",
    "Step",
    "TurnInterpreter",
    "interpret",
    "prepare",
    "reading_of",
    "without_values",
]
