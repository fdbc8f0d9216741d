"""Slots of issues, pull requests and workflows: numbers, branches, comments."""

import re

from pydantic import JsonValue

from backend.agents.interpreter.slots.naming import named
from backend.agents.interpreter.slots.reading import Wish, compiled
from backend.agents.interpreter.slots.typed import unquoted
from backend.agents.interpreter.text.common import words

BRANCH_NAME = r"(<(?:slash|quote|path|name|revision)\d+>|[A-Za-z0-9][\w./+-]*\w|\w)"
NO_BRANCH = words(
    """
    the a this that it default my of new branch branches on in to from and only as same
    main_branch repo repository aws lambda ec2 ecs fargate s3 github please with using
    """
)  # fmt: skip


def branch_value(wish: Wish, word: str) -> JsonValue:
    """The value of a match of :data:`BRANCH_NAME`, which is then taken."""
    if word in wish.marked.mentions:
        if word in wish.taken:
            return None
        wish.taken.add(word)
        found = wish.marked.mentions[word]
        return found.value if found.kind in ("name", "quote") else unquoted(found.text)
    if word.lower() in NO_BRANCH or word in wish.taken:
        return None
    wish.taken.add(word)
    return word


def _numbered(wish: Wish, nouns: str, kind: str) -> JsonValue:
    for _, found in wish.marked.of(kind, within=wish.text):
        return int(found.extra or 0)
    match = compiled(rf"\b(?:{nouns})\s*(?:#|no\.?|number|num|nr\.?)?\s*#?(\d{{1,7}})\b").search(
        wish.text
    ) or compiled(r"(?<![\w/<])#(\d{1,7})\b").search(wish.text)
    if match:
        return int(match[1])
    bare = compiled(r"(?<![\w/<.:-])(\d{1,7})(?![\w>/-]|\.\d)").search(wish.text)
    return int(bare[1]) if bare else None


def issue_number(wish: Wish) -> JsonValue:
    """The number of an issue."""
    return _numbered(wish, "issues?|bugs?|tickets?", "issue_url")


def pull_number(wish: Wish) -> JsonValue:
    """The number of a pull request."""
    return _numbered(wish, r"pull[- ]?requests?|prs?|merge requests?|mrs?|pull", "pull_url")


def said(wish: Wish) -> JsonValue:
    """What shall be written in a comment, without quotation marks."""
    for pattern in (
        r"\b(?:saying|says?|that says|with the (?:text|comment|message)|with (?:a "
        ")?(?:comment|message)|comment(?:ing)?:|reply(?:ing)?:|message:|text:|"
        r"body:)\s+(?:that\s+)?(?!<quote)(\S.*)$",
        r":\s+(?!<quote)(?!(?:approved?|accept(?:ed)?|request(?:ed)? changes)\W*$)(\S.*)$",
        r"\b(?:because|that)\s+(\S.*)$",
    ):
        match = compiled(pattern).search(wish.text)
        if match:
            return wish.marked.unmarked(match[1]).strip().rstrip(".") or None
    return None


_INTO = r"(?:in)?to|onto|against"


def head(wish: Wish) -> JsonValue:
    """The branch that a pull request brings."""
    return _between(
        wish,
        rf"\bhead(?: branch)?(?: is|:|=)?\s+{BRANCH_NAME}(?!\w*>)",
        r"\b(?:from|of|for|merging|"
        rf"merge)\s+(?:the\s+)?(?:branch\s+)?{BRANCH_NAME}(?!\w*>)(?:\s+branch)?\s+(?:"
        rf"{_INTO})\b",
        rf"\b(?:pr|request|branch|merge)\s+{BRANCH_NAME}(?!\w*>)\s+(?:{_INTO}|->)\s",
        rf",\s+{BRANCH_NAME}(?!\w*>)\s+(?:into|onto)\s",
        rf"{BRANCH_NAME}(?!\w*>)\s*(?:->|=>)",
        r"\bfrom\s+(?:the\s+)?(?:branch\s+)?(?!<(?:github_url))(<(?:quote|name)\d+>|"
        r"(?!<)[\w./-]*\w)(?!\w*>)",
        r"\bfrom\s+(?:the\s+)?(?:branch\s+)?(<slash\d+>)",
        rf"\b(?:finished|pushed|done with|ready) (?:with |on )?(?:the|my|our) branch {BRANCH_NAME}"
        r"(?!\w*>)",
    )


def base(wish: Wish) -> JsonValue:
    """The branch that a pull request goes into."""
    return _between(
        wish,
        rf"\bbase(?: branch)?(?: is|:|=)?\s+{BRANCH_NAME}(?!\w*>)",
        rf"\b(?:into|onto|against)\s+(?:the\s+)?{BRANCH_NAME}(?!\w*>)",
        rf"\bfrom\s+.*?\bto\s+(?:the\s+)?{BRANCH_NAME}(?!\w*>)",
        rf"(?:->|=>)\s*{BRANCH_NAME}(?!\w*>)",
        r"\bto\s+(?:the\s+)?(main|master|develop|development|dev|staging|production|"
        r"release[\w./-]*)\b",
    )


def _between(wish: Wish, *patterns: str) -> JsonValue:
    for pattern in patterns:
        for match in compiled(pattern).finditer(wish.text):
            word = match[1]
            if word in wish.taken or word.lower() in NO_BRANCH:
                continue
            value = branch_value(wish, word)
            if value is not None:
                return value
    return None


def workflow(wish: Wish) -> JsonValue:
    """A workflow by its file or its name."""
    for place, found in wish.free("path"):
        if re.search(r"\.ya?ml\"?$", found.text):
            wish.taken.add(place)
            return unquoted(found.text)
    before = compiled(
        r"\b(?:the|my|our)\s+(?!(?:last|latest|github|new|current|first|recent|most|ci|"
        r"actions?|next|same)\b)([\w-]+)(?!\w*>)\s+(?:workflow|pipeline|action)\b"
    ).search(wish.text)
    if before:
        return before[1]
    return named(r"workflows?|(?:github )?actions?|pipelines?", loose=True)(wish)
