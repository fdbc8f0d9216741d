"""Wishes whose verb stands elsewhere than in front, or is not said at all."""

import re
from itertools import zip_longest

from backend.agents.interpreter.mentions.mention import PLACE
from backend.agents.interpreter.text.common import NUMBER_WORDS, words
from backend.agents.interpreter.text.lexicon import noun_phrases, verb_phrases
from backend.agents.interpreter.text.phrases import PREPOSITIONS, phrases
from backend.agents.interpreter.text.results import result_of

_FEW = 3
_MAY_HAVE = re.compile(r"(?:can|could|may|might) (?:i|we) (?:have|get) (?!rid\b)")
_LOOKS = (["look"], ["list"], ["overview"], ["summary"], ["report"], ["view"], ["glance"])
_THERE = re.compile(
    r"(?:there )?(?:should|must|needs to|has to|ought to) be (?:an?|one|another|two)\b"
)
_ONE_MORE = words("a an another one two three four five six some")
_LABELS = words(
    "where location place name type size key count number what how region cpu memory family cidr "
    "zone description"
)
_EXISTING = ("<instance", "<policy_arn", "<path", "<zip", "<object_uri", "<uri", "<slash")
_TWO = 2
_KNOWN = words("the my our this that these those your its all every which any no")
_MADE = words(
    "bucket instance user role cluster repository key_pair security_group vpc task_definition"
)
_ASKED_ABOUT = words("cost outage security unused optimization")
_NEW_NAME = re.compile(r"<name\d+>|[a-z0-9]+(?:-[a-z0-9]+)+")
_COUNT = "|".join([r"\d+", *NUMBER_WORDS])
_WITHOUT_VERB = (
    (
        "deploy",
        re.compile(
            r"^<(?:slash|github_url)\d+> (?:on|onto|to|as|via|with|live)\b.*(?:\b(?:lambda|"
            r"serverless|fargate|ecs|containers?|ec2|live|static)\b|<instance_type\d+>)"
        ),
    ),
    ("create", re.compile(r"<ami\d+>.*<instance_type\d+>|<instance_type\d+>.*<ami\d+>")),
    ("create", re.compile(r"^(?:an?|another|one|two|three|\d+) (?:more |new )?<instance_type\d+>")),
    (
        "deploy",
        re.compile(
            r"^(?:an? |new )*(?:lambda|serverless function|cloudformation stack|stack|containers?|"
            r"static (?:web)?site|website|cloudformation) (?:from|of|out of|for) "
            r"<(?:slash|github_url)\d+>"
        ),
    ),
    ("create", re.compile(r"^(?:an? |new |another )*(?:iam )?(?:user|access key) for [a-z]\S*$")),
    (
        "scale",
        re.compile(rf"^(?:the )?service \S+ (?:.*)(?:to|at|on) (?:{_COUNT})(?: tasks?| copies)?\b"),
    ),
    ("stop", re.compile(r"^<instance\d+>(?: (?:and )?<instance\d+>)* off\b")),
    ("resize", re.compile(r"^<volume\d+> to <size\d+>")),
)
"""Verbs that are meant where none is said, with what is said then."""

_WISHED = words(
    """
    want need needs like get have be should must
    """
)
_ASKING = words(
    """
    what which when who how why where will was were is did
    """
)
_PARTICIPLES = {
    "started": "start",
    "stopped": "stop",
    "halted": "stop",
    "paused": "stop",
    "deleted": "delete",
    "removed": "remove",
    "terminated": "terminate",
    "created": "create",
    "launched": "launch",
    "destroyed": "destroy",
    "closed": "close",
    "merged": "merge",
    "deployed": "deploy",
    "attached": "attach",
    "detached": "detach",
    "opened": "open",
    "scaled": "scale",
    "uploaded": "upload",
    "downloaded": "download",
    "resized": "resize",
    "enabled": "enable",
    "suspended": "suspend",
    "rotated": "rotate",
    "killed": "kill",
    "blocked": "block",
    "revoked": "revoke",
    "invoked": "invoke",
    "archived": "archive",
    "approved": "approve",
    "cloned": "clone",
    "synced": "sync",
    "copied": "copy",
    "triggered": "trigger",
    "added": "add",
    "listed": "list",
    "updated": "update",
    "shut": "shut",
}


