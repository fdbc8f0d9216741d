"""What reads found, as typed values."""

from pydantic import JsonValue

from backend.domain.canonical import JsonObject
from backend.domain.identifiers import Value
from backend.domain.operations import OperationAnswer


class Listing(Value):
    """A list of things; of more than some hundreds, ``rows`` is the beginning."""

    columns: tuple[str, ...]
    rows: tuple[tuple[JsonValue, ...], ...]
    total: int

    @property
    def records(self) -> tuple[JsonObject, ...]:
        """Each row by the names of its columns."""
        return tuple(dict(zip(self.columns, row, strict=True)) for row in self.rows)


class Facts(Value):
    """What is known of one thing."""

    facts: JsonObject


def typed_answer(answer: OperationAnswer) -> Listing | Facts:
    """What a read found."""
    kind = Listing if "columns" in answer.answer else Facts
    return kind.from_json(answer.answer)
