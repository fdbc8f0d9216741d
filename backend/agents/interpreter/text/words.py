"""The words of one wish, with the concepts that they carry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from backend.agents.interpreter.mentions.mention import PLACE
from backend.agents.interpreter.text.common import KNOWN_WORDS, words
from backend.agents.interpreter.text.lexicon import noun_phrases, verb_phrases, vocabulary
from backend.agents.interpreter.text.spelling import corrected

_TOKEN = re.compile(r"<[a-z_]+\d+>|[^\W_][\w'./@:+-]*[^\W_]|[^\W_]|[?;:,.#]")
_STOPS = frozenset(",.;:#?")
_LONGEST_PHRASE = 4
_MOST_CORRECTIONS = 60
PREPOSITIONS = words(
    """
    in on to from for of with into onto at using under via as by inside against within over
    through about out behind
    """
)
_PARTICLES = words(
    """
    on off down up out away back live in running
    """
)
_SEPARABLE = words(
    """
    turn switch power shut tear take bring spin fire kick boot wake roll put scale throw
    blow kill clean let get check make pull set wipe start
    """
)
_MENTIONED = {
    "instance": "instance",
    "volume": "volume",
    "group": "security_group",
    "vpc": "vpc",
    "subnet": "subnet",
    "ami": "image",
    "route_table": "route",
    "role_arn": "role",
    "policy_arn": "policy",
    "user_arn": "user",
    "slash": "repository",
    "github_url": "repository",
}
_NAMING_NOUNS = words(
    """
    user role bucket cluster service function lambda profile policy branch group pair repo
    repository family workflow stack
    """
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A phrase that carries concepts, from one token to before another."""

    phrase: str
    concepts: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What is known of the words of a wish; ``plain`` is lower case, corrected, without stops."""

    tokens: tuple[str, ...]
    plain: str
    verbs: tuple[Found, ...]
    nouns: tuple[Found, ...]
    heads: frozenset[str]
    """Concepts of what the wish is about: the first nouns that stand behind no preposition."""

    @property
    def main_verb(self) -> frozenset[str]:
        """The groups of the first verb."""
        return self.verbs[0].concepts if self.verbs else frozenset()


@lru_cache(maxsize=256)
def words_of(text: str) -> Words:
    """Read the words of a marked text."""
    tokens = _wished(_corrected_tokens(text))
    verbs = _phrases(tokens, verb_phrases()) + _separated(tokens)
    nouns = _phrases(tokens, noun_phrases()) + _mentioned(tokens)
    ordered = tuple(sorted(nouns, key=lambda each: each.start))
    first = tuple(sorted(verbs, key=lambda each: (each.start, -each.end)))
    return Words(
        tokens=tuple(tokens),
        plain=" ".join(each for each in tokens if each not in _STOPS),
        verbs=first,
        nouns=ordered,
        heads=_heads(tokens, first, ordered),
    )


def _corrected_tokens(text: str) -> list[str]:
    tokens: list[str] = []
    corrections = 0
    for raw in _TOKEN.findall(text):
        word: str = raw if PLACE.fullmatch(raw) else raw.lower().replace("'", "")
        word = _SHORT.get(word, word)
        better = word
        if corrections < _MOST_CORRECTIONS and word.isalpha():
            better = corrected(word, vocabulary(), KNOWN_WORDS)
        if better != word and tokens and tokens[-1] in _NAMING_NOUNS:
            better = better if f"{tokens[-1]} {better}" in noun_phrases() else word
        corrections += better != word
        tokens.append(better)
    return tokens


_SHORT = {"u": "you", "ur": "your", "plz": "please", "pls": "please"}
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


def _wished(tokens: list[str]) -> list[str]:
    """With the verb in front where "I want it stopped" wishes what "stop it" does."""
    if tokens and tokens[0] in _ASKING:
        return tokens
    if _is_ordered(tokens):
        return ["create", *tokens]
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


def _is_ordered(tokens: list[str]) -> bool:
    """Whether a new thing is ordered without a verb: "security group please, name it web"."""
    asked = tokens.index("please") if "please" in tokens else 0
    has_name = any(token.startswith("<name") for token in tokens[asked:])
    if not asked or not has_name or tokens[0] in PREPOSITIONS or _phrases(tokens, verb_phrases()):
        return False
    nouns = _phrases(tokens[:asked], noun_phrases())
    return bool(nouns) and not nouns[0].phrase.endswith("s")


def _phrases(tokens: list[str], phrases: Mapping[str, frozenset[str]]) -> list[Found]:
    found: list[Found] = []
    position = 0
    while position < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - position), 0, -1):
            phrase = " ".join(tokens[position : position + length])
            if phrase in phrases:
                end = position + length
                found.append(
                    Found(phrase=phrase, concepts=phrases[phrase], start=position, end=end)
                )
                position = end - 1
                break
        position += 1
    return found


def _separated(tokens: list[str]) -> list[Found]:
    """Verbs whose second part stands behind the object: "turn the server off"."""
    found: list[Found] = []
    for start, token in enumerate(tokens):
        if token not in _SEPARABLE:
            continue
        for end in range(start + 2, min(start + 9, len(tokens))):
            phrase = f"{token} {tokens[end]}"
            follower = tokens[end + 1] if end + 1 < len(tokens) else "."
            is_last = not follower.startswith("<") and follower not in ("the", "my", "a", "our")
            if tokens[end] in _PARTICLES and phrase in verb_phrases() and is_last:
                concepts = verb_phrases()[phrase]
                found.append(Found(phrase=phrase, concepts=concepts, start=start, end=start + 1))
                break
    return found


def _mentioned(tokens: list[str]) -> list[Found]:
    found: list[Found] = []
    for position, token in enumerate(tokens):
        place = PLACE.fullmatch(token)
        concept = _MENTIONED.get(place[1]) if place else None
        if concept:
            found.append(
                Found(
                    phrase=token,
                    concepts=frozenset({concept}),
                    start=position,
                    end=position + 1,
                )
            )
    return found


def _heads(tokens: list[str], verbs: tuple[Found, ...], nouns: tuple[Found, ...]) -> frozenset[str]:
    start = verbs[0].end if verbs else 0
    behind = [noun for noun in nouns if noun.start >= start]
    direct = [noun for noun in behind if not _is_oblique(tokens, start, noun)]
    chosen = direct or behind or list(nouns)
    if not chosen:
        return frozenset()
    head = chosen[0]
    for noun in chosen[1:]:
        if noun.start != head.end:
            break
        head = noun
    return head.concepts


def _is_oblique(tokens: list[str], start: int, noun: Found) -> bool:
    return any(token in PREPOSITIONS for token in tokens[start : noun.start])
