"""Characters that nobody sees, and that could stand between the letters of a secret."""

import unicodedata


def without_unseen(text: str) -> str:
    """``text`` without format characters, such as zero-width spaces (category Cf of Unicode)."""
    if text.isascii():
        return text
    return "".join(each for each in text if unicodedata.category(each) != "Cf")
