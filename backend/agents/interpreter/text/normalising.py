"""One spelling for what looks the same, and the messages that are not read at all."""

import re
import unicodedata

LONGEST = 8_000
"""Characters; a longer message is answered by a question."""

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffd]")
_TRANSLATED = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-", "—": ", ",
        "\r": "\n", "\t": " ",
    }
)  # fmt: skip
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_SLASH_COMMAND = re.compile(r"^/(?=[a-z]+\b(?![/.]))")
_WORD = re.compile(r"[^\W\d_]+")


def normalised(text: str) -> str:
    """NFKC, without characters that nobody sees, with plain quotes, dashes and single spaces."""
    plain = unicodedata.normalize("NFKC", text).translate(_TRANSLATED)
    seen = "".join(each for each in plain if each == "\n" or unicodedata.category(each) != "Cf")
    lines = _LINES.sub("\n", _SPACES.sub(" ", seen)).strip()
    return _SLASH_COMMAND.sub("", lines)


def unreadable(text: str) -> str | None:
    """Why a message is not read, in words for the person; ``None`` if it is.

    A message whose direction was overridden shows something else than it says. One whose words
    mix alphabets may look like a command that it is not.
    """
    if len(text) > LONGEST:
        return f"The message is longer than {LONGEST} characters."
    if _CONTROL.search(text):
        return "The message holds binary data."
    if _BIDI.search(text):
        return "The message changes its writing direction, so it shows something else than it says."
    if any(_mixes_alphabets(word) for word in _WORD.findall(unicodedata.normalize("NFKC", text))):
        return "A word of the message mixes letters of several alphabets."
    return None


def _mixes_alphabets(word: str) -> bool:
    if word.isascii():
        return False
    alphabets = {unicodedata.name(letter, "").split(" ")[0] for letter in word}
    return "LATIN" in alphabets and bool(alphabets & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
