"""Orders as they come hidden in content: what a stranger writes for a model to read, not a person.

No list of such orders is ever complete. The boundary is that content cannot change anything; this
only finds, early and by name, what nobody writes by accident.
"""

import re
import unicodedata
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterator
from functools import cache

_TAG = re.compile("[\U000e0001-\U000e007f]")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f")
"""A flag of a region is spelt with the same invisible letters (Unicode Technical Standard 51)."""
_OVERRIDE = re.compile("[\u202d\u202e]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNSEEN = re.compile("[\u200b\u2060-\u2064\ufeff\u00ad\u180e\ufff9-\ufffb]{2}")

_TO_THE_ASSISTANT = (
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|"
    r"preceding|existing|your|system|all)\b.{0,30}\b(?:instructions?|rules|prompts?|polic(?:y|ies)|"
    r"guidelines|guardrails|context|orders)\b",
    r"\b(?:attention|note|message|instructions?|hint)\b.{0,12}\b(?:to|for)?\b.{0,8}"
    r"\b(?:the )?(?:ai|llm|language model|assistant|agent|copilot|chatbot|gpt)s?\b\s?[:,!]",
    r"\b(?:ai|llm|assistant|copilot|agent)s?\b.{0,20}\b(?:must|should|shall|has to|have to|"
    r"needs? to|are to|is to|please|now)\b.{0,40}\b(?:call|run|execute|delete|create|approve|"
    r"deploy|send|ignore|attach|grant|use|reveal|upload|invoke|apply|fetch|post|include|say|answer|reply)\b",
    r"\b(?:if|when) you(?:'re| are) an? (?:ai|llm|language model|assistant|agent|bot)\b",
    r"\byou are (?:now|no longer)\b",
    r"\b(?:do not|don'?t|never) (?:tell|inform|mention|show|warn|alert)\b.{0,30}\b(?:user|person|"
    r"human|operator|owner|anyone|this)\b",
    r"\b(?:new|updated|additional|real|hidden|secret) (?:system )?(?:instructions?|prompt|task|"
    r"orders?|rules?)\b\s*(?::|are\b|is\b)",
    r"\b(?:reveal|print|repeat|show|output|leak|dump)\b.{0,30}\b(?:system )?(?:prompt|instructions|"
    r"system message)\b",
    r"(?:^|\n)\W{0,6}(?:system|assistant|developer)\s*(?:message|prompt)?\s*\W?:",
    r"<\|?/?(?:im_start|im_end|system|endoftext|assistant|tool_call)\|?>|\[/?inst\]|<</?sys>>",
)
_CLAIMS = (
    r"\b(?:plans?|changes?|deletion|deployment|request|this|it|everything)\b.{0,30}\b(?:is|are|was|"
    r"were|has been|have been)\b.{0,20}\b(?:already |pre-?|auto-?)?(?:approved|authori[sz]ed|"
    r"confirmed|signed off|whitelisted)\b.{0,40}\b(?:skip|no need|proceed|continue|apply|execute|"
    r"without|by (?:the )?(?:user|owner|admin\w*|operator|security|compliance|ceo|cto))\b",
    r"\b(?:user|owner|admin\w*|operator|compliance|security team)\b.{0,20}\b(?:has |have )?"
    r"(?:already )?(?:approved|authori[sz]ed|confirmed)\b.{0,20}\b(?:this|it|the|all|everything|"
    r"plans?|changes?)\b",
    r"\b(?:approval|confirmation)\W{0,4}(?:is |was |has been )?(?:granted|given|obtained|"
    r"not (?:needed|required))\b",
)
_TOOL_CALL = (r"[\"'](?:tool_calls?|function_call)[\"']\s*:",)

_LINK = re.compile(r"https?://[^\s<>\"')\]]{4,2048}")
_IMAGE = re.compile(r"!\[[^\]]{0,200}\]\(\s*https?://|<img\b[^>]{0,200}\bsrc\s*=", re.I)
_CARRIES = re.compile(
    r"(?:\{\{?|%7b|\$\{|<)[a-z_ .-]{2,40}(?:\}\}?|%7d|>)|[?&][\w.-]{1,40}=[^&#]{32,}|"
    r"[?&](?:d|data|q|leak|exfil|secrets?|keys?|tokens?|creds?|payload|c|content|env)=",
    re.I,
)
_OURS = re.compile(
    r"https?://(?:[a-z0-9.-]+\.(?:amazonaws\.com|on\.aws)|console\.aws\.amazon\.com|"
    r"(?:127\.0\.0\.1|localhost)(?::\d{1,5})?)(?:[/?#]|$)",
    re.I,
)
_ENCODED = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,8192}={0,2}(?![A-Za-z0-9+/_-])")
_MOST_DECODED = 50
_MOST = 100_000
"""Characters; whoever asks about more gets an answer about the beginning and the end."""

