"""Slots of S3: buckets, objects, prefixes, files."""

import re

from pydantic import JsonValue

from backend.agents.interpreter.slots.naming import VALUE, any_identifier, is_name, named
from backend.agents.interpreter.slots.reading import Wish, compiled
from backend.agents.interpreter.slots.typed import unquoted

_BUCKET = named(r"(?:s3 |storage )?buckets?")
_FILES = ("path", "zip", "glob", "slash")
_NO_KEY = r"(?:bucket|file|object|folder|everything|all|it|them|my|the)"
_URI = ("uri", "object_uri")


def bucket(wish: Wish) -> JsonValue:
    """A bucket: beside the word, in an S3 URI, or behind "to" and "from" as a name."""
    for _, found in wish.marked.of(*_URI, within=wish.text):
        return found.value
    found = _BUCKET(wish)
    if found is not None:
        return found
    if "create" in wish.words.main_verb:
        return _as_object(wish) or _behind_preposition(wish)
    return _behind_preposition(wish) or _as_object(wish)


def _behind_preposition(wish: Wish) -> JsonValue:
    pattern = (
        r"\b(?:to|into|in|from|on|onto|inside|of|for|out of|s3)\s+(?:the\s+|my\s+|"
        rf"our\s+)?(?:s3\s+)?{VALUE}"
    )
    for match in compiled(pattern).finditer(wish.text):
        word = match["plain"]
        if word and word not in wish.taken and is_name(word) and _is_bucket_name(word):
            wish.taken.add(word)
            return word
        place = match["place"]
        if (
            place
            and place not in wish.taken
            and wish.marked.mentions[place].kind in ("quote", "name")
        ):
            wish.taken.add(place)
            return wish.marked.mentions[place].value
    return None


def _as_object(wish: Wish) -> JsonValue:
    """The one word that looks like a name, where a bucket was spoken of."""
    if wish.search(r"\b(?:buckets?|s3|versioning)\b") is None:
        return None
    return any_identifier(wish)


def _is_bucket_name(word: str) -> bool:
    return re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", word) is not None


def file_path(wish: Wish) -> JsonValue:
    """The local file of an upload."""
    for place, found in wish.free(*_FILES, "quote"):
        if not _is_behind(wish, place, r"as|to|into|key|named|in|under"):
            wish.taken.add(place)
            return unquoted(found.text)
    return None


def uploaded_name(wish: Wish) -> JsonValue:
    """The key under which a file is stored."""
    for _, found in wish.marked.of("object_uri", within=wish.text):
        return found.extra
    for place, found in wish.free("name"):
        wish.taken.add(place)
        return found.value
    match = compiled(
        r"\b(?:as|name it|call it|key|under(?: the key)?|object name|to the key|with (?:the "
        r")?key)\s+(?:object\s+|key\s+)?(?:called\s+|named\s+)?(<(?:path|zip|slash|"
        r"quote|name)\d+>|[\w.-]+\.\w+|(?!public|private|a\b|the\b)[\w-]{2,})(?!\w*>)"
    ).search(wish.text)
    if match is None:
        return None
    word = match[1]
    if word in wish.marked.mentions:
        if word in wish.taken:
            return None
        wish.taken.add(word)
        return _text_of(wish, word)
    return word if is_name(word) else None


def object_name(wish: Wish) -> JsonValue:
    """The key of an object."""
    for _, found in wish.marked.of("object_uri", within=wish.text):
        return found.extra
    for place, _ in wish.free(*_FILES, "quote", "name"):
        if not _is_behind(wish, place, r"to|into|as|in|from|bucket|named|called"):
            wish.taken.add(place)
            return _text_of(wish, place)
    match = compiled(
        r"\b(?:objects?|file|key|document)\s+(?:called\s+|"
        r"named\s+)?(?P<plain>[\w./-]*\w)(?!\w*>)\s+(?:from|in|out of|inside|on|off)\b"
    ).search(wish.text) or compiled(
        r"\b(?:download|fetch|get|delete|remove|retrieve|grab|pull|erase|rm|drop|"
        r"save)\s+(?:me\s+)?(?:the\s+)?(?:(?:file|object|"
        rf"key)\s+)?(?!{_NO_KEY}\b)(?P<plain>[\w./-]*\w)(?!\w*>)\s+(?:from|in|out of|"
        r"inside|off|to)\b"
    ).search(wish.text)
    if match and match["plain"] not in wish.taken and is_name(match["plain"]):
        wish.taken.add(match["plain"])
        return match["plain"]
    for place, _ in wish.free("name"):
        wish.taken.add(place)
        return _text_of(wish, place)
    return None


