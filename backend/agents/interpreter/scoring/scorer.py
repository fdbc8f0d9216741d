"""How certain it is that a wish is for an action; explained in ``docs/interpreter.md``."""

from dataclasses import dataclass
from functools import lru_cache

from backend.agents.interpreter.actions.declaration import (
    ActionDeclaration,
    Effect,
    IntentCategory,
)
from backend.agents.interpreter.actions.registry import Registry
from backend.agents.interpreter.slots.reading import compiled
from backend.agents.interpreter.text.words import Words

THRESHOLDS: dict[Effect, float] = {
    "none": 0.6,
    "read": 0.6,
    "write": 0.8,
    "approval": 0.9,
    "destructive": 0.9,
}
"""How certain an action must be, by what a wrong reading would do."""

_PATTERN = 1.0
_VERB = 0.5
_LATER_VERB = 0.42
_NOUN = 0.5
_LATER_NOUN = 0.35
_NOUN_ALONE = 0.62
_LOOKING = frozenset({"show", "describe"})
_DOING = frozenset({"delete", "stop", "start", "create", "launch"})
_ASKED_WITH = (("does",), ("do",), ("has",), ("is",), ("are",), ("did",))
_KEYWORD = (0.0, 0.5, 0.7, 0.85)
_CATEGORY_PATTERN = 0.35
_MOST_LOOKED_AT = 600
"""Characters of a wish; patterns look far ahead, and take seconds for pages of the same words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """An action and how certain it is, from 0 to 1."""

    action: ActionDeclaration
    certainty: float

    @property
    def is_certain(self) -> bool:
        """Whether it reaches the threshold of its effect."""
        return self.certainty >= THRESHOLDS[self.action.effect]


@lru_cache(maxsize=256)
def best(words: Words, registry: Registry, *, only_looks: bool = False) -> Score | None:
    """The most certain action that reaches its threshold; the first declared of equal ones.

    Kept for the parts of a message, which are read several times while it is split. With
    ``only_looks`` what would change something is left out.
    """
    certain = [
        score
        for score in scores(words, registry)
        if score.is_certain and not (only_looks and score.action.effect not in ("read", "none"))
    ]
    return max(certain, key=lambda score: score.certainty, default=None)


def scores(words: Words, registry: Registry) -> list[Score]:
    """All actions with any evidence for them."""
    found: list[Score] = []
    for action in registry.actions.values():
        certainty = _certainty(action, words)
        if certainty > 0 and _is_allowed(action, words):
            found.append(Score(action=action, certainty=certainty))
    return found


def category_of(words: Words, registry: Registry) -> ActionDeclaration | None:
    """What a category means by itself, where its keywords and patterns make it certain."""
    sure = {
        category.default_action: certainty
        for category in registry.categories.values()
        if category.default_action
        and (certainty := _category_certainty(category, words)) >= category.confidence_threshold
    }
    name = max(sure, key=lambda each: sure[each], default=None)
    return registry.actions.get(name) if name else None


def _beginning(words: Words) -> str:
    return words.plain[:_MOST_LOOKED_AT]


def _certainty(action: ActionDeclaration, words: Words) -> float:
    by_words = _verb_evidence(action, words) + _noun_evidence(action, words)
    if _is_only_a_noun(action, words):
        by_words = _NOUN_ALONE
    if _asks_for_less(action, words):
        return by_words
    if any(compiled(pattern).search(_beginning(words)) for pattern in action.patterns):
        return _PATTERN + by_words / 100
    return by_words


def _asks_for_less(action: ActionDeclaration, words: Words) -> bool:
    """Whether an action only looks, and the first verb does something."""
    is_done = words.main_verb & _DOING and not words.main_verb & action.verbs
    is_asked = words.tokens[:1] in _ASKED_WITH
    return bool(_LOOKING & action.verbs) and bool(is_done) and not is_asked


def _verb_evidence(action: ActionDeclaration, words: Words) -> float:
    if action.verbs & words.main_verb:
        return _VERB
    if any(action.verbs & verb.concepts for verb in words.verbs):
        return _LATER_VERB
    return 0.0


def _noun_evidence(action: ActionDeclaration, words: Words) -> float:
    if action.nouns & words.heads:
        return _NOUN
    if any(action.nouns & noun.concepts for noun in words.nouns):
        return _LATER_NOUN
    return 0.0


def _is_only_a_noun(action: ActionDeclaration, words: Words) -> bool:
    """Whether a thing is named and nothing else: "my buckets" asks for a list of them."""
    is_read = action.effect == "read" and "show" in action.verbs
    is_bare = len(words.tokens) == 1 and words.tokens[0].startswith("<")
    return is_read and not words.verbs and not is_bare and bool(action.nouns & words.heads)


def _is_allowed(action: ActionDeclaration, words: Words) -> bool:
    if action.needs and not compiled(action.needs).search(_beginning(words)):
        return False
    return not (action.unless and compiled(action.unless).search(_beginning(words)))


def _category_certainty(category: IntentCategory, words: Words) -> float:
    hits = sum(
        1
        for keyword in category.keywords
        if compiled(rf"\b{keyword}s?\b").search(_beginning(words))
    )
    by_pattern = any(compiled(pattern).search(_beginning(words)) for pattern in category.patterns)
    return min(1.0, _KEYWORD[min(hits, 3)] + (_CATEGORY_PATTERN if by_pattern else 0.0))
