"""Lists of words as data."""


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())
