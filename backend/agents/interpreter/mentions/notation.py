"""The names of the contract, as people who read it write them: ``create_bucket``, ``region=…``."""

import re
from dataclasses import dataclass
from functools import cache

from backend.agents.interpreter.actions.declaration import ActionDeclaration
from backend.agents.interpreter.actions.registry import default_registry
from backend.agents.interpreter.mentions.mention import PLACE, Marked, Mention
from backend.agents.interpreter.text.lexicon import noun_phrases

_OTHER_NAMES = {"stop_ec2_instances": "stop_ec2", "create_ec2_instance": "launch_ec2"}
"""What the contract calls the same action."""

_BEHIND_NAMING = r"(?<!called )(?<!named )(?<!name )(?<!name is )(?<![\w\"'/.=:<-])"
_SNAKE = re.compile(rf"{_BEHIND_NAMING}[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w/.=-])(?!: ?\S*=)", re.I)
_ENDINGS = ("_name", "_id", "_arn", "_ids", "_number")
_SHORT = {"repo": "repository", "type": "instance_type", "bucket": "bucket_name"}
_TEXTS = ("title", "body", "description", "build_command")
_VALUE = r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`|\{.*\}|\[[^\]\n]*\]|[^\s,;]+(?:,(?=[^\s,;=]+(?:[\s,]|$))[^\s,;]+)*"
_NO_VALUE = (
    "(?!(?:in|on|of|for|with|and|or|please|from|to|the|my|a|an|is|be|as|at|by|that|which|should|"
    r"would|shall|must|was|not|mean|do|does)\b)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Assigned:
    """What a message assigns by the names of slots, and the message without it."""

    rest: str
    values: dict[str, str]


def action_named(match: re.Match[str]) -> Mention | None:
    """The mention of an action by its name."""
    name = match[0].lower()
    name = _OTHER_NAMES.get(name, name)
    if "_" not in name or name not in default_registry().actions:
        return None
    return Mention(kind="action", text=match[0], value=name)


def with_spaces(text: str) -> str:
    """``iam_roles`` as "iam roles": names of things, which are neither actions nor values."""

    def spaced(match: re.Match[str]) -> str:
        plain = match[0].replace("_", " ")
        return plain if plain.lower() in noun_phrases() else match[0]

    return _SNAKE.sub(spaced, text)


def mark_actions(text: str) -> str:
    """The text with the names of actions in plain words, for those who judge every word."""
    return _SNAKE.sub(lambda found: found[0].replace("_", " ") if action_named(found) else found[0], text)


def spelled_out(text: str, marked: Marked) -> str:
    """A part of a marked text with the names of actions as plain words."""
    return PLACE.sub(
        lambda place: (
            str(marked.mentions[place[0]].value).replace("_", " ")
            if place[1] == "action" and place[0] in marked.mentions
            else place[0]
        ),
        text,
    )


def assigned(text: str, action: ActionDeclaration) -> Assigned:
    """The values that a text assigns to slots of an action."""
    values: dict[str, str] = {}
    names = _names_of(action)
    if not names:
        return Assigned(rest=text, values=values)

    def taken(match: re.Match[str]) -> str:
        name = names[match["name"].lower().replace("-", "_")]
        value = match["value"].rstrip(".!?)") if match["value"][:1] not in "{[\"'`" else match["value"]
        if name in values or not value:
            return match[0]
        values[name] = value
        return " "

    rest = _pattern(tuple(names)).sub(taken, text)
    return Assigned(rest=re.sub(r"\s+", " ", rest).strip(), values=values)


@cache
def _names_of_declared(action: ActionDeclaration) -> dict[str, str]:
    slots = [each for slot in action.slots for each in slot.alternatives]
    names = {each: each for each in slots}
    for slot in slots:
        ending = next((each for each in _ENDINGS if slot.endswith(each)), "")
        for other in {slot.removesuffix(ending), *(slot.removesuffix(ending) + each for each in _ENDINGS)}:
            if ending:
                names.setdefault(other, slot)
        names.setdefault(f"{slot}_name", slot)
    for short, name in _SHORT.items():
        if name in slots:
            names.setdefault(short, name)
    return names


def _names_of(action: ActionDeclaration) -> dict[str, str]:
    return _names_of_declared(action)


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    every = "|".join(name.replace("_", "[_-]") for name in longest)
    snake = "|".join(name.replace("_", "[_]") for name in longest if "_" in name)
    texts = "|".join(name for name in names if name in _TEXTS) or "(?!)"
    return re.compile(
        rf"(?<![\w\"'/.=-])(?:"
        rf"(?P<text>{texts})=(?P<free>[^\s\"'`][^\n]*?)(?=\s+\w+=|$)|"
        rf"(?P<name>{every})=(?P<value>{_VALUE}))",
        re.I,
    )