def wished(tokens: list[str]) -> list[str]:
    """With the verb in front that was said otherwise: "I want it stopped" is "stop it"."""
    if tokens and tokens[0] in _ASKING:
        return tokens
    if _MAY_HAVE.match(" ".join(tokens)):
        is_look = tokens[_FEW + 1 : _FEW + 2] in _LOOKS
        return ["show", *tokens[_FEW + 2 :]] if is_look else ["get", *tokens[_FEW:]]
    if _THERE.match(" ".join(tokens)):
        return ["create", *tokens[tokens.index("be") + 1 :]]
    if told := result_of(tokens):
        return told
    if verb := _unsaid_verb(tokens):
        return [verb, *tokens]
    for position, word in enumerate(tokens):
        verb = _PARTICIPLES.get(word)
        before = tokens[:position]
        behind = tokens[position + 1] if position + 1 < len(tokens) else "."
        is_last = (
            not behind.isalpha() or behind in PREPOSITIONS or behind in ("please", "now", "and")
        )
        if verb and is_last and _WISHED.intersection(before) and "been" not in before:
            return [verb, *before, *tokens[position + 1 :]]
    return tokens


def _unsaid_verb(tokens: list[str]) -> str | None:
    """The verb of a wish that names a thing and what shall become of it, and no verb."""
    is_form = _is_form(tokens)
    tokens = _without_labels(tokens)
    if phrases(tokens, verb_phrases()) or "?" in tokens:
        return "create" if _is_asked_politely(tokens) else None
    plain = " ".join(each for each in tokens if each not in ",.;:#")
    for verb, pattern in _WITHOUT_VERB:
        if pattern.search(plain):
            return verb
    return (
        "create" if _is_new_thing(tokens, is_form=is_form) or _is_asked_politely(tokens) else None
    )


def _without_labels(tokens: list[str]) -> list[str]:
    """Without what names a value before a colon: the "where" of "where: <region0>"."""
    return [
        each
        for each, behind in zip_longest(tokens, tokens[1:], fillvalue="")
        if behind != ":" or each not in _LABELS
    ]


def _is_new_thing(tokens: list[str], *, is_form: bool) -> bool:
    """Whether it is "a bucket called x", "two more servers", or "cluster called x in Paris"."""
    nouns = phrases(tokens, noun_phrases())
    if not nouns or not nouns[0].concepts & _MADE or nouns[-1].concepts & _ASKED_ABOUT:
        return False
    before = tokens[: nouns[0].start]
    if len(before) > _FEW or any(each in PREPOSITIONS or each in _KNOWN for each in before):
        return False
    is_one_more = bool(before) and (before[0] in _ONE_MORE or before[0].isdigit())
    is_plural = nouns[0].phrase.endswith("s") and before[:1] != ["another"]
    if is_plural and not (is_one_more and "more" in before):
        return False
    kinds = {place[1] for token in tokens if (place := PLACE.fullmatch(token))}
    is_more = bool({"another", "more"} & set(before))
    is_described = (bool(kinds & {"name", "cidr"}) and "region" in kinds) or is_form
    return is_more or (is_one_more and bool(kinds)) or is_described


def _is_form(tokens: list[str]) -> bool:
    """Whether it names a thing and its values: "role for ec2, name: x"."""
    labels = [
        behind == ":" or "," in before
        for before, each, behind in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False)
        if each in _LABELS or each.startswith("<name")
    ]
    has_name = any(_NEW_NAME.fullmatch(token) for token in tokens)
    is_other = any(token.startswith(_EXISTING) for token in tokens) or tokens[1:2] == [":"]
    return not is_other and labels.count(True) >= (1 if has_name else _TWO)


def _is_asked_politely(tokens: list[str]) -> bool:
    """Whether a new thing is ordered without a verb: "security group please, name it web"."""
    asked = tokens.index("please") if "please" in tokens else 0
    has_name = any(_NEW_NAME.fullmatch(token) for token in tokens[asked:])
    if not asked or not has_name or tokens[0] in PREPOSITIONS or phrases(tokens, verb_phrases()):
        return False
    nouns = phrases(tokens[:asked], noun_phrases())
    return bool(nouns) and not nouns[0].phrase.endswith("s")
