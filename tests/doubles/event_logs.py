"""The durable log of sessions, in memory, with failures on demand."""

from pydantic import JsonValue


class MemoryEventLog:
    """Keeps each event once per session and numbers them from 1."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.documents: dict[str, list[dict[str, JsonValue]]] = {}

    async def append(self, session_id: str, document: dict[str, JsonValue]) -> int:
        if self.failure is not None:
            raise self.failure
        kept = self.documents.setdefault(session_id, [])
        for index, other in enumerate(kept):
            if other["event_id"] == document["event_id"]:
                return index + 1
        kept.append(document)
        return len(kept)
