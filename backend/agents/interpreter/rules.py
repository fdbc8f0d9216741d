"""The interpreter that works from rules alone: the same message is always read the same way."""

import re
from dataclasses import replace

from backend.agents.interpreter.intents import INTENTS, MALICIOUS
from backend.agents.interpreter.reading import Action, Reading
from backend.agents.interpreter.slots import bare_name, find_slots

_ABOUT_AN_APPLICATION = (Action.DEPLOY_REPO, Action.ROLLBACK, Action.DEPLOYMENT_STATUS)


class RuleInterpreter:
    """Takes the slots out, then the first declared intent that fits what is left."""

    async def read(self, text: str) -> Reading:
        """See the protocol."""
        return read(text)


def read(text: str) -> Reading:
    """What a message says."""
    slots, rest = find_slots(text)
    plain = re.sub(r"\s+", " ", rest).strip().lower()
    # What is malicious is told by every word, also by those in a name or a path.
    if MALICIOUS.fits(re.sub(r"\s+", " ", text).lower()):
        return Reading(action=Action.REFUSE, slots=slots)
    for intent in INTENTS:
        if intent.fits(plain):
            if intent.action in _ABOUT_AN_APPLICATION and slots.name is None:
                slots = replace(slots, name=bare_name(rest))
            return Reading(action=intent.action, slots=slots, topic=intent.topic)
    action = Action.DEPLOY_REPO if slots.source else Action.CLARIFY
    return Reading(action=action, slots=slots)
