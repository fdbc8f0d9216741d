"""How an action and a category of intents are declared."""

from dataclasses import dataclass
from typing import Literal

Effect = Literal["none", "read", "write", "destructive", "approval"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """A value that a wish may hold; ``has_default`` means that it is never asked for."""

    name: str
    is_required: bool = False
    has_default: bool = False

    @property
    def alternatives(self) -> tuple[str, ...]:
        """``user_name|role_name`` is one of the two."""
        return tuple(self.name.split("|"))


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionDeclaration:
    """One action, and how it is asked for.

    ``verbs`` are groups and ``nouns`` concepts of the vocabulary. ``patterns`` are tried on the
    plain words of a wish, and are certain; what fits ``unless`` is not this action, what does not
    fit ``needs`` neither. ``named`` is the slot that "called x" fills.
    """

    name: str
    intent: str
    effect: Effect
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()
    needs: str = ""
    unless: str = ""
    slots: tuple[Slot, ...] = ()
    named: str | None = None
    takes_any_slot: bool = False

    def slot(self, name: str) -> Slot | None:
        """The slot of that name, also among alternatives."""
        return next((slot for slot in self.slots if name in slot.alternatives), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class IntentCategory:
    """A kind of wishes. ``default_action`` is meant where the category is sure and no action is."""

    name: str
    description: str
    examples: tuple[str, ...]
    confidence_threshold: float
    keywords: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    default_action: str | None = None


def action(
    name: str,
    effect: Effect,
    *,
    intent: str,
    slots: str = "",
    verbs: str = "",
    nouns: str = "",
    patterns: tuple[str, ...] = (),
    needs: str = "",
    unless: str = "",
    named: str | None = None,
) -> ActionDeclaration:
    """Declare an action. ``slots`` are names: ``x!`` is required, ``x=`` has a default."""
    written = slots.split()
    return ActionDeclaration(
        name=name,
        intent=intent,
        effect=effect,
        verbs=frozenset(verbs.split()),
        nouns=frozenset(nouns.split()),
        patterns=patterns,
        needs=needs,
        unless=unless,
        slots=tuple(_slot(each) for each in written if each != "*"),
        named=named,
        takes_any_slot="*" in written,
    )


def _slot(written: str) -> Slot:
    return Slot(
        name=written.rstrip("!="),
        is_required=written.rstrip("=").endswith("!"),
        has_default=written.endswith("="),
    )
