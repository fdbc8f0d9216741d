"""Free text: titles, bodies and descriptions, word by word as the person wrote them."""

import re

from pydantic import JsonValue

from backend.agents.interpreter.slots.reading import Grammar, Wish, compiled

_QUOTE = r"(<quote\d+>)"
_STOP = (
    r"(?=\s*(?:$|\n|[,;.]?\s+(?:and|with|in|on|for|to|from)\s+(?:the\s+)?(?:<\w+\d+>|"
    "body|description|"
    r"repo|repository|message|text|comment)|[,;]?\s+(?:in|on|for|from|to)\s+<|[.;]\s*$))"
)


def text(
    lead: str, *, may_be_bare: bool = False, any_quote: bool = False, may_be_tail: bool = False
) -> Grammar:
    """The text behind a lead-in: quoted, or with ``may_be_bare`` all words up to the next part.

    ``any_quote`` accepts the first quotation that no other slot has taken.
    """

    def read(wish: Wish) -> JsonValue:
        quoted = compiled(rf"\b(?:{lead})\W*{_QUOTE}").search(wish.text)
        if quoted and quoted[1] not in wish.taken:
            wish.taken.add(quoted[1])
            return wish.marked.mentions[quoted[1]].value
        if any_quote and (mention := wish.take("quote")) is not None:
            return mention.value
        return _bare(wish, lead, may_be_tail=may_be_tail) if may_be_bare else None

    return read


def _bare(wish: Wish, lead: str, *, may_be_tail: bool) -> JsonValue:
    tail = "|:" if may_be_tail else ""
    found = compiled(rf"(?:\b(?:{lead})\b:?{tail})\s+(?!<quote)(\S.*?){_STOP}").search(wish.text)
    if found is None:
        return None
    said = wish.marked.unmarked(found[1]).strip().rstrip(".,;")
    wish.taken.update(re.findall(r"<\w+\d+>", found[1]))
    return said or None
