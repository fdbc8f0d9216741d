"""Several wishes in one message: where each begins, and which of them are wished."""

import re

from pydantic import JsonValue

from backend.agents.interpreter.mentions.mention import PLACE
from backend.agents.interpreter.scoring.stance import Stance, stance_of
from backend.agents.interpreter.slots.filling import missing
from backend.agents.interpreter.slots.reading import compiled
from backend.agents.interpreter.text.clauses import (
    begins_with_verb,
    coordinated,
    is_bare_verb,
    sentences,
    stands_alone,
    without_fillers,
)
from backend.agents.interpreter.text.words import words_of
from backend.agents.interpreter.wishes.negations import with_object_of, without_negated
from backend.agents.interpreter.wishes.novelty import completes, is_its_text, is_other, only_adds
from backend.agents.interpreter.wishes.reading import Reader, Understood
from backend.agents.interpreter.wishes.referents import (
    REFERRED,
    replaced,
    subject_of,
    with_kind_of,
    with_referent,
)
from backend.agents.interpreter.wishes.sharing import repeated, share, without_duplicates

_SAYS_WHERE = re.compile(
    r"(?:it |that |this )?(?:should |must |shall |will )?(?:live|be|sit|stay|reside|go|belong)s? "
    r"(?:in|at|to) <region\d+>$|"
    r"(?:please )?(?:put|place|host|have|locate|create|keep|make|run) (?:it|them|this|that) "
    r"(?:in|to|at|into|over in) <region\d+>$",
    re.I,
)
"""Where what was wished just before shall be: no wish of its own."""

_DETERMINER = re.compile(r"^(?:a|an|another|the|my|our|new|one|all|all my|any|some)\b", re.I)
_THINGS = frozenset({"bucket", "user", "role", "policy", "key_pair", "security_group", "vpc"})
_MAKING = frozenset({"create", "register"})
"""Verbs that make nothing that has an ARN already."""

_LOOKED_AT = frozenset({"cost", "outage", "unused", "optimization", "security"})
"""What an explanation may speak of, but no pronoun means."""

_COMPLAINT = re.compile(r"\btoo (?:high|much|many|expensive|slow|big|large|old)\b", re.I)
"""What only explains the question behind it: "our bill is too high, any ideas?"."""

_IS_SO = re.compile(
    r"\b(?:is|are) (?:(?:still|wide|now|currently) )*(?:open|public|up|down|"
    r"broken|wrong|full|bad|outdated|failing)\b",
    re.I,
)
"""How something is, which explains the wish behind it: "port 22 is open, close it"."""

_ASKED = re.compile(r"(?:what|how much|how many|who|which|whether)\b", re.I)


def wishes_of(reader: Reader) -> list[Understood]:
    """All wishes of a message in order; empty if one of its parts is not understood."""
    found: list[Understood] = []
    region: JsonValue = None
    parts = without_negated(sentences(reader.marked.text))
    for part, said_before in parts:
        read = _read(part, said_before, found, reader)
        if _says_more(found, read, part, reader):
            continue
        if not read:
            region = next(
                (each.value for _, each in reader.marked.of("region", within=part)), region
            )
        found.extend(read)
    found = [each for wish in found for each in repeated(wish, reader.marked)]
    said = " ".join(part for part, _ in parts)
    regions = {str(each.value): each.value for _, each in reader.marked.of("region", within=said)}
    region = region if region else next(iter(regions.values())) if len(regions) == 1 else None
    for wish in found:
        if region and wish.action.slot("region"):
            wish.slots.setdefault("region", region)
    share(found)
    return without_duplicates(found)


def _read(part: str, before: str, found: list[Understood], reader: Reader) -> list[Understood]:
    """The wishes of a sentence, by itself or with what the sentences before speak of."""
    if found and _SAYS_WHERE.match(part):
        return []
    read = _parts(part, reader) or _parts(with_referent(part, before, found), reader)
    if not read and found and (named := with_kind_of(part, found[-1])):
        return _parts(named, reader)
    return read


def _says_more(found: list[Understood], read: list[Understood], part: str, reader: Reader) -> bool:
    """Whether a sentence only says more of the wish before it, which then has it."""
    if not found:
        return False
    if len(read) == 1 and completes(found[-1], read[0], part):
        found[-1].slots.update(read[0].slots)
        return True
    merged = None if read else _continued(found[-1], part, reader)
    found[-1] = merged or found[-1]
    return merged is not None


def _continued(wish: Understood, part: str, reader: Reader) -> Understood | None:
    """The wish with what a sentence of its own adds: "Make a bucket. Call it x"."""
    is_naming = re.match(r"(?:please )?(?:call|name) (?:it|him|her|them|this)\b", part, re.I)
    if begins_with_verb(part) and not is_naming:
        return None
    merged = reader.understood(f"{wish.wish.text}, {part}")
    return merged if merged and merged.action == wish.action else None


def unread_parts(reader: Reader) -> list[str]:
    """The sentences that begin like a wish and are not understood."""
    return [
        part
        for part, _ in without_negated(sentences(reader.marked.text))
        if begins_with_verb(part) and not part.startswith("<name") and not _parts(part, reader)
    ]


def _parts(part: str, reader: Reader) -> list[Understood]:
    whole = reader.understood(part)
    for before, behind in coordinated(part):
        split = _split(before, behind, reader)
        if split:
            return split
    if whole is None or whole.action.effect in ("read", "none"):
        explained = _behind_explanation(part, reader)
        if whole is None or (explained and explained[0].action.effect in ("write", "destructive")):
            return explained
    return [_with_subject(whole, part, reader)]


