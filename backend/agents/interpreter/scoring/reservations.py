"""What keeps a wish to change something from being taken at its word."""

from itertools import pairwise

from backend.agents.interpreter.slots.reading import compiled
from backend.agents.interpreter.text.words import Words

WITH_EXCEPTION = "It names what shall be spared, not what shall be changed."
TAKEN_BACK = "It takes back what it wishes."
EITHER = "It leaves open which of two things shall be done."
LATER = "It shall be done later or repeatedly; what is approved is done at once."
CONDITION = "It wishes a change only under a condition, which nobody watches."
BEFORE = "It speaks of what comes before a change, and not of the change alone."

_DAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_PATTERNS = (
    (
        WITH_EXCEPTION,
        r"\b(?:everything|everyone|all|every|each|any|anything)\b[^.;]{0,40}"
        r"\b(?:but|except|excluding|besides|other than|apart from|save for)\b",
    ),
    (
        TAKEN_BACK,
        r"(?:\b(?:just kidding|jk|kidding|(?:only|just) joking|scratch that|never ?mind|"
        r"forget (?:it|that)|on second thoughts?)|"
        r"[?.!,]\s*(?:no|nope|nah|(?:no,? )?wait|not really))\W*$",
    ),
    (
        LATER,
        r"\b(?:at (?:\d{1,2}(?::\d\d)? ?(?:am|pm)|\d{1,2}:\d\d|noon|midnight)|"
        rf"every (?:other )?(?:day|night|morning|evening|week|weekday|weekend|hour|month|{_DAYS})|"
        r"(?<!by )(?<!for )(?<!until )(?<!till )(?:tomorrow(?!'?s)|tonight|"
        r"this (?:evening|weekend))|"
        rf"(?<!by )(?<!for )(?<!starts )(?<!joins )next (?:week|month|{_DAYS})|"
        rf"(?<!by )(?<!starts )(?<!begins )(?<!joins )on {_DAYS}s?|(?:^|please )schedule|"
        r"in (?:\d+|an?|one|two|five|ten|a few) (?:minutes?|mins?|hours?|days?|weeks?))\b",
    ),
    (
        CONDITION,
        r"\b(?:unless|only (?:if|when)|as soon as (?!possible|you can|humanly)|in case)\b|"
        r"\bif (?:it|its|the|my|our|there|cpu|nobody|no one|someone|anyone|they)\b"
        r"(?! (?:does ?n[o']t|is ?n[o']t|is not) (?:exist|there))"
        r"(?!'?s? ?(?:is )?(?:possible|ok|okay|fine|not too))",
    ),
    (
        TAKEN_BACK,
        r"\b(?:delete|remove|drop|terminate|stop|destroy|detach|revoke)\b.*?(?P<same>[\w.<>-]+),? "
        r"(?:but|and|yet) (?:please )?(?:keep|leave|do ?n[o']t touch) (?:the )?(?:\w+ )?(?P=same)"
        r"(?![\w.-])",
    ),
    (BEFORE, r"^(?:but )?before \w+ing\b"),
)
_ONE_OR_ANOTHER = (
    r"\beither\b|(?<![\w-])(?:private(?:,| and| but)? public|public(?:,| and| but)? private)\b|"
    r"<(?P<kind>[a-z]+?)\d+> or (?:the )?<(?P=kind)\d+>|"
    r"\b(?P<noun>[a-z]+) \S+ or (?:the |my )?(?P=noun)\b|"
    r"(?<![\w<])\w[\w.]*-[\w.-]+ or (?:the )?\w[\w.]*-[\w.-]+"
)
"""Two things, of which only one is meant."""

_TELLS_WHEN = (
    r"\b(?:don'?t|do not|doesn'?t|isn'?t|aren'?t|is not|are not|no longer) (?:be )?(?:need|use)"
    r"(?:ed|d)?\b[^,.;]*|[,.;] (?:and )?i(?:'?ll| will)\b[^,.;]*"
)
"""When something is not needed, or what the person will do: no time for what is wished."""

_DOING = frozenset({"delete", "stop", "start", "create", "launch"})


def reservation_of(text: str, words: Words) -> str | None:
    """Why a marked message, though it wishes a change, is better asked about; ``None`` if not."""
    lower = compiled(_TELLS_WHEN).sub(" ", text.lower())
    for reason, pattern in _PATTERNS:
        if compiled(pattern).search(lower):
            return reason
    is_either = compiled(_ONE_OR_ANOTHER).search(lower) is not None
    return EITHER if is_either or _leaves_open(words) else None


def _leaves_open(words: Words) -> bool:
    """Whether it says "stop it or terminate it"."""
    doing = [verb for verb in words.verbs if verb.concepts & _DOING]
    return any(
        "or" in words.tokens[first.end : second.start]
        and not first.concepts & second.concepts & _DOING
        for first, second in pairwise(doing)
    )
