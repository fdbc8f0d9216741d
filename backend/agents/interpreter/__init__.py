"""Understanding what a person says, without a language model.

Declared data (:mod:`.intents`, :mod:`.regions`) and a small grammar (:mod:`.slots`) behind one
protocol, :class:`TurnInterpreter`, so that a fuller reading can take its place.
"""

from backend.agents.interpreter.reading import Action, Reading, Slots, TurnInterpreter
from backend.agents.interpreter.rules import RuleInterpreter
from backend.agents.interpreter.slots import without_values

__all__ = ["Action", "Reading", "RuleInterpreter", "Slots", "TurnInterpreter", "without_values"]
