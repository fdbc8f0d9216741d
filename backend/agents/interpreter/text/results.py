"""Wishes that tell what shall be, not what shall be done: "the disk should have 300 GB"."""

import re
from functools import cache

from backend.agents.interpreter.actions.shorthand import FILE, GROUP, INSTANCE, REPO, S3URI
from backend.agents.interpreter.text.common import words

_SHALL = (
    r"(?:should|must|shall|ought to|(?:needs?|has|have|is|are|want|like) (?:\S+ ){0,3}?(?:to )?)"
)
_MACHINE = rf"(?:{INSTANCE}|\b(?:instances?|servers?|vms?|machines?|box|boxes)\b)"
_ACCESS = r"(?:access|permissions?|rights)"
_REACH = r"(?:ssh|connect|reach|access|get (?:in|to|through)|talk to|use|come in|log ?in)"
_OPEN = r"(?:open|opened|reachable|accessible|exposed|allowed|public|accept\w*|allow\w*)"
_NOT = r"(?:no longer|not|never|shouldnt|mustnt|should not|must not)"
_WHO = rf"(?!.*\b{_NOT}\b)\S+(?: \S+){{0,2}}?"
"""Who shall have something, where nothing is denied."""

_RESULTS = (
    ("start", rf"{_MACHINE}.* {_SHALL} ?be (?:back )?(?:up|running|on|online|alive)\b"),
    ("start", rf"\b{_SHALL} {_MACHINE} (?:to be )?(?:back )?(?:up|running|on|online|alive)\b"),
    ("stop", rf"{_MACHINE}.* {_SHALL} ?be (?:down|off|offline|halted|asleep)\b"),
    (
        "resize",
        rf"(?:<volume\d+>|\b(?:disk|volume|drive)\b).* {_SHALL} ?(?:be|have|hold|get)\b.*<size",
    ),
    ("resize", r"(?:<volume\d+>|\b(?:disk|volume|drive)\b).*\b(?:too small|full)\b.*<size"),
    ("resize", r"\b(?:needs?|want|like)\b.*<size\d+>.*<volume\d+>"),
    (
        "scale",
        r"\b(?:needs?|want)\b (?:\w+ )?(?:tasks?|copies|replicas?) (?:of|for|in)\b.*\bservice\b",
    ),
    (
        "update",
        rf"\b(?:lambda|function)\b.* {_SHALL} ?(?:run|use|have|get|be)\b.*<zip\d+>",
    ),
    (
        "update",
        r"\bcode (?:of|for)\b.* (?:(?:needs?|has|ought) to|must|should) be \w+ (?:with|by|to) <zip",
    ),
    ("upload", rf"{FILE}.* {_SHALL} ?(?:be|go|land|end up)\b.*(?:\bbucket\b|{S3URI})"),
    (
        "attach",
        rf"^{_WHO} (?:needs?|wants?|gets|(?:should|must) (?:also )?"
        r"(?:have|get|be given)) (?:\S+ ){0,3}<policy_arn\d+>",
    ),
    (
        "invite",
        rf"^{_WHO} (?:needs?|wants?|gets|(?:should|must) (?:have|get|be given)) "
        rf"(?:\w+ ){{0,3}}{_ACCESS}\b.*{REPO}",
    ),
    (
        "invite",
        r"^\S+ (?:should|must|needs to|has to|may) (?:be able to |be allowed to )?"
        rf"(?:push|write|contribute|read|pull|collaborate)\b.*{REPO}",
    ),
    (
        "close",
        rf"(?:\bport\b|\b(?:ssh|rdp|https?)\b|<(?:cidr|ip)\d+>|{GROUP}).*\b{_NOT} (?:be )?(?:\w+ )?"
        rf"{_OPEN}\b",
    ),
    (
        "close",
        rf"<(?:cidr|ip)\d+>.* {_NOT} (?:be (?:able|allowed) to )?(?:\w+ )?{_REACH}\b"
        rf".*(?:{GROUP}|\bport\b)",
    ),
    (
        "close",
        rf"^(?:nobody|no one|noone)\b.* {_SHALL} ?(?:\w+ ){{0,3}}?(?:get to|{_REACH}|use)\b"
        rf".*(?:{GROUP}|<(?:cidr|ip)\d+>)",
    ),
    ("open", rf"^<(?:cidr|ip)\d+> {_SHALL} ?(?:\w+ ){{0,2}}{_REACH}\b.*{GROUP}"),
    ("open", rf"{_SHALL} ?(?:be (?:able|allowed) to )(?:\w+ ){{0,2}}{_REACH}\b.*{GROUP}"),
    (
        "open",
        rf"(?:\bport\b|\b(?:ssh|rdp|https?)\b).*{_SHALL} ?be (?:open|reachable|accessible)\b"
        rf".*(?:{GROUP}|<(?:cidr|ip)\d+>)",
    ),
    (
        "deploy",
        rf"{REPO}.* {_SHALL} ?(?:become|turn into|run (?:as|on|in)|go on|be (?:on|in|a)) .*"
        r"\b(?:lambda|function|fargate|ecs|ec2|server|containers?|website|site|stack)\b",
    ),
    (
        "deploy",
        rf"\b(?:want|need|like|love|get|have|should|must)\b.*{REPO}.*"
        r"\b(?:online|live|up and running|on the (?:web|internet|air)|in the cloud|on aws)$",
    ),
    (
        "deploy",
        rf"\b(?:want|need|like|love|have)\b (?:to have )?{REPO} (?:\w+ ){{0,2}}(?:on|in|as) "
        r"(?:\w+ ){0,3}(?:server|instance|lambda|function|fargate|ecs|ec2|containers?|website)\b",
    ),
)
_LOST = re.compile(
    rf"^(?!i\b|we\b|you\b)\S+ (?:shouldnt|should not|must not|mustnt|should no longer|"
    r"must no longer|no longer|doesnt|does not|shall not) "
    r"(?:need|needs|have|keep|get|be able to)\b.*"
    rf"(?:(?:{_ACCESS}|push|write|read|pull)\b.*{REPO}|<policy_arn\d+>)"
)
"""Who shall have something no more, though a verb is denied: it is no denied wish."""

