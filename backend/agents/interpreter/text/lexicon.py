"""The closed vocabulary: which words and phrases carry which concept.

from backend.agents.interpreter.text.common import words

A word may carry several concepts ("open" a port, an issue); the action that fits the rest of the
wish decides. Past forms carry none: "I deleted it" wishes nothing.
"""

import re
from functools import cache

from backend.agents.interpreter.text.common import words
from backend.agents.interpreter.text.nouns import NOUNS
from backend.agents.interpreter.text.verbs import VERBS


def _entries(groups: dict[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, phrases in groups.items():
        for phrase in phrases.split(","):
            found.setdefault(phrase.strip(), set()).add(name)
    return {phrase: frozenset(names) for phrase, names in found.items()}


@cache
def verb_phrases() -> dict[str, frozenset[str]]:
    """Verb phrase to the groups that it belongs to."""
    return _entries(VERBS)


@cache
def noun_phrases() -> dict[str, frozenset[str]]:
    """Noun phrase to the concepts that it carries."""
    return _entries(NOUNS)


@cache
def vocabulary() -> frozenset[str]:
    """All single words; what a mistyped word may have been."""
    phrases = (*verb_phrases(), *noun_phrases())
    single = {word for phrase in phrases for word in re.findall(r"[a-z]+", phrase)}
    return frozenset(word for word in single if len(word) > 1) | OTHER_WORDS


OTHER_WORDS = words(
    """
    approve reject cancel abort rollback revert undo proceed confirm continue history help
    explain escalate operator human simulate dry preview plan called named titled running
    stopped deployment deployments region branch handler runtime description administrator
    between versions mumbai frankfurt ireland virginia oregon london singapore sydney tokyo
    stockholm instances breakdown forecast anomaly anomalies trend trends alert alerts
    threshold predict anything everything please thanks thank hello morning weather service
    health functions cluster tagged template ignore instructions previous approvals approval skip
    """
)
