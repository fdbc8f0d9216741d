"""From an answer that strangers had their hands in to facts that a model may see."""

import json
import re

from pydantic import JsonValue

from backend.agents.quarantine.answers import declared_names
from backend.agents.quarantine.fields import FIELDS, Field, Keyed
from backend.agents.quarantine.grammars import container, nothing
from backend.domain.canonical import JsonObject

_REFERENCE = re.compile(r"\btext_[1-9]\d{0,5}\b")
_MARKS = re.compile("[“”]")
_PLAIN_MARK = '"'
_QUOTATION = re.compile("“[^”]*(?:”|$)")
_TURNS = ("situation", "turns")


class Quarantine:
    """The quarantine of one turn: texts are numbered on, so that no two have the same reference.

    ``texts`` keeps what was withheld, word for word, for people.
    """

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._references: dict[str, str] = {}

    def facts(self, tool: str, capability: str, value: JsonValue) -> JsonValue:
        """See :func:`typed_facts`."""
        reading = _Reading(self, declared_names(tool, capability), (tool, capability))
        return reading.value(value, container)

    def withhold(self, value: JsonValue) -> JsonObject:
        """What stands for a text, or for all that an object or a list holds."""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return {"untrusted": self.reference(text), "characters": len(text)}

    def reference(self, text: str) -> str:
        """``text_1``, ``text_2``, …; the same for the same text."""
        known = self._references.get(text)
        if known is None:
            known = self._references[text] = f"text_{len(self._references) + 1}"
            self.texts[known] = text
        return known

    def shown_to_person(self, answer: str) -> str:
        """An answer of a model with the untouched texts, in “quotation marks”, where it refers to
        them.

        For the eyes of a person alone: what is given to a model again goes through
        :func:`without_quotations`.
        """
        return _REFERENCE.sub(self._quotation, answer)

    def _quotation(self, found: re.Match[str]) -> str:
        text = self.texts.get(found[0])
        return found[0] if text is None else f"“{_MARKS.sub(_PLAIN_MARK, text)}”"


def without_quotations(text: str) -> str:
    """What was said to a person, without the words of strangers that it shows."""
    return _QUOTATION.sub("“…”", text)


def typed_facts(tool: str, capability: str, value: JsonValue) -> JsonValue:
    """What a model may see of a tool's answer.

    Numbers and truth values stay. A text stays if the field that it stands in is declared
    (``answers`` and ``fields`` of this package) and it is what that field holds: an id, an ARN, a
    name, a time, a word of a closed set. Every other text, and what a field holds whose inside is
    not declared, becomes ``{"untrusted": "text_3", "characters": 41}``, and an undeclared name of a
    field ``text_3``. Pure, and the same for the same value.
    """
    return Quarantine().facts(tool, capability, value)


class _Reading:
    """One answer, with the names that are declared for it."""

    def __init__(
        self, quarantine: Quarantine, names: frozenset[str], place: tuple[str, str]
    ) -> None:
        self._quarantine = quarantine
        self._names = names
        self._place = place

    def value(self, value: JsonValue, field: Field) -> JsonValue:
        """What is left of a value that stands in a field."""
        if field is nothing and _holds_text(value):
            return self._quarantine.withhold(value)
        match value:
            case str():
                fits = not isinstance(field, Keyed) and field(value)
                return value if fits else self._quarantine.withhold(value)
            case list():
                return [self.value(each, field) for each in value]
            case dict():
                return self._object(value, field)
            case _:
                return value

    def _object(self, value: JsonObject, field: Field) -> JsonValue:
        if isinstance(field, Keyed):
            return self._keyed(value, field)
        if isinstance(value.get("columns"), list) and isinstance(value.get("rows"), list):
            return self._table(value)
        reading = self._with_read(value)
        return {
            reading.name(name): reading.value(each, reading.field(name, value))
            for name, each in value.items()
        }

    def _with_read(self, value: JsonObject) -> "_Reading":
        """Inside the answer of a read of the catalogue, the names of that read count as well."""
        action = value.get("action")
        if "answer" not in self._names or "answer" not in value or not isinstance(action, str):
            return self
        own = declared_names(*self._place, action)
        return _Reading(self._quarantine, self._names | own, self._place)

    def name(self, name: str) -> str:
        """The name itself if it is declared, else its reference."""
        return name if name in self._names else self._quarantine.reference(name)

    def field(self, name: str, among: JsonObject) -> Field:
        """What may stand under it; an undeclared field holds nothing, however deep."""
        if name not in self._names:
            return nothing
        if self._place == _TURNS and name == "text" and among.get("author") == "person":
            return _said_by_a_person
        return FIELDS.get(name, container)

    def _table(self, value: JsonObject) -> JsonValue:
        columns, rows = _items(value["columns"]), _items(value["rows"])
        names = [each if isinstance(each, str) else "" for each in columns]
        fields = [self.field(name, {}) for name in names]
        return {
            "columns": [self.name(name) for name in names],
            "rows": [self._row(_items(row), fields) for row in rows],
            "total": self.value(value.get("total"), nothing),
        }

    def _row(self, cells: list[JsonValue], fields: list[Field]) -> JsonValue:
        return [
            self.value(cell, fields[place] if place < len(fields) else nothing)
            for place, cell in enumerate(cells)
        ]

    def _keyed(self, value: JsonObject, field: Keyed) -> JsonValue:
        return {
            name if field.names(name) else self._quarantine.reference(name): self.value(
                each, field.values
            )
            for name, each in value.items()
        }


def _items(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]


def _holds_text(value: JsonValue) -> bool:
    match value:
        case str():
            return True
        case list():
            return any(_holds_text(each) for each in value)
        case dict():
            return bool(value)
        case _:
            return False


def _said_by_a_person(_text: str) -> bool:
    """The words of whoever is authenticated; an assistant's may quote strangers."""
    return True
