"""Names of the contract, as people who read it write them: ``create_bucket``, ``iam_roles``."""

import re
from functools import cache

from backend.agents.interpreter.actions.registry import default_registry
from backend.agents.interpreter.mentions.mention import PLACE, Marked, Mention

_OTHER_NAMES = {"stop_ec2_instances": "stop_ec2", "create_ec2_instance": "launch_ec2"}
"""What the contract calls the same action."""

_REPO = re.compile("_repo$")
SNAKE = re.compile(
    r"(?<!called )(?<!named )(?<!name )(?<!name is )(?<![\w\"'/.=:<@-])"
    r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w/=@-])(?!\.\w)",
    re.I,
)
"""A word with underscores that is no part of a value, and no name behind "called"."""


def action_named(match: re.Match[str]) -> Mention | None:
    """The mention of an action by its name."""
    name = _OTHER_NAMES.get(match[0].lower(), match[0].lower())
    is_action = name in default_registry().actions
    return Mention(kind="action", text=match[0], value=name) if is_action else None


def with_plain_nouns(text: str) -> str:
    """``iam_roles`` as "iam roles": names of things, which are neither actions nor values."""
    return SNAKE.sub(lambda match: _plain(match[0], match[0].lower() in _noun_names()), text)


def with_plain_actions(text: str) -> str:
    """The names of actions in plain words, for those who judge every word."""
    return SNAKE.sub(lambda match: _plain(match[0], action_named(match) is not None), text)


def spelled_out(text: str, marked: Marked) -> str:
    """A part of a marked text with the names of its actions in plain words."""
    named = {
        place: _REPO.sub(" from the repo", str(mention.value)).replace("_", " ")
        for place, mention in marked.of("action")
    }
    return PLACE.sub(lambda place: named.get(place[0], place[0]), text)


@cache
def _noun_names() -> frozenset[str]:
    """What the actions are about, by their names: ``list_iam_roles`` gives ``iam_role(s)``."""
    objects = {name.partition("_")[2].removesuffix("s") for name in default_registry().actions}
    return frozenset(f"{each}{end}" for each in objects if "_" in each for end in ("", "s"))


def _plain(word: str, is_known: bool) -> str:
    return word.replace("_", " ") if is_known else word
