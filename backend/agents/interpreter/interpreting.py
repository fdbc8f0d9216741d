"""The whole of it: from a message and its context to a frame."""

from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from backend.agents.interpreter.actions.registry import Registry, default_registry
from backend.agents.interpreter.dialogue import references
from backend.agents.interpreter.dialogue.context import Context
from backend.agents.interpreter.dialogue.open_questions import Dialogue
from backend.agents.interpreter.frame import Frame, Step
from backend.agents.interpreter.mentions.finding import marked
from backend.agents.interpreter.mentions.mention import Marked
from backend.agents.interpreter.mentions.notation import with_plain_actions
from backend.agents.interpreter.scoring import scope
from backend.agents.interpreter.scoring.malice import reason_to_refuse
from backend.agents.interpreter.scoring.reservations import reservation_of
from backend.agents.interpreter.scoring.scorer import best, category_of
from backend.agents.interpreter.scoring.stance import Stance, stance_of
from backend.agents.interpreter.slots.filling import filled, missing
from backend.agents.interpreter.slots.grammars import GRAMMARS
from backend.agents.interpreter.slots.reading import Wish, compiled
from backend.agents.interpreter.text.clauses import begins_with_verb
from backend.agents.interpreter.text.normalising import normalised, unreadable
from backend.agents.interpreter.text.words import Words, words_of
from backend.agents.interpreter.wishes.reading import LOOKS, Reader, Understood, wish_of
from backend.agents.interpreter.wishes.splitting import unread_parts, wishes_of

UNCLEAR = "It is not clear what shall be done."
NEGATED = "It says what shall not be done, and nothing else."
CONTRADICTORY = "It names two values for one thing."
REPORTED = "It tells of something, or asks about it, and wishes nothing that can be done."
_PARTS, _PARTS_OF_LONG, _LONG = 80, 10, 1_000
"""How many parts of a message are read, by its length in characters."""

_ONE_OF = ("region", "instance_type", "runtime")
_PASTED_KEY = (
    r"\b(?:AKIA|ASIA)[0-9A-Z]{12,20}\b|\baws_secret_access_key\b|\baws_access_key_id\b|"
    r"\bsecret (?:access )?key (?:is|:|=)\s*\S{16,}"
)
_QUESTION = (
    r"^(?:and |but |so |hmm |ok )*(?:what|whats|why|who|which|how|when|where|does|do|is|are|will|"
    r"would|can|could|should) |\?$"
)
_WRITING = (
    "create_issue",
    "comment_issue",
    "create_pull_request",
    "comment_pull_request",
    "review_pull_request",
)
"""Wishes that hold a text, which may speak of anything."""

_HESITANT = r"\b(?:not sure|unsure|maybe|perhaps|dont know|or|if|unless|but|except|should i)\b"
_PASTED_GITHUB = r"\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,})"


def interpret(
    text: str, context: Mapping[str, object] | None = None, registry: Registry | None = None
) -> Frame:
    """What a message wishes.

    It never raises, never invents a value, and answers what it does not understand, or must not,
    with ``clarify`` or ``refuse`` and a reason. ``context`` has the keys of the contract:
    ``pending_plan``, ``running_plan``, ``last_plan``, ``awaiting_slot``, ``pending_action``,
    ``last_launched``.
    """
    return _Reader(registry or default_registry(), Context.of(context)).frame(text)


def prepare(registry: Registry | None = None) -> None:
    """Compile all patterns, so that the first messages are read as quickly as later ones."""
    known = registry or default_registry()
    wish = wish_of("prepare", marked("prepare"))
    best(wish.words, known)
    category_of(wish.words, known)
    interpret("prepare nothing", None, known)
    for grammar in GRAMMARS.values():
        grammar(wish)


