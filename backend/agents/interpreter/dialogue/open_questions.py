"""A message as an answer to what was asked, as consent to a plan, or as a change of it."""

from dataclasses import dataclass

from backend.agents.interpreter.actions.registry import Registry
from backend.agents.interpreter.dialogue import answers, changes, consent
from backend.agents.interpreter.dialogue.context import Context
from backend.agents.interpreter.frame import Frame
from backend.agents.interpreter.mentions.finding import marked
from backend.agents.interpreter.scoring.scope import is_elsewhere
from backend.agents.interpreter.scoring.stance import Stance, stance_of
from backend.agents.interpreter.slots.filling import missing
from backend.agents.interpreter.slots.reading import compiled
from backend.agents.interpreter.text.clauses import begins_with_verb
from backend.agents.interpreter.text.words import Words, words_of
from backend.agents.interpreter.wishes.reading import Understood, understood

_FEW = 3
_CONTROLS = (
    "help",
    "explain",
    "cancel",
    "escalate",
    "show_plan",
    "dry_run",
    "show_history",
    "deployment_status",
    "rollback",
    "approve_plan",
    "reject_plan",
)

_AGREED = r"^(?:yes|yep|yeah|ok|okay|sure|fine|good|approved?|go ahead)\b"
_BUT_ASKS = rf"{_AGREED} but (?:is|are|does|do|will|would|what|why|how|when|who|can)\b"
_IF = rf"{_AGREED}.*\b(?:if|unless|as long as|provided)\b"
_UNDONE = r"^(?:(?:please|no|oh|quick|quickly) )*(?:undo|revert|roll ?back)(?: please| now)?$"
CONDITIONAL = "It agrees on a condition; a plan is approved as it is, or changed."


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialogue:
    """What is open between the person and the copilot."""

    registry: Registry
    context: Context

    def frame(self, text: str, words: Words) -> Frame | None:
        """What a message means by what is open; ``None`` where it stands for itself."""
        control = consent.control_of(words.plain, self.context)
        if control == "approve_plan" and text.rstrip().endswith("?"):
            control = None
        if self.context.awaiting_slot and (self._is_choice(words) or not self._is_new_wish(text)):
            slots = answers.answer(
                text, self.context.awaiting_slot, self.context.pending_action, self.registry
            )
            if slots and control is None:
                return Frame(intent="CONTROL", action="provide_slot", slots=slots)
        if control:
            return _control(control)
        if self.context.last_plan and compiled(_UNDONE).search(words.plain):
            return _control("rollback")
        if self._is_price_of_plan(words):
            return _control("explain")
        return self._change(text, words) or self._condition(words) or self._extra_answer(text)

    def _condition(self, words: Words) -> Frame | None:
        """A yes with a condition is none, and says nothing else either."""
        is_conditional = self.context.is_plan_pending and compiled(_IF).search(words.plain)
        return (
            Frame(intent="CLARIFY", action="clarify", reason=CONDITIONAL)
            if is_conditional
            else None
        )

    def _is_price_of_plan(self, words: Words) -> bool:
        """Whether the plan that waits is meant by "what will this cost me?"."""
        asked = (
            r"^(?:\w+ )?(?:what|whats|how|is|will|does|would|and)\b.*\b(?:this|that|it|the plan)\b"
        )
        return (
            self.context.is_plan_pending
            and compiled(asked).search(words.plain) is not None
            and compiled(r"\b(?:costs?|expensive|price|charged?|pay)\b").search(words.plain)
            is not None
            and compiled(r"\b(?:month|week|year|last|forecast)\b").search(words.plain) is None
        )

    def _is_choice(self, words: Words) -> bool:
        """Whether one of a few words is asked for, and hardly more is said."""
        is_open = not self.context.is_plan_pending and self.context.awaiting_slot
        return is_open in answers.CHOICES and len(words.tokens) <= _FEW

    def _is_new_wish(self, text: str) -> bool:
        """Whether a message is complete in itself, so that it answers no question."""
        found = marked(text)
        read = understood(found.text, found, self.registry)
        if read is None:
            return stance_of(words_of(found.text).plain) in (
                Stance.HELP,
                Stance.HOW,
                Stance.EXPLAIN,
            )
        is_same = read.action.name == self.context.pending_action
        return not is_same and (begins_with_verb(found.text) or read.action.name in _CONTROLS)

    def _change(self, text: str, words: Words) -> Frame | None:
        """A change to the plan that waits."""
        names_plan = compiled(
            r"\b(?:change|modify|update|adjust|edit|amend|revise|alter)\b.*\b(?:the|"
            r"this|that|my) plan\b"
        ).search(words.plain)
        if not self.context.is_plan_pending and not names_plan:
            return None
        is_fragment = not words.verbs and not text.endswith("?") and not is_elsewhere(words.plain)
        if not (is_fragment or consent.changes_plan(words.plain)) or stance_of(words.plain) in (
            Stance.HOW,
            Stance.HELP,
            Stance.EXPLAIN,
            Stance.SUPPOSED,
        ):
            return None
        if compiled(_BUT_ASKS).search(words.plain):
            return None
        found = marked(text)
        read = understood(found.text, found, self.registry)
        if read is not None and not self._is_change(read, words):
            return None
        slots = changes.changed_slots(text, self.context.pending_action, self.registry)
        is_change = (
            slots
            or names_plan
            or compiled(
                r"\b(?:instead|change|modify|adjust|without|remove the|drop the|skip|"
                r"leave out|except|step|make it|but|enough|bigger|smaller|larger|cheaper)\b"
            ).search(words.plain)
        )
        return Frame(intent="CONTROL", action="modify_plan", slots=slots) if is_change else None

    def _is_change(self, read: Understood, words: Words) -> bool:
        looks = "show" in words.main_verb
        if read.action.name in _CONTROLS or (read.action.effect == "read" and not looks):
            changing = (
                rf"{_AGREED}.*\bbut\b|^(?:name|call|rename)\b|\b(?:bigger|smaller|larger|cheaper)\b"
            )
            return compiled(changing).search(words.plain) is not None
        is_about_it = compiled(
            r"\b(?:instead|(?:make|set) the \w+ (?:name|id|type)|make it|make that|"
            r"make them|use|change|switch|but|rather|set it|put it|actually|prefer|call it|"
            r"(?:would be|is) (?:enough|fine|sufficient|plenty)|"
            r"name it|it|them)\b"
        ).search(words.plain)
        lacks = missing(read.action, read.slots)
        return is_about_it is not None and bool(lacks)

    def _extra_answer(self, text: str) -> Frame | None:
        """A bare value while slots of an action are asked for, though not this one."""
        if self.context.pending_action is None or not answers.is_value(text):
            return None
        declared = self.registry.actions.get(self.context.pending_action)
        for slot in declared.slots if declared else ():
            if slot.name in answers.TYPED:
                found = answers.answer(text, slot.name, None, self.registry)
                if found:
                    return Frame(intent="CONTROL", action="provide_slot", slots=found)
        return None


def _control(action: str) -> Frame:
    return Frame(intent="CONTROL", action=action)
