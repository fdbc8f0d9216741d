"""How DBOS writes and reads values: strict JSON and nothing else.

Choosing a serializer is not enough. DBOS reads each row by the format that the row names, and one
of those formats is pickle, which runs code: whoever can write a row could run a program.
"""

import json
from typing import Any, Never

from dbos import Serializer
from dbos._serialization import DefaultSerializer

from backend.domain.errors import OperatorMustAct
from backend.durable.records import strict_json


class EngineFailure(Exception):
    """An exception of the engine's own, as it came back from the database."""


class StrictJson(Serializer):
    """JSON around every value; exceptions of the engine keep their type's name and message."""

    def name(self) -> str:
        """The format that rows carry."""
        return "copilot_json"

    def serialize(self, data: Any) -> str:
        """Any JSON value, or an exception."""
        if isinstance(data, BaseException):
            return strict_json({"exception": f"{type(data).__name__}: {data}"})
        return strict_json({"data": data})

    def deserialize(self, serialized_data: str) -> Any:
        """The inverse of :meth:`serialize`."""
        match json.loads(serialized_data):
            case {"exception": str(text)}:
                return EngineFailure(text)
            case content:
                return content["data"]


def forbid_pickle() -> None:
    """Disarm the pickling serializer of DBOS, in every place that holds one, for this process."""
    for name in ("serialize", "deserialize"):
        setattr(DefaultSerializer, name, _refuse)


def _refuse(*_: object) -> Never:
    raise OperatorMustAct(
        "E_ENGINE_DATA_REFUSED",
        "The engine's database holds a row in a format that could run code; it was not read.",
        "Find out who wrote to the data directory, then restore it from a backup.",
    )