class _Reader:
    def __init__(self, registry: Registry, context: Context) -> None:
        self._registry = registry
        self._context = context

    def frame(self, text: str) -> Frame:
        if reason := unreadable(text):
            return self._plain("clarify", reason)
        plain_text = normalised(text)
        if not plain_text:
            return self._plain("clarify", UNCLEAR)
        if reason := reason_to_refuse(with_plain_actions(plain_text)):
            return self._plain("refuse", reason)
        if action := _pasted_secret(plain_text):
            return self._plain(action)
        found = marked(plain_text)
        words = words_of(found.text)
        if reason := reason_to_refuse(words.plain):
            return self._plain("refuse", reason)
        return (
            Dialogue(registry=self._registry, context=self._context).frame(plain_text, words)
            or self._talk(words)
            or self._wish(plain_text, found, words)
        )

    def _plain(self, action: str, reason: str | None = None) -> Frame:
        declared = self._registry.actions[action]
        return Frame(intent=declared.intent, action=action, reason=reason)

    def _talk(self, words: Words) -> Frame | None:
        plain = words.plain
        is_of_it = bool(self._context.last_launched) and _asks_for_its_state(plain)
        if scope.is_small_talk(plain) and not is_of_it and not self._is_about_plan(words):
            return self._plain("small_talk")
        stance = stance_of(plain)
        if stance is Stance.HELP:
            return self._plain("help")
        if scope.is_another_cloud(plain):
            return self._plain("out_of_scope")
        return None

    def _is_about_plan(self, words: Words) -> bool:
        """Whether "how is it going?" asks for a plan that waits or runs."""
        is_open = self._context.is_plan_pending or self._context.is_plan_running
        score = best(words, self._registry) if is_open else None
        return score is not None and score.action.intent == "CONTROL"

    def _wish(self, text: str, found: Marked, words: Words) -> Frame:
        wishes = wishes_of(self._reader(found))
        if not wishes or _is_any_list(wishes) or _is_state_of_it(wishes, words):
            wishes = self._by_reference(text, words) or wishes
        if scope.is_elsewhere(words.plain) and not any(_is_of_aws(wish) for wish in wishes):
            return self._plain("out_of_scope")
        for wish in wishes:
            references.resolve(wish, self._context)
        if not wishes:
            return self._not_understood(found, words)
        if _is_contradictory(wishes):
            return self._plain("clarify", CONTRADICTORY)
        is_change = any(_is_strong(wish) and wish.action.name not in _WRITING for wish in wishes)
        if is_change and (reason := reservation_of(found.text, words)):
            return self._plain("clarify", reason)
        if len(wishes) == 1 and self._is_half_read(wishes[0], found):
            return self._plain("clarify", UNCLEAR)
        return self._in_context(_frame_of(wishes), words)

    def _reader(self, found: Marked) -> Reader:
        parts = _PARTS if len(found.text) <= _LONG else _PARTS_OF_LONG
        return Reader(marked=found, registry=self._registry, left=parts)

    def _is_half_read(self, wish: Understood, found: Marked) -> bool:
        """Whether something strong would be done of a message that is not understood as a whole."""
        return _is_strong(wish) and len(unread_parts(self._reader(found))) > 1

    def _by_reference(self, text: str, words: Words) -> list[Understood]:
        """What is wished of "it", read again with the kind of thing that it is."""
        noun = references.noun_of(self._context, words.plain)
        if noun is None or not references.refers_back(words.plain):
            return []
        again = marked(references.with_noun(text, noun))
        return wishes_of(self._reader(again))

    def _in_context(self, frame: Frame, words: Words) -> Frame:
        """What is only meant where there is something that it can be meant of."""
        if frame.action == "approve_plan" and not self._context.is_plan_pending:
            is_explicit = compiled(r"\b(?:plan|changes|approve)\b").search(words.plain)
            frame = frame if is_explicit else self._plain("clarify", UNCLEAR)
        if frame.action == "approve_plan" and compiled(_HESITANT).search(words.plain):
            return self._plain("clarify", UNCLEAR)
        return frame

    def _not_understood(self, found: Marked, words: Words) -> Frame:
        match stance_of(words.plain):
            case Stance.HOW | Stance.HELP:
                return self._plain("help")
            case Stance.EXPLAIN | Stance.SUPPOSED:
                return self._plain("explain")
            case Stance.NEGATED:
                return self._negated()
            case Stance.REPORTED:
                is_question = compiled(r"\bwhat (?:does|do|did) .* mean\b").search(words.plain)
                return self._plain("explain") if is_question else self._plain("clarify", REPORTED)
            case Stance.WISH if compiled(
                r"^(?:is|are|was|were|does|am|what|why|when) .*ing\b"
            ).search(words.plain):
                return self._plain("explain")
            case Stance.WISH:
                return self._unknown(found, words)

    def _negated(self) -> Frame:
        if self._context.is_plan_pending:
            return self._plain("reject_plan")
        if self._context.is_plan_running:
            return self._plain("cancel")
        return self._plain("clarify", NEGATED)

    def _unknown(self, found: Marked, words: Words) -> Frame:
        is_question = compiled(_QUESTION).search(words.plain)
        if is_question and (self._context.is_plan_pending or self._context.is_plan_running):
            return self._plain("explain")
        if scope.is_unsupported(words.plain):
            return self._plain("out_of_scope")
        action = category_of(words, self._registry)
        if action is not None and not begins_with_verb(found.text):
            wish = Wish(text=found.text, words=words, marked=found)
            slots = filled(action, wish)
            return _frame_of([Understood(action=action, wish=wish, slots=slots)])
        return self._plain("clarify", UNCLEAR)


