"""How DBOS writes and reads values: strict JSON and nothing else.

Choosing a serializer is not enough. DBOS reads each row by the format that the row names, and one
of those formats is pickle, which runs code: whoever can write a row could run a program.
"""

import asyncio
import json
from typing import Any, Never

from dbos import Serializer
from dbos._serialization import DefaultSerializer

from backend.domain.errors import OperatorMustAct
from backend.durable.databases import DATABASE_ERRORS
from backend.durable.records import strict_json


class EngineFailure(Exception):
    """An exception of the engine's own, as it came back from the database."""


class NotRecorded(asyncio.CancelledError):
    """A result could not be written, and DBOS is about to write that failure in its place.

    If the database has come back by then, the run would end by it. To asyncio and to DBOS this is
    a cancellation, after which nothing is written.
    """

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


class StrictJson(Serializer):
    """JSON around every value; exceptions of the engine keep their type's name and message."""

    def name(self) -> str:
        """The format that rows carry."""
        return "copilot_json"

    def serialize(self, data: Any) -> str:
        """Any JSON value, or an exception.

        Raises:
            NotRecorded: for a failure of the database.
        """
        if isinstance(data, DATABASE_ERRORS):
            raise NotRecorded(data)
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
