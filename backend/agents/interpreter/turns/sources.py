"""The slots of a message: found by a small grammar, taken out of the text once found."""

import re
from dataclasses import dataclass, field

from backend.agents.interpreter.mentions.regions import find_region
from backend.agents.interpreter.turns.reading import Slots
from backend.domain.secrets import Secret

TAKEN = "_"
"""What stands in the place of something that was taken out."""

_VARIABLE = re.compile(
    r"(?<![\w./-])([A-Z][A-Z0-9_]{1,127})=(\"[^\"]{0,4096}\"|'[^']{0,4096}'|[^\s,;]{0,4096})"
)
_URL = re.compile(r"\bhttps?://[^\s,;<>\"')]{4,500}|\bgit@[\w.-]{1,100}:[^\s,;]{1,300}", re.I)
_SLASH_COMMAND = re.compile(r"^\s*/(?=[a-z]+\b(?!/))")
_TREE = re.compile(r"^(?P<repository>https?://[^/]+/[^/]+/[^/]+)/tree/(?P<branch>[^?#]+?)/?$")
_QUOTED_PATH = re.compile(r"[\"'`]((?:[~.]{0,2}/|[\w.-]+/)[^\"'`\n]{0,300})[\"'`]")
_PATH = re.compile(
    r"(?<![\w/:.~-])((?:~|\.{1,2})?/[\w.@+~/-]{1,300}|[\w.-]+(?:/[\w.@+-]+){1,12}/?)"
)
_NO_PATH = re.compile(r"^(and/or|yes/no|on/off|ci/cd|i/o|w/o|n/a|a/b|24/7)$", re.I)
_BRANCH = re.compile(r"\bbranch (?:called |named )?[\"'`]?([\w./#+-]{1,200})", re.I)
_THE_BRANCH = re.compile(r"\bthe ([\w./#+-]{1,200}) branch\b", re.I)
_TARGETS = {
    "lambda": r"\b(aws )?lambdas?\b|\bserverless\b",
    "ecs": r"\b(ecs|fargate)\b",
    "ec2": r"\bec2\b",
    "static": r"\b(static (web)?site|s3 website|cloudfront)\b",
    "cloudformation": r"\bcloud ?formation\b",
}
_NAME = re.compile(
    r"\b(?:called|call it|named|name it|name:|with the name|as application|under the name)\s+"
    r"[\"'`]?([A-Za-z][\w-]{0,63})[\"'`]?"
    r"|\bas [\"'`]?([a-z][a-z0-9-]{0,38}[a-z0-9])[\"'`]?(?=\s*(?:[.,!]|$| in | to | on | with ))",
    re.I,
)
_CREDENTIALS = re.compile(
    r"\b(?:with|using|use) (?:the |my )?(?:aws )?(?:credentials?|account|profile|keys?)"
    r"(?: called| named)? [\"'`]?([\w.@-]{1,64})[\"'`]?",
    re.I,
)
_SANDBOX = re.compile(r"\bsandbox\b|\bsimulated account\b", re.I)
_NO_NAME = frozenset(
    {"a", "again", "an", "and", "app", "application", "aws", "back", "deployment", "everything"}
    | {"for", "from", "in", "it", "lambda", "last", "latest", "my", "newest", "now", "on", "our"}
    | {"please", "previous", "release", "rollback", "run", "sandbox", "something", "that", "the"}
    | {"them", "this", "to", "with"}
)
_BARE = re.compile(
    r"\b(?:deploy|redeploy|roll ?-?back|revert|undo|status of|take|tear|how is|is)"
    r"\s+(?:the (?:app|application|deployment) |the |my )?[\"'`]?([a-z][a-z0-9-]{1,39})[\"'`]?\b",
    re.I,
)


@dataclass(slots=True)
class _Text:
    """What is left of a message."""

    left: str
    found: dict[str, str] = field(default_factory=dict[str, str])

    def take(self, name: str, pattern: re.Pattern[str]) -> str | None:
        """The first match's first group, or the whole of it, taken out."""
        match = pattern.search(self.left)
        if match is None:
            return None
        value = next((group for group in match.groups() if group), match[0])
        self.cut(match.span())
        return self.found.setdefault(name, value)

    def cut(self, span: tuple[int, int]) -> None:
        self.left = f"{self.left[: span[0]]}{TAKEN}{self.left[span[1] :]}"


def without_values(text: str) -> tuple[str, dict[str, Secret]]:
    """The text with ``***`` for the value of every ``NAME=value``, and those values."""
    values: dict[str, Secret] = {}

    def hide(match: re.Match[str]) -> str:
        values[match[1]] = Secret(_unquoted(match[2]))
        return f"{match[1]}=***"

    return _VARIABLE.sub(hide, text), values


def find_slots(text: str) -> tuple[Slots, str]:
    """The slots of a message whose values were taken out, and what is left of it."""
    rest = _Text(_SLASH_COMMAND.sub("", text))
    while rest.take("variable", _VARIABLE):
        pass
    source, branch = _source(rest)
    region = find_region(rest.left)
    if region:
        rest.cut(region[1])
    branch = branch or rest.take("branch", _BRANCH) or rest.take("branch", _THE_BRANCH)
    credential_name = rest.take("credential_name", _CREDENTIALS)
    name = rest.take("name", _NAME)
    slots = Slots(
        source=source,
        branch=branch,
        region=region[0] if region else None,
        target=_target(rest.left),
        name=name,
        credential_name=credential_name,
        is_sandbox=_SANDBOX.search(rest.left) is not None,
    )
    return slots, rest.left


def _source(rest: _Text) -> tuple[str | None, str | None]:
    """A repository or path, and the branch if the URL holds one."""
    url = rest.take("source", _URL)
    if url is not None:
        tree = _TREE.match(url.rstrip(".!?"))
        return (tree["repository"], tree["branch"]) if tree else (url.rstrip(".!?/"), None)
    quoted = rest.take("source", _QUOTED_PATH)
    if quoted is not None:
        return quoted, None
    for match in _PATH.finditer(rest.left):
        if not _NO_PATH.match(match[1]) and find_region(match[1]) is None:
            rest.cut(match.span())
            return match[1].rstrip(".!?"), None
    return None, None


def _target(text: str) -> str | None:
    return next((name for name, words in _TARGETS.items() if re.search(words, text, re.I)), None)


def bare_name(rest: str) -> str | None:
    """A name behind a verb, as in "roll back hello", in what is left of a message."""
    match = _BARE.search(rest)
    return match[1].lower() if match and match[1].lower() not in _NO_NAME else None


def _unquoted(value: str) -> str:
    is_quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value