def _is_strong(wish: Understood) -> bool:
    return wish.action.effect in ("write", "destructive", "approval")


def _is_any_list(wishes: list[Understood]) -> bool:
    """Whether everything of a kind is looked at, though one thing may be meant by "its"."""
    return len(wishes) == 1 and wishes[0].action.name.startswith("list_") and not wishes[0].slots


def _is_state_of_it(wishes: list[Understood], words: Words) -> bool:
    """Whether "is it running?" may ask for a thing, not for a deployment."""
    is_status = [wish.action.name for wish in wishes] == ["deployment_status"]
    return is_status and _asks_for_its_state(words.plain)


def _asks_for_its_state(plain: str) -> bool:
    asked = (
        r"^(?:is|was) (?:it|that one) (?:still |already |now )?(?:running|stopped|up|on|off|alive)$"
        r"|^how(?:s| is) (?:it|that one) doing$"
    )
    return compiled(asked).search(plain.rstrip(" ?")) is not None


def _is_of_aws(wish: Understood) -> bool:
    """Whether a wish names a thing of AWS or GitHub, beyond words like "forecast"."""
    return bool(wish.slots) and wish.action.name not in LOOKS and wish.action.intent != "CONTROL"


def _pasted_secret(text: str) -> str | None:
    """A key or token in a message belongs into the dialog, whatever else the message says."""
    if compiled(_PASTED_GITHUB).search(text):
        return "configure_github_token"
    return "configure_aws_credentials" if compiled(_PASTED_KEY).search(text) else None


def _is_contradictory(wishes: Iterable[Understood]) -> bool:
    """Two regions or two types for one thing."""
    for wish in wishes:
        for kind in _ONE_OF:
            if kind == "region" and wish.action.slot("region") is None:
                continue
            values = {
                str(each.value) for _, each in wish.wish.marked.of(kind, within=wish.wish.text)
            }
            alike = [other for other in wishes if other.wish.text == wish.wish.text]
            if len(values) > len(alike):
                return True
    return False


def _frame_of(wishes: list[Understood]) -> Frame:
    if len(wishes) == 1:
        only = wishes[0]
        return Frame(
            intent=only.action.intent,
            action=only.action.name,
            slots=only.slots,
            missing=missing(only.action, only.slots),
        )
    lacking: dict[str, JsonValue] = {
        name: None for wish in wishes for name in missing(wish.action, wish.slots)
    }
    return Frame(
        intent=wishes[0].action.intent,
        action="multi",
        missing=tuple(lacking),
        steps=tuple(Step(action=wish.action.name, slots=wish.slots) for wish in wishes),
    )
