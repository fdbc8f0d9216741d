"""What people ask about earlier times, and about the service itself."""

from backend.agents.explaining.aspects.wordlists import words
from backend.agents.explaining.query import Aspect

_SECRETS = r"(?:aws |secret |github )?(?:keys?|secrets?|passwords?|credentials?|tokens?|data)"

OTHERS: tuple[Aspect, ...] = (
    Aspect(
        name="memory",
        topic="memory",
        fits="memory",
        patterns=(
            r"\b(?:what happened |what went wrong |what did we do )?(?:last|previous) "
            r"(?:time|times|week|month|deployment|run|session|release)\b",
            r"\b(?:what|when) (?:did|have) (?:we|i)\b.{0,20}\b(?:do|done|deploy|deployed|try|tried"
            r"|change|ship)\b",
            r"\b(?:remember|history|previously|yesterday|so far|earlier|in the past|recently)\b",
            r"\bhave we (?:seen|done|had|met|tried)\b|\b(?:did|has) (?:this|that|it) (?:happen|fail"
            r"|failed|happened) before\b|\bever\b.{0,15}\b(?:deployed|done|seen)\b",
        ),
        keywords=words("remember history previously earlier yesterday recently"),
        example="What did we do last time?",
    ),
    Aspect(
        name="abilities",
        topic="general",
        fits="always",
        patterns=(
            r"\bwhat (?:all )?(?:(?:can|do|could|are) (?:you|it|this tool)|you can|you could) "
            r"(?:do|able|offer|good)\b",
            r"\bwhat can i (?:do with you|ask|say)\b",
            r"^(?:what is (?:this|it|that)|how can you help(?: me)?)$",
            r"^(?:help|help me|please help)$|\bhow (?:does|do) (?:this|you) work\b|\bwho are you\b"
            r"|\bwhat are you$|\bcapabilities\b|\byour (?:features|abilities)\b",
        ),
        keywords=words("abilities capabilities features"),
        example="What can you do?",
    ),
    Aspect(
        name="waiting",
        topic="general",
        fits="always",
        patterns=(
            r"\bwhat (?:are|is) (?:you|it) waiting\b.*$|\bmy turn\b|\bis (?:it|anything) waiting\b",
            r"\bwhat (?:do|else do|does it) (?:you )?(?:still )?need\b(?: from me| to know)?",
            r"\bwhat\b.{0,15}\bis (?:still )?missing\b",
            r"\bneed (?:something|anything)\b.{0,12}\bfrom me\b",
            r"\bwhy (?:is|are) (?:it|you) (?:waiting|stuck)\b",
        ),
        keywords=words("waiting missing stuck"),
        example="What are you waiting for?",
    ),
    Aspect(
        name="secrets",
        topic="general",
        fits="always",
        patterns=(
            rf"\b(?:who has access to|what happens (?:to|with)) my {_SECRETS}\b.*$",
            rf"\b(?:where|how|who)\b.{{0,30}}\b{_SECRETS}\b.{{0,25}}"
            r"\b(?:access to|stored?|kept|safe|go|see|used?|encrypted|read)\b",
            rf"\b(?:see|read|store|keep|get) my {_SECRETS}\b",
            rf"\b(?:are|is) my {_SECRETS}\b.{{0,15}}\b(?:safe|secure|stored|encrypted)\b",
            r"\bwhich credentials (?:are|do i|have i)\b",
        ),
        keywords=words("encrypted vault"),
        example="Where are my keys kept?",
    ),
)
