"""The output guardrail: what a model is about to say to a person, judged without any network."""

import re
from collections.abc import Callable
from functools import cache

from backend.agents.guardrails.injections import carries_data_away, hides_characters
from backend.agents.prompts import role_prompts
from backend.domain.guardrails import SensitiveInfoOutput
from backend.domain.redaction import find_secrets, without_unseen

HARMLESS = "Nothing in it is sensitive by the local policy."
_WORDS_IN_A_ROW = 10
"""So many words as a role's prompt has them are no coincidence."""

_WORD = re.compile(r"[a-z0-9']+")
_INTERNAL = re.compile(
    r"(?<![\w.~])(?:/root|/etc|/proc|/sys|/var/(?:lib|run|log)|/usr/(?:lib|local))/[\w.-]"
    r"|(?:/home/[\w.-]{1,64}|~)/\.[a-z]"
    r"|\b(?:documents|engine)\.db\b|\bmaster\.key\b|\bsite-packages/"
    r"|\bbackend/[a-z_]{2,40}/[a-z_/]{2,80}\.py\b|Traceback \(most recent call last\)",
    re.I,
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?!(?:[\w-]{1,63}\.){0,4}(?:example\.(?:com|org|net)|invalid|test)\b)"
    r"(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b",
    re.I,
)
_DIGITS = re.compile(r"(?<![\w.:-])[3-6](?:[ -]?\d){12,18}(?![\w-])")


def sensitive_info_check(text: str) -> SensitiveInfoOutput:
    """The local policy: secrets, prompts, paths of this installation, addresses and card numbers of
    people, and links that carry data away. Pure.
    """
    for kind, finds in _KINDS:
        if finds(text):
            return SensitiveInfoOutput(contains_sensitive_info=True, reasoning=f"It holds {kind}.")
    return SensitiveInfoOutput(contains_sensitive_info=False, reasoning=HARMLESS)


def _quotes_a_prompt(text: str) -> bool:
    return not _runs(text).isdisjoint(_prompt_runs())


@cache
def _prompt_runs() -> frozenset[tuple[str, ...]]:
    return frozenset(run for prompt in role_prompts().values() for run in _runs(prompt))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return frozenset(
        tuple(words[start : start + _WORDS_IN_A_ROW])
        for start in range(len(words) - _WORDS_IN_A_ROW + 1)
    )


def _holds_a_card_number(text: str) -> bool:
    return any(_is_card_number(match[0]) for match in _DIGITS.finditer(text))


def _is_card_number(written: str) -> bool:
    """Luhn's check digit (ISO/IEC 7812-1)."""
    digits = [int(each) for each in reversed(written) if each.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("a secret", lambda text: bool(find_secrets(without_unseen(text)))),
    ("a character that nobody sees", hides_characters),
    ("a card number", _holds_a_card_number),
    ("an e-mail address", lambda text: _EMAIL.search(text) is not None),
    ("a path of this installation", lambda text: _INTERNAL.search(text) is not None),
    ("a link that would carry data away", carries_data_away),
    ("a part of the instructions of a role", _quotes_a_prompt),
)
