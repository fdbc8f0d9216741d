"""What a person calls a thing: "bucket logs", "the logs bucket", "called logs"."""

import re

from pydantic import JsonValue

from backend.agents.interpreter.slots.reading import Grammar, Wish, compiled
from backend.agents.interpreter.text.common import FUNCTION_WORDS, NUMBER_WORDS, words
from backend.agents.interpreter.text.lexicon import noun_phrases, verb_phrases

VALUE = (
    r"(?:@?(?P<plain>[A-Za-z0-9](?:[\w.+@/-]*[\w])?)(?!\w*>)(?::\d+)?|(?P<place><(?:name|"
    r"quote|email|revision|dotted|slash|pair|region|deployment)\d+>))"
)
_BETWEEN = (
    "(?:(?:,? ?(?:which|that|who) (?:is|are) )?(?:called|named)|is|:|=|with (?:the )?(?:id|"
    "name)|id|name)"
)
_NO_NAME = FUNCTION_WORDS | words(
    """
    new old existing empty whole entire private public current latest running stopped
    pending named called details detail status state info information configuration config
    settings permissions access content contents name names id ids arn list lists please
    good different respective additional extra same fresh ecs s3 ec2 iam aws lambda ebs vpc
    ssh github git amazon docker linux ubuntu windows json yaml default read write admin
    small large big huge tiny cheap free key keys tagged tags region username zone size
    runtime handler thats ive im were going being does has have pretty correct available
    immediately again via per accordingly version versions number deployed created running
    needs wants should desired inside type types storage family containing contains holding starting
    """
)
_NAMES_AT_LAST = words("old new default main read write admin public private")
"""Adjectives that are a name where nothing follows them: "the profile old"."""

_NAMES_TOO = words(
    """
    billing audit project incident ci api worker backend bot tool frontend website site
    homepage release web app
    """
)
"""Words of the vocabulary that things are often called."""


def is_name(word: str) -> bool:
    """Whether a bare word can be a name: one with a dash, a dot or a digit always can."""
    lower = word.lower()
    if (
        re.fullmatch(r"[a-z]+ly", lower)
        or lower in _NO_NAME
        or lower.isdigit()
        or lower in NUMBER_WORDS
    ):
        return False
    if re.search(r"[-_.@0-9/]", lower):
        return not re.fullmatch(r"re-?\w+|sub-?nets?|\d+(?:gi?b|tb|mb|x|%)", lower)
    return lower in _NAMES_TOO or (lower not in verb_phrases() and lower not in noun_phrases())


def _is_object(word: str) -> bool:
    """Whether a word behind a verb can be a name: "scale checkout"."""
    return is_name(word) or (
        word.lower() in verb_phrases() and word.lower() not in _NO_NAME and len(word) > 5
    )


def value_of(wish: Wish, match: re.Match[str]) -> JsonValue:
    """The value of a match of :data:`VALUE`, which is then taken."""
    if place := match["place"]:
        if place in wish.taken:
            return None
        mention = wish.marked.mentions[place]
        wish.taken.add(place)
        is_name_as_written = mention.kind in ("region", "deployment")
        return mention.text if is_name_as_written else mention.value
    wish.taken.add(match["plain"])
    return match["plain"]


def named(nouns: str, *kinds: str, prefixes: str = "", loose: bool = True) -> Grammar:
    """A name beside one of some nouns; a mention of some kinds is one too.

    ``prefixes`` are words before a name that need no noun ("for alice"). With ``loose`` a word of
    the vocabulary is accepted directly behind the noun if nothing else was found.
    """

    def read(wish: Wish) -> JsonValue:
        if kinds and (mention := wish.take(*kinds)) is not None:
            return mention.value
        found = _beside(wish, nouns, prefixes)
        if found is None and loose:
            found = _any_word_behind(wish, nouns)
        return found

    return read


def _beside(wish: Wish, nouns: str, prefixes: str) -> JsonValue:
    patterns = _patterns(nouns, prefixes)
    for pattern in patterns:
        for match in compiled(pattern).finditer(wish.text):
            word = match["plain"]
            can_be = is_name if not prefixes or pattern != patterns[-1] else _is_object
            if word is not None and (not can_be(word) or word in wish.taken):
                continue
            if match["place"] and _is_foreign(wish, match["place"]):
                continue
            found = value_of(wish, match)
            if found is not None:
                return found
    return None