HIDDEN = "It holds characters that nobody sees."
ADDRESSED = "It gives orders to the assistant."
CLAIMED = "It claims an approval, which only the card of a plan can give."
CALLED = "It imitates a call of a tool."
LINKED = "It holds a link that would carry data away."
ENCODED = "It holds encoded orders to the assistant."


def injection_in(text: str) -> str | None:
    """Why the text of a stranger is taken for hidden orders, in one sentence that quotes nothing;
    else ``None``.
    """
    some = ends_of(text, _MOST)
    if _OVERRIDE.search(some) or _UNSEEN.search(some):
        return HIDDEN
    if _claims(_plain(some)):
        return CLAIMED
    return smuggled_in(some)


def smuggled_in(text: str) -> str | None:
    """The same for what a person says, who may have copied it from somewhere.

    People say that they have approved a plan, and are shown its card; and characters that hide no
    words are left out, or asked about, by the interpreter.
    """
    some = ends_of(text, _MOST)
    if _TAG.search(_FLAG.sub("", some)):
        return HIDDEN
    plain = _plain(some)
    if _addresses(plain):
        return ADDRESSED
    if _imitates(plain):
        return CALLED
    if carries_data_away(some):
        return LINKED
    return ENCODED if any(_orders(decoded) for decoded in _decoded(some)) else None


def hides_characters(text: str) -> bool:
    """Whether a text is not what a person, or a terminal, shows of it."""
    hidden = (_TAG, _OVERRIDE, _UNSEEN, _CONTROL)
    return any(each.search(_FLAG.sub("", text)) for each in hidden)


def carries_data_away(text: str) -> bool:
    """Whether a link, when shown or followed, would tell its host what stands in the text."""
    strange = [match[0] for match in _LINK.finditer(text) if not _OURS.match(match[0])]
    return bool(strange) and (
        _IMAGE.search(text) is not None or any(_CARRIES.search(link) for link in strange)
    )


def reads_as_orders(name: str) -> bool:
    """Whether a name of something, such as a bucket, is a sentence: ``ignore-previous-rules``."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+|_+", " ", name).strip()
    return _orders(spaced) or _orders(re.sub(r"[-_./]+", " ", name))


def _orders(text: str) -> bool:
    plain = _plain(text)
    return _addresses(plain) or _claims(plain) or _imitates(plain)


def ends_of(text: str, most: int) -> str:
    """The text, or of a longer one its beginning and its end."""
    if len(text) <= most:
        return text
    return f"{text[: most // 2]}\n{text[-(most // 2) :]}"


def _plain(text: str) -> str:
    """One spelling: NFKC, without unseen characters and accents, in lower case."""
    spelt = unicodedata.normalize("NFKD", text)
    seen = (each for each in spelt if unicodedata.category(each) not in ("Cf", "Mn"))
    return re.sub(r"[^\S\n]+", " ", "".join(seen)).replace("’", "'").lower()


def _decoded(text: str) -> Iterator[str]:
    """What runs of base64 say, where they say something readable."""
    for number, match in enumerate(_ENCODED.finditer(text)):
        if number == _MOST_DECODED:
            return
        digits = match[0].rstrip("=").replace("-", "+").replace("_", "/")
        try:
            content = b64decode(digits + "=" * (-len(digits) % 4)).decode("utf-8")
        except (Error, ValueError):
            continue
        if content.isprintable() or "\n" in content:
            yield content


def _finder(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    @cache
    def compiled() -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{each})" for each in patterns))

    return lambda text: compiled().search(text) is not None


_addresses = _finder(_TO_THE_ASSISTANT)
_claims = _finder(_CLAIMS)
_imitates = _finder(_TOOL_CALL)