_SEEN = re.compile(
    rf"(?P<repository>{REPO}).* (?:(?:should|must|shall|may) (?:not|no longer|never)|"
    r"shouldnt|mustnt) (?:be )?(?:\w+ )??(?P<seen>public|private)\b(?: any ?more)?"
)
"""Who may see a repository, told by what shall not be."""

_OPENED = re.compile(r"\b(?:open|allow|enable|unblock) (?:it|them|that|this|the port)\b")
"""A wish behind what is not so yet: "port 443 is not open, open it"."""

_DENIALS = re.compile(
    rf"\b(?:(?:should|must|shall) )?{_NOT} (?:be (?:(?:able|allowed) to )?)?(?:\w+ )??"
    rf"(?:{_OPEN}|{_REACH})\b(?: any ?more)?|"
    r"^(?:nobody|no one|noone)\b"
)
_MOST = 40
"""Words of a sentence that is looked at."""

_UNTOLD = words("? but if when because until unless or")


def result_of(tokens: list[str]) -> list[str] | None:
    """The words with the verb in front that brings the result about; ``None`` if none is told."""
    if _UNTOLD.intersection(tokens) or len(tokens) > _MOST:
        return None
    plain = " ".join(each for each in tokens if each not in ",.;:#")
    if _LOST.search(plain):
        return ["detach" if "<policy_arn" in plain else "remove", *tokens]
    if hidden := _SEEN.search(plain):
        other = "private" if hidden["seen"] == "public" else "public"
        return ["make", *_SEEN.sub(rf"\g<repository> {other}", plain).split()]
    is_opened = _OPENED.search(plain) is not None
    for verb, pattern in _compiled():
        if pattern.search(plain) and not (verb == "close" and is_opened):
            return _with_verb(verb, plain, tokens)
    return None


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((verb, re.compile(pattern)) for verb, pattern in _RESULTS)


def _with_verb(verb: str, plain: str, tokens: list[str]) -> list[str]:
    """What is denied is left out, so that "no longer open" opens nothing."""
    if verb != "close":
        return [verb, *tokens]
    return [verb, *_DENIALS.sub(" ", plain).split()]
