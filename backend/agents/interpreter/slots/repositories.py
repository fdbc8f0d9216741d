"""Slots of a repository and of what is deployed from it."""

import re

from pydantic import JsonValue

from backend.agents.interpreter.slots.branches import BRANCH_NAME, branch_value
from backend.agents.interpreter.slots.naming import is_name, named
from backend.agents.interpreter.slots.reading import Wish, compiled
from backend.agents.interpreter.slots.typed import unquoted

_REPO_NOUN = r"(?:github |git )?(?:repos?|repository|repositories|codebase)"


def repository(wish: Wish) -> JsonValue:
    """``owner/name``, or the name beside the word "repository"."""
    for place, found in wish.free("slash"):
        if _is_branch_place(wish, place) or _is_path_place(wish, place):
            continue
        wish.taken.add(place)
        return unquoted(found.text)
    found = named(_REPO_NOUN, loose=False)(wish)
    if found is not None:
        return found
    loose = compiled(
        r"\b(?:clone|delete|archive|in|of|on|from|for|to|deploy|merge|"
        r"make)\s+(?P<plain>[A-Za-z][\w.]*-[\w.-]*\w)(?!\w*>)"
    ).search(wish.text)
    if loose and loose["plain"] not in wish.taken and is_name(loose["plain"]):
        wish.taken.add(loose["plain"])
        return loose["plain"]
    return None


def _is_branch_place(wish: Wish, place: str) -> bool:
    escaped = re.escape(place)
    return bool(
        compiled(
            rf"\bbranch(?:es)?(?: called| named)?\s+{escaped}|"
            rf"{escaped}\s+branch\b(?!\s+(?!(?:of|in|to|on|into|from|as|for|and|with|"
            r"please)\b)[\w<])"
        ).search(wish.text)
        or compiled(rf"\b(?:head|base|ref)(?: branch)?(?: is|:|=)?\s+{escaped}").search(wish.text)
        or _is_head_place(wish, place)
    )


def _is_head_place(wish: Wish, place: str) -> bool:
    """A slash behind "from", and something else behind "to", are branches of a pull request."""
    escaped = re.escape(place)
    if not wish.search(r"\b(?:pull[- ]?request|pr|merge request)\b"):
        return False
    return bool(
        compiled(rf"\bfrom\s+(?:the\s+)?(?:branch\s+)?{escaped}\s+(?:in)?to\b").search(wish.text)
        or compiled(rf"\bmerg(?:e|ing)\s+{escaped}\s+(?:in)?to\b").search(wish.text)
        or compiled(rf"\b(?:of|for)\s+{escaped}\s+(?:in)to\b").search(wish.text)
    )


def _is_path_place(wish: Wish, place: str) -> bool:
    escaped = re.escape(place)
    return bool(
        compiled(
            r"\b(?:folder|directory|dir|local|path|subfolder|subdirectory|object|file|"
            rf"prefix)\s+{escaped}"
        ).search(wish.text)
        or compiled(rf"{escaped}\s+(?:folder|directory|dir|subfolder|subdirectory)\b").search(
            wish.text
        )
    )


def branch(wish: Wish) -> JsonValue:
    """A branch: behind or before the word, or in the URL of a tree."""
    for _, found in wish.marked.of("github_url", within=wish.text):
        if found.extra:
            return found.extra
    for pattern in (
        rf"\bbranch(?:\s+(?:called|named|is))?\s*[:=]?\s+{BRANCH_NAME}(?!\w*>)",
        r"(?:\bthe|\bmy|\bon|\bfrom|\buse|\bdeploy|\bship|"
        rf"\busing)\s+{BRANCH_NAME}(?!\w*>)\s+branch\b",
        rf"{BRANCH_NAME}(?!\w*>)\s+branch\b",
        r"(?:<(?:slash|github_url)\d+>)\s*(?:@|#|\bat\b|\bon\b)\s*(?!<region|"
        r"<instance)(main|master|develop|development|dev|staging|release[\w./-]*|"
        r"v?\d[\w.]*)\b",
    ):
        for match in compiled(pattern).finditer(wish.text):
            value = branch_value(wish, match[1])
            if value is not None:
                return value
    return None


def path(wish: Wish) -> JsonValue:
    """A local folder, or a folder inside the repository."""
    for place, found in wish.free("path", "slash"):
        if found.kind == "slash" and not _is_path_place(wish, place):
            continue
        if re.search(r"\.(?:ya?ml|json|template|sh|html?|css|py|js)\"?$", found.text):
            continue
        wish.taken.add(place)
        return unquoted(found.text).rstrip(".") or None
    inside = compiled(
        r"\b(?:from|in|under|inside)?\s?(?:the\s+)?(?:sub)?(?:folder|directory|path|"
        r"dir)\s+(?!of\b|in\b)([A-Za-z][\w-]*)(?!\w*>)"
    ).search(wish.text)
    if inside and is_name(inside[1]):
        return inside[1]
    before = compiled(r"\b(?:the|from)\s+([a-z][\w-]+)\s+(?:sub)?(?:folder|directory)\b").search(
        wish.text
    )
    return before[1] if before and before[1] not in ("local", "current", "this", "same") else None


def deploy_path(wish: Wish) -> JsonValue:
    """Where on the machine the code goes: an absolute path."""
    for place, found in wish.free("path"):
        text = unquoted(found.text)
        escaped = re.escape(place)
        behind = compiled(
            r"\b(?:to|into|under|in|at|deploy path|deploy_path|directory|folder|"
            rf"path)(?: is|:|=| of)?\s+{escaped}"
        ).search(wish.text)
        if behind and text.startswith(("/", "~")):
            wish.taken.add(place)
            return text
    return None


def template_path(wish: Wish) -> JsonValue:
    """A template's file."""
    for place, found in wish.free("path"):
        if re.search(r"\.(?:ya?ml|json|template)\"?$", found.text):
            wish.taken.add(place)
            return unquoted(found.text)
    return None


def ref(wish: Wish) -> JsonValue:
    """A branch, tag or commit that a workflow runs on."""
    found = branch(wish)
    if found is not None:
        return found
    match = compiled(
        r"\b(?:ref|tag|at|on|for|against|from)\s+(?:the\s+)?(?:ref\s+|"
        r"tag\s+)?(<revision\d+>|main|master|develop|development|dev|staging|production|"
        r"release[\w./-]*|v\d[\w.-]*|(?<=ref )[\w./-]+|(?<=tag )[\w./-]+|(?<=ref "
        r")<slash\d+>)(?!\w*>)"
    ).search(wish.text)
    if match is None:
        return None
    return branch_value(wish, match[1])


def new_name(wish: Wish) -> JsonValue:
    """The name of a repository that is created as "owner/name"."""
    return _part_of_new(wish, 1)


def new_owner(wish: Wish) -> JsonValue:
    """The owner of a repository that is created as "owner/name"."""
    return _part_of_new(wish, 0)


def _part_of_new(wish: Wish, index: int) -> JsonValue:
    for _, found in wish.marked.of("slash", within=wish.text):
        parts = found.text.split("/")
        return parts[index] if len(parts) == 2 else None
    return None