def target_path(wish: Wish) -> JsonValue:
    """Where a download is written."""
    for place, found in wish.free(*_FILES, "quote"):
        if _is_behind(wish, place, r"to|into|as|in|under|at"):
            wish.taken.add(place)
            return unquoted(found.text)
    return None


def prefix(wish: Wish) -> JsonValue:
    """The beginning of keys."""
    for _, found in wish.marked.of("object_uri", within=wish.text):
        return found.extra
    for place, found in wish.free("path", "slash", "glob"):
        wish.taken.add(place)
        return unquoted(found.text).removesuffix("*")
    match = compiled(
        r"\b(?:prefix(?:ed with| of| is|:)?|under|starting with|beginning with|"
        r"start(?:ing)? with|with the prefix)\s+(<quote\d+>|(?!the\b|prefix\b|my\b|"
        r"bucket\b)[\w./-]+)(?!\w*>)"
    ).search(wish.text) or compiled(
        r"\b(?:the|folder)\s+([\w-]+)(?!\w*>)\s+(?:folder|directory|prefix)\b|"
        r"\b(?:folder|directory) ([\w-]+)(?!\w*>)"
    ).search(wish.text)
    if match is None:
        return None
    word = next(group for group in match.groups() if group)
    if word in wish.marked.mentions:
        return None if word in wish.taken else wish.marked.mentions[word].value
    return word if word not in wish.taken and is_name(word.rstrip("/")) else None


def source(wish: Wish) -> JsonValue:
    """What is transferred, as written."""
    return _end(
        wish,
        r"from|of|in|inside|copy|move|sync|mirror|transfer|replicate|migrate|back up",
        is_source=True,
    )


def destination(wish: Wish) -> JsonValue:
    """Where it goes, as written."""
    return _end(wish, r"to|into|onto|in|with|over to|and", is_source=False)


def _end(wish: Wish, prepositions: str, *, is_source: bool) -> JsonValue:
    places = list(wish.free(*_URI, "path", "slash", "zip", "quote", "name"))
    for place, _ in places:
        if _is_behind(wish, place, prepositions):
            return _take_end(wish, place)
    bucket_name = _named_end(wish, prepositions)
    if bucket_name is not None:
        return bucket_name
    for place, _ in places:
        if is_source and not _is_behind(wish, place, r"to|into|onto|with|over to"):
            return _take_end(wish, place)
    return None


def _take_end(wish: Wish, place: str) -> JsonValue:
    wish.taken.add(place)
    return _text_of(wish, place)


def _named_end(wish: Wish, prepositions: str) -> JsonValue:
    pattern = (
        rf"\b(?:{prepositions})\s+(?:the\s+|my\s+|"
        r"our\s+)?(?:s3\s+)?(?:bucket\s+)?(?P<plain>[A-Za-z0-9][\w./-]*\w)(?!\w*>)"
    )
    for match in compiled(pattern).finditer(wish.text):
        if match["plain"] not in wish.taken and is_name(match["plain"]):
            wish.taken.add(match["plain"])
            return match["plain"]
    return None


def kind_of_files(wish: Wish) -> JsonValue:
    """The pattern of a kind of files: "all csv files" is ``*.csv``."""
    match = compiled(
        r"\b(?:all|only|every|the)\s+(?:the\s+)?\.?(csv|json|txt|png|jpe?g|pdf|log|"
        r"parquet|html|xml|gz|zip|mp4)(?:s?\s+files?|s)\b"
    ).search(wish.text)
    return f"*.{match[1].lower()}" if match else None


def _is_behind(wish: Wish, place: str, words: str) -> bool:
    return (
        compiled(
            rf"\b(?:{words})\s+(?:the\s+|my\s+|our\s+)?(?:file\s+|folder\s+|directory\s+|"
            rf"bucket\s+|key\s+|object\s+)?{re.escape(place)}"
        ).search(wish.text)
        is not None
    )


def _text_of(wish: Wish, place: str) -> JsonValue:
    found = wish.marked.mentions[place]
    return found.value if found.kind in ("name", "quote") else unquoted(found.text)
