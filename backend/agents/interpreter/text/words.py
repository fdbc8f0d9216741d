"""The words of one wish, with the concepts that they carry."""

import re
from dataclasses import dataclass
from functools import lru_cache

from backend.agents.interpreter.mentions.mention import PLACE
from backend.agents.interpreter.text.common import KNOWN_WORDS, words
from backend.agents.interpreter.text.lexicon import noun_phrases, verb_phrases, vocabulary
from backend.agents.interpreter.text.orders import wished
from backend.agents.interpreter.text.phrases import PREPOSITIONS, Found, phrases
from backend.agents.interpreter.text.spelling import corrected

_TOKEN = re.compile(r"<[a-z_]+\d+>|[^\W_][\w'./@:+-]*[^\W_]|[^\W_]|[?;:,.#]")
_STOPS = frozenset(",.;:#?")
_MOST_CORRECTIONS = 60
_PARTICLES = words(
    """
    on off down up out away back live in running
    """
)
_ALWAYS_TWO = words("out away off")
"""Particles without which a verb means something else: "throw it out" throws it nowhere."""

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
    tokens = wished(_corrected_tokens(text))
    separated = _separated(tokens)
    whole = {each.start for each in separated if each.phrase.split()[-1] in _ALWAYS_TWO}
    plain = [each for each in phrases(tokens, verb_phrases()) if each.start not in whole]
    verbs = plain + separated
    nouns = phrases(tokens, noun_phrases()) + _mentioned(tokens)
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


_SHORT = {
    "u": "you", "ur": "your", "plz": "please", "pls": "please", "stp": "stop", "strt": "start",
    "dlt": "delete", "lst": "list", "dply": "deploy", "shw": "show", "crt": "create",
    "usr": "user", "vcp": "vpc",
}  # fmt: skip


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