def _behind_explanation(part: str, reader: Reader) -> list[Understood]:
    """The wish behind what explains it: "the disk is full, make it 20 GB"."""
    for before, behind in coordinated(part):
        words = words_of(before)
        is_condition = re.match(r"(?:if|when|unless|once|should|until|in case)\b", words.plain)
        if not stands_alone(before, behind) or is_condition or not _explains(before):
            continue
        named = next((each.concepts - _LOOKED_AT for each in words.nouns), frozenset[str]())
        noun = next(iter(sorted(named)), "")
        places = [found[0] for found in PLACE.finditer(before) if found[1] in REFERRED]
        meant = " ".join(dict.fromkeys([noun.replace("_", " "), *places[-1:]]))
        wish = reader.understood(replaced(behind, meant))
        if wish is None or wish.action.effect == "read":
            wish = wish or reader.understood(f"{behind} {before}")
        if wish is not None:
            whole = reader.understood(f"{replaced(behind, meant)} {before}")
            is_same = whole is not None and whole.action == wish.action
            return [whole] if whole and is_same else [wish]
    return []


def _with_subject(wish: Understood, part: str, reader: Reader) -> Understood:
    """The wish with the name that its explanation begins with, if it lacks one."""
    if not missing(wish.action, wish.slots):
        return wish
    for before, behind in coordinated(part):
        subject = subject_of(before) if stands_alone(before, behind) else ""
        if subject and _explains(before):
            again = reader.understood(f"{behind} {subject}")
            if again and again.action == wish.action and len(again.slots) > len(wish.slots):
                return again
    return wish


def _explains(text: str) -> bool:
    stance = stance_of(words_of(text).plain)
    said = compiled(r"\b(?:says?|said|told|asks?|asked|wants?|wanted|docs?|suggests?|reads)\b")
    return stance in (Stance.WISH, Stance.REPORTED) and said.search(text) is None


def _split(before: str, behind: str, reader: Reader) -> list[Understood]:
    is_wish = stance_of(words_of(before).plain) in (Stance.WISH, Stance.REPORTED)
    if not is_wish or _SAYS_WHERE.match(behind):
        return []
    said = behind
    is_asked = _ASKED.match(behind) is not None and begins_with_verb(before)
    if begins_with_verb(behind):
        if is_bare_verb(before):
            before = f"{without_fillers(before)} {_object_of(behind)}"
    elif not is_asked:
        is_and = f"and {behind}" in reader.marked.text
        behind = _with_verb_of(before, behind, is_and=is_and)
    first = reader.understood(before) if behind else None
    is_explanation = begins_with_verb(behind) and not begins_with_verb(before)
    if first is None or is_its_text(first, before, said, reader.marked.text):
        return []
    if is_explanation and (first.action.effect in ("read", "none") or _IS_SO.search(before)):
        return []
    return _both(first, before, behind, said, reader)


def _both(
    first: Understood, before: str, behind: str, said: str, reader: Reader
) -> list[Understood]:
    """The first wish and those of the second part, if that is more than a part of the first."""
    is_asked = _ASKED.match(behind) is not None and begins_with_verb(before)
    rest = _parts(behind, reader) or _parts(with_object_of(before, behind), reader)
    if not rest and (named := with_kind_of(behind, first)):
        rest = _parts(named, reader)
    if rest and _COMPLAINT.search(before) and first.action.effect == "read":
        return rest
    if is_asked and not {wish.action.effect for wish in (first, *rest)} <= {"read"}:
        return []
    is_new = bool(rest) and (
        (begins_with_verb(behind) and rest[0].action != first.action) or is_other(first, rest)
    )
    return [first, *rest] if is_new and not only_adds(first, rest[0], said) else []


def _object_of(text: str) -> str:
    words = words_of(without_fillers(text))
    stripped = without_fillers(text)
    if not words.verbs:
        return stripped
    return " ".join(stripped.split()[words.verbs[0].end :])


def _with_verb_of(before: str, behind: str, *, is_and: bool) -> str:
    """The second part with the verb of the first: "list buckets and instances"."""
    words = words_of(without_fillers(before))
    other = words_of(behind)
    if other.tokens[:1] == ("deploy",):
        return behind
    if words.main_verb & _MAKING and re.search(r"<\w+_arn\d+>", behind):
        return ""
    if not words.verbs or not other.nouns or other.nouns[0].start > 3:
        return ""
    is_listing = "show" in words.verbs[0].concepts and other.nouns[0].phrase.endswith("s")
    is_another_id = (
        re.match(r"<(?!instance)\w+>", behind) and other.nouns[0].start == 0 and "<" in before
    )
    is_alike = other.nouns[0].start == 0 and bool(other.nouns[0].concepts & words.heads)
    is_thing = is_and and other.nouns[0].start == 0 and bool(other.nouns[0].concepts & _THINGS)
    is_alike = is_alike or (is_thing and not re.search(r"\b(?:with|using|to|from)\b", before))
    is_named = (_DETERMINER.match(behind) or is_alike) and not before.endswith(":")
    if not is_listing and not is_named and not is_another_id:
        return ""
    verb = without_fillers(before).split()[: words.verbs[0].end]
    return f"{' '.join(verb)} {behind}"