def _is_foreign(wish: Wish, place: str) -> bool:
    """A region is only a name where nothing else can be meant."""
    return wish.marked.mentions[place].kind in ("region", "slash", "pair")


def _patterns(nouns: str, prefixes: str) -> list[str]:
    quoted = r"(?P<place><(?:name|quote|email|revision|dotted)\d+>)(?P<plain>(?!))?"
    before = (
        r"(?:^|\b(?:the|my|our|this|that|to|on|in|from|for|of|into|as|delete|remove|a|an|"
        r"bump|scale|use|invoke|trigger|run|call|execute|switch to)\s+(?:existing\s+|"
        r"old\s+)?)"
    )
    patterns = [
        rf"\b(?:{nouns})\s*{_BETWEEN}\s*{VALUE}",
        rf"(?<![\w-])(?:{nouns}),?\s+{quoted}",
        rf"\b(?:{nouns})\s+{VALUE}(?!\w)(?!\s+(?:{nouns})\b)",
        rf"{quoted}\s+(?:\w+\s)?(?:{nouns})\b",
        rf"{before}(?!(?:the|my|our|a|an)\b){VALUE}(?:'s)?\s+(?:\w+\s)?(?:{nouns})\b",
    ]
    if prefixes:
        patterns.append(rf"\b(?:{prefixes})\s+(?:the\s+|my\s+)?{VALUE}")
    return patterns


def _any_word_behind(wish: Wish, nouns: str) -> JsonValue:
    end = r"(?=\s*(?:$|[,.;?!]|\b(?:in|on|from|to|with|for|please|and|at|of|using)\b))"
    for match in compiled(rf"\b(?:{nouns})\s+(?P<plain>[A-Za-z][\w-]*){end}").finditer(wish.text):
        word = match["plain"].lower()
        is_last = match.end() == len(wish.text.rstrip(" .!?"))
        if (
            (word not in _NO_NAME or (is_last and word in _NAMES_AT_LAST))
            and match["plain"] not in wish.taken
            and not _carries(wish, word)
        ):
            wish.taken.add(match["plain"])
            return match["plain"]
    return None


def _carries(wish: Wish, word: str) -> bool:
    """Whether the wish needs the word to be understood at all."""
    phrases = (*wish.words.verbs[:1], *(each for each in wish.words.nouns if " " in each.phrase))
    return any(word in found.phrase.split() for found in phrases) or word.endswith("s")


def called(wish: Wish) -> JsonValue:
    """The name behind "called" or in quotation marks, or the only one that looks like a name."""
    mention = wish.take("name") or wish.take("quote")
    if mention is not None:
        return mention.value
    if match := compiled(rf"\b(?:as|under|named|called)\s+(?!(?:a|an|the|my)\b){VALUE}").search(
        wish.text
    ):
        word = match["plain"]
        if (word is None or is_name(word)) and not _is_region(wish, match["place"]):
            return value_of(wish, match)
    return None


def _is_region(wish: Wish, place: str | None) -> bool:
    return place is not None and wish.marked.mentions[place].kind in ("region", "slash", "pair")


def any_identifier(wish: Wish) -> JsonValue:
    """The only word with a dash, underscore, dot or digit that is no other slot's value."""
    found = [
        match
        for match in compiled(r"(?<![\w<@/.:-])(?P<plain>[A-Za-z0-9][\w.-]*[\w])(?!\w*>)").finditer(
            wish.text
        )
        if re.search(r"[-_.]|\d", match["plain"])
        and match["plain"] not in wish.taken
        and is_name(match["plain"])
    ]
    if len(found) != 1:
        return None
    wish.taken.add(found[0]["plain"])
    return found[0]["plain"]


def before_noun(nouns: str) -> Grammar:
    """The name before a preposition and some nouns: "lobby on cluster gaming"."""

    def read(wish: Wish) -> JsonValue:
        for match in compiled(
            rf"(?<![\w<-]){VALUE}\s+(?:on|in|of)\s+(?:the\s+)?(?:ecs\s+)?(?:{nouns})\b"
        ).finditer(wish.text):
            if match["place"] or (is_name(match["plain"]) and match["plain"] not in wish.taken):
                return value_of(wish, match)
        return None

    return read
