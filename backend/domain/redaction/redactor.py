"""The port in front of every sink: text and JSON with every secret replaced by ``***``."""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import JsonValue

from backend.domain.redaction.detection import find_secrets, secret_key_findings
from backend.domain.redaction.finding import PLACEHOLDER, Span, merged, replaced
from backend.domain.redaction.known import KnownSecrets
from backend.domain.redaction.names import is_secret_name
from backend.domain.redaction.stream import StreamRedactor
from backend.domain.redaction.vendor import ACCESS_KEY_ID

_DEEPEST = 64
_PASSES = 4
_NAME_FIELDS = ("name", "Name", "key", "Key")
_VALUE_FIELDS = ("value", "Value")


class Redactor:
    """Redacts known values and whatever shape or surroundings give away.

    Redacting twice gives the same as redacting once. Identifiers, ARNs, digests, versions and
    images survive.
    """

    def __init__(self, known: KnownSecrets) -> None:
        self._known = known

    def text(self, text: str) -> str:
        """``text`` with every secret replaced by ``***``."""
        return self._stable(text, is_near=False)

    def value(self, value: JsonValue) -> JsonValue:
        """``value`` with secrets redacted in keys, in strings, and under names that announce one.

        What is nested deeper than 64 levels is replaced whole.
        """
        return self._walk(value, depth=0, is_near=False)

    def truth(self, value: JsonValue) -> JsonValue:
        """``value`` with every string redacted, whatever the name that it stands under.

        For what is read back as truth: a plan's reference to a secret stands under a secret's name.
        """
        match value:
            case str():
                return self.text(value)
            case dict():
                return {key: self.truth(item) for key, item in value.items()}
            case list():
                return [self.truth(item) for item in value]
            case _:
                return value

    def stream(self) -> StreamRedactor:
        """A redactor for text that arrives in chunks; one per stream."""
        return StreamRedactor(self.spans, self._known.longest_spaced_form)

    def spans(self, text: str, *, is_near: bool = False) -> list[Span]:
        """Where secrets stand in ``text``; ``is_near`` says that an access key id is next to it."""
        findings = [*self._known.findings(text), *find_secrets(text)]
        findings += secret_key_findings(text, is_near=True) if is_near else ()
        return merged((finding.start, finding.end) for finding in findings)

    def _stable(self, text: str, *, is_near: bool) -> str:
        for _ in range(_PASSES):
            spans = self.spans(text, is_near=is_near)
            if not spans:
                break
            text = replaced(text, spans)
        return text

    def _walk(self, value: JsonValue, *, depth: int, is_near: bool) -> JsonValue:
        if depth > _DEEPEST:
            return PLACEHOLDER
        match value:
            case str():
                return self._stable(value, is_near=is_near)
            case dict():
                return self._walk_object(value, depth)
            case list():
                return self._walk_list(value, depth)
            case bool() | None:
                return value
            case int() | float():
                return PLACEHOLDER if any(self._known.findings(str(value))) else value

    def _walk_object(self, value: Mapping[str, JsonValue], depth: int) -> JsonValue:
        is_near = _names_access_key(value.values())
        named = _named_field(value)
        return {
            self.text(key): _wiped(item)
            if is_secret_name(key) or key == named
            else self._walk(item, depth=depth + 1, is_near=is_near)
            for key, item in value.items()
        }

    def _walk_list(self, value: Sequence[JsonValue], depth: int) -> JsonValue:
        is_near = _names_access_key(value)
        before: tuple[JsonValue, ...] = (None, *value[:-1])
        return [
            PLACEHOLDER
            if _is_option(previous) and isinstance(item, str)
            else self._walk(item, depth=depth + 1, is_near=is_near)
            for previous, item in zip(before, value, strict=False)
        ]


def _names_access_key(values: Iterable[JsonValue]) -> bool:
    return any(isinstance(value, str) and ACCESS_KEY_ID.search(value) for value in values)


def _named_field(value: Mapping[str, JsonValue]) -> str | None:
    """The field that holds the secret in ``{"name": "DB_PASSWORD", "value": …}``."""
    names = (value.get(field) for field in _NAME_FIELDS)
    if not any(isinstance(name, str) and is_secret_name(name) for name in names):
        return None
    return next((field for field in _VALUE_FIELDS if field in value), None)


def _is_option(value: JsonValue) -> bool:
    return isinstance(value, str) and value.startswith("-") and is_secret_name(value)


def _wiped(value: JsonValue) -> JsonValue:
    """Everything under a secret's name replaced, except what says only whether or where there is
    one.
    """
    match value:
        case None | bool() | "":
            return value
        case str() if value.startswith("arn:aws"):
            return value
        case {"$secret": str()} if len(value) == 1:
            return value
        case list():
            return [PLACEHOLDER for _ in value]
        case _:
            return PLACEHOLDER
