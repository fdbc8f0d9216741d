"""Reading one part of a message as one wish."""

import re
from dataclasses import dataclass, field

from pydantic import JsonValue

from backend.agents.interpreter.actions.declaration import ActionDeclaration
from backend.agents.interpreter.actions.registry import Registry
from backend.agents.interpreter.mentions import finding
from backend.agents.interpreter.mentions.mention import Marked
from backend.agents.interpreter.mentions.notation import spelled_out
from backend.agents.interpreter.scoring.scope import asks_for_something_else
from backend.agents.interpreter.scoring.scorer import best
from backend.agents.interpreter.scoring.stance import Stance, stance_of
from backend.agents.interpreter.slots.assigned import assigned
from backend.agents.interpreter.slots.filling import filled
from backend.agents.interpreter.slots.reading import Wish
from backend.agents.interpreter.text.clauses import without_fillers
from backend.agents.interpreter.text.common import FUNCTION_WORDS, words
from backend.agents.interpreter.text.words import Words, words_of

LOOKS = (
    "aws_cost_analysis",
    "aws_service_health",
    "aws_security_scan",
    "recommend_optimizations",
    "find_unused_resources",
)
"""Questions to the account as a whole: to wonder about them is to ask."""

_ASKING = words(
    """
    is are was were does did has what which who whose when where why how am
    """
)
PRONOUN = re.compile(
    r"\b(?:it|that|this|them|those|these|him|her|there|one|ones|its|both|the same|"
    "(?:the|this|that) (?:new |same |last |latest )?(?:instance|server|machine|vm|box|"
    "bucket|vpc|subnet|volume|"
    r"user|role|group|security group|cluster|service|function|repo|repository|key|key pair|disk))\b"
)


_BEFORE_NAME = (FUNCTION_WORDS - words("did was were been had used after before because")) | words(
    """
    run execute perform do call use invoke trigger start make issue apply launch want need like
    action command operation tool copilot thanks thank hello morning dear team love
    """
)
_SAME = {"instance_id": "instance_ids", "instance_ids": "instance_id"}


@dataclass(kw_only=True, slots=True)
class Understood:
    """A part of a message as a wish: its action and what it says of the slots."""

    action: ActionDeclaration
    wish: Wish
    slots: dict[str, JsonValue] = field(default_factory=dict[str, JsonValue])

    @property
    def refers_back(self) -> bool:
        """Whether it speaks of something as "it"."""
        return PRONOUN.search(self.wish.words.plain) is not None


@dataclass(kw_only=True, slots=True)
class Reader:
    """Reads the parts of one message, and not more of them than any person would write."""

    marked: Marked
    registry: Registry
    left: int
    """How many parts may still be read."""

    def understood(self, text: str) -> Understood | None:
        """See :func:`understood`."""
        self.left -= 1
        return understood(text, self.marked, self.registry) if self.left >= 0 else None


def wish_of(text: str, marked: Marked) -> Wish:
    """A part of a marked message, without politeness."""
    stripped = without_fillers(text) or text
    return Wish(text=stripped, words=words_of(stripped), marked=marked)


def understood(text: str, marked: Marked, registry: Registry) -> Understood | None:
    """The certain reading of a part; ``None`` if there is none, or if it is no wish."""
    wish = wish_of(spelled_out(text, marked), marked)
    action = _named_action(text, marked, registry)
    if action is None and not asks_for_something_else(wish.words.plain):
        is_question = wish.words.tokens[:1] != () and wish.words.tokens[0] in _ASKING
        score = best(wish.words, registry, only_looks=is_question)
        action = score.action if score else None
    if action is None or not is_wished(wish.words, action):
        return None
    return Understood(action=action, wish=wish, slots=slots_of(action, wish))


def slots_of(action: ActionDeclaration, wish: Wish) -> dict[str, JsonValue]:
    """What a wish says of the slots of an action, by their names and otherwise."""
    given = assigned(wish.marked.unmarked(wish.text), action)
    if not given.slots:
        return filled(action, wish)
    found = finding.marked(given.rest)
    slots = filled(action, wish_of(found.text, found))
    same = {_SAME[name] for name in given.slots if name in _SAME}
    return {name: slots[name] for name in slots if name not in same} | given.slots


def _named_action(text: str, marked: Marked, registry: Registry) -> ActionDeclaration | None:
    """The action that a part wishes by its name, behind politeness and "run" only."""
    for place, mention in marked.of("action", within=text):
        before = words_of(without_fillers(text[: text.index(place)])).tokens
        is_plain = all(each in _BEFORE_NAME or not each.isalpha() for each in before)
        return registry.actions.get(str(mention.value)) if is_plain else None
    return None


def is_wished(words: Words, action: ActionDeclaration) -> bool:
    """Whether words that speak of an action wish it."""
    is_strong = action.effect in ("write", "destructive", "approval")
    if is_strong and words.tokens[:1] and words.tokens[0] in _ASKING:
        return False
    match stance_of(words.plain):
        case Stance.WISH:
            return True
        case Stance.NEGATED:
            return action.name in ("reject_plan", "cancel", "dry_run", "find_unused_resources")
        case Stance.HELP:
            return False
        case Stance.HOW:
            return action.name in ("recommend_optimizations", "show_plan", "deployment_status")
        case Stance.EXPLAIN:
            return action.name in LOOKS
        case Stance.SUPPOSED | Stance.REPORTED:
            return action.name in (
                *LOOKS,
                "show_history",
                "deployment_status",
                "get_workflow_status",
            )
