"""Whether what is said next is a wish of its own, or says more of the one before."""

import re

from backend.agents.interpreter.slots.filling import missing
from backend.agents.interpreter.text.clauses import begins_with_verb
from backend.agents.interpreter.wishes.reading import Understood
from backend.agents.interpreter.wishes.sharing import REPEATED


def is_its_text(first: Understood, before: str, behind: str, text: str) -> bool:
    """Whether what is behind a colon is the text that a wish is about: "an issue: login fails"."""
    takes_text = first.action.slot("title") or first.action.slot("body")
    return takes_text is not None and f"{before}: {behind}" in text


def only_adds(first: Understood, second: Understood, said: str) -> bool:
    """Whether the second part says more of the first: "…, one task", "and make it private"."""
    added = set(second.slots) - set(first.slots)
    if any(first.slots.get(name, value) != value for name, value in second.slots.items()):
        return False
    is_setting = second.action.name == "update_repository_settings" and second.refers_back
    may_add = is_setting or not begins_with_verb(said)
    is_list = second.action.effect == "read"
    return may_add and not is_list and bool(added) and all(map(first.action.slot, added))


def is_other(first: Understood, rest: list[Understood]) -> bool:
    """Whether the second part is more than another value for the first."""
    return rest[0].action != first.action or any(
        rest[0].slots.get(name) not in (None, value)
        for name, value in first.slots.items()
        if name in REPEATED and name != "region"
    )


def completes(first: Understood, second: Understood, said: str) -> bool:
    """Whether a sentence gives the values that were left out: "A server? t3.micro, in Paris"."""
    is_another = re.match(r"(?:and |plus |also )|(?:.*\b(?:another|more|second)\b)", said, re.I)
    return (
        second.action == first.action
        and bool(missing(first.action, first.slots))
        and not begins_with_verb(said)
        and is_another is None
        and all(first.slots.get(name, value) == value for name, value in second.slots.items())
    )
