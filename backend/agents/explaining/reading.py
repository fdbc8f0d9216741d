"""Which aspect a question is about, and which steps of the plan it names."""

import re
from functools import cache

from backend.agents.explaining.aspects import ASPECTS
from backend.agents.explaining.purposes import CALLED, name_of
from backend.agents.explaining.query import REASON_CODE, STEP_NAME, Aspect, Fit, Query
from backend.agents.explaining.reasons import CODE, REASONS
from backend.agents.explaining.situation import Situation
from backend.agents.explaining.spellings import SPELLINGS
from backend.agents.interpreter.text.common import KNOWN_WORDS
from backend.agents.interpreter.text.normalising import normalised
from backend.agents.interpreter.text.spelling import corrected
from backend.domain.plans.plan import Step

LONGEST_QUESTION = 1_000
"""Characters that are read; a question that takes more is none."""

CERTAIN = 0.6
_PATTERN = 1.0
_KEYWORD = 0.4
_MOST_KEYWORDS = 3
_FITTING = 0.25
_LENGTH = 0.01
_WITH_PATTERN = 0.03
_WORD = re.compile(r"[a-z']+")
_STEP = re.compile(r"\bsteps? (?:number |no\.? |# ?)?(\d{1,3})\b|\b(\d{1,3})(?:st|nd|rd|th) step\b")


def query_of(question: str, situation: Situation) -> Query:
    """The question in one spelling, with the steps that it names."""
    text = normalised(question[:LONGEST_QUESTION])
    marked = _marked(text, situation)
    plain = _WORD.sub(lambda found: _corrected(found[0]), marked.lower()).replace("'", "")
    for pattern, word in SPELLINGS:
        plain = pattern.sub(word, plain)
    plain = plain.strip(" ?!.,")
    query = Query(text=text, plain=plain, situation=situation)
    return Query(text=text, plain=plain, situation=situation, steps=_steps(query))


def aspect_of(query: Query) -> Aspect | None:
    """What it is about; ``None`` where that is not certain."""
    scores = {aspect.name: _score(aspect, query) for aspect in ASPECTS}
    best = max(ASPECTS, key=lambda aspect: scores[aspect.name])
    return best if scores[best.name] >= CERTAIN else None


def _score(aspect: Aspect, query: Query) -> float:
    matches = [
        found for pattern in _compiled(aspect.patterns) if (found := pattern.search(query.plain))
    ]
    words = set(_WORD.findall(query.plain))
    hits = min(len(words & aspect.keywords), _MOST_KEYWORDS)
    evidence = hits * _KEYWORD
    if matches:
        longest = max(len(found[0]) for found in matches)
        evidence = _PATTERN + longest * _LENGTH + hits * _WITH_PATTERN
    return evidence + (_FITTING if evidence and _is_there(aspect.fits, query.situation) else 0.0)


def _is_there(fit: Fit, situation: Situation) -> bool:
    match fit:
        case "plan":
            return situation.question is not None
        case "run":
            return situation.run is not None and situation.question is None
        case "deployment":
            return bool(situation.live) and situation.question is None
        case "memory":
            return bool(situation.memories)
        case "verdict":
            return situation.verdict is not None or situation.is_stopped_by_compliance
        case "always":
            return True


def _marked(text: str, situation: Situation) -> str:
    """With one word for each code and each name of a step: they decide what is asked about."""
    marked = CODE.sub(lambda found: REASON_CODE if found[0].upper() in REASONS else found[0], text)
    steps = situation.plan.steps if situation.plan else ()
    names = {each for step in steps for each in _names(step) if not each.isalnum()}
    for each in sorted(names, key=len, reverse=True):
        marked = _named(each).sub(STEP_NAME, marked)
    return marked


def _steps(query: Query) -> tuple[Step, ...]:
    """By number, else by id or name, else by what its resource is."""
    plan = query.situation.plan
    if plan is None:
        return ()
    numbers = [int(one or other) for one, other in _STEP.findall(query.plain)]
    if re.search(r"\blast step\b", query.plain):
        numbers.append(len(plan.steps))
    by_number = [plan.steps[number - 1] for number in numbers if 0 < number <= len(plan.steps)]
    by_name = [step for step in plan.steps if _is_named(step, query.text)]
    kinds = [kind for words, kind in CALLED.items() if re.search(words, query.plain)]
    by_kind = [step for step in plan.steps if any(_is_of(kind, step) for kind in kinds)]
    return tuple(by_number or by_name or by_kind)


def _is_named(step: Step, text: str) -> bool:
    return any(_named(each).search(text) for each in _names(step))


def _names(step: Step) -> tuple[str, ...]:
    return (step.step_id, step.action, step.resource, name_of(step.resource))


def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/-]){re.escape(name)}(?![\w/-])")


def _is_of(kind: str, step: Step) -> bool:
    """Whether the resource is of that kind itself, not a part of another of that kind."""
    if "/" in kind or ":" not in kind:
        return kind in step.resource
    is_part = "/policy/" in step.resource or step.resource.endswith("/retention")
    return step.resource.startswith(f"{kind}/") and not is_part


def _corrected(word: str) -> str:
    return corrected(word.replace("'", ""), _vocabulary(), KNOWN_WORDS)


@cache
def _vocabulary() -> frozenset[str]:
    """Every whole word of the declared keywords and examples."""
    examples = (re.findall(r"[a-z]+", aspect.example.lower()) for aspect in ASPECTS)
    keywords = (aspect.keywords for aspect in ASPECTS)
    return frozenset(word for words in (*examples, *keywords) for word in words)


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)
