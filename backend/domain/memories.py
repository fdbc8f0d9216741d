"""Memories: what earlier runs have taught, as short sanitised texts of typed facts."""

from datetime import timedelta
from typing import Annotated, Literal, get_args

from pydantic import AwareDatetime, Field, JsonValue, field_validator

from backend.domain.canonical import JsonObject
from backend.domain.identifiers import DeploymentId, GraphRunId, Scope, Value

MemoryCollection = Literal["briefs", "failures", "templates"]
"""What a repository is, which failure was resolved and how, and which recipe has worked."""
COLLECTIONS: tuple[MemoryCollection, ...] = get_args(MemoryCollection)
KEPT_FOR = timedelta(days=90)
"""How long a memory is kept that no living deployment needs."""
MOST_TOKENS = 2_000
_BYTES_OF_A_TOKEN = 3
"""On the safe side: models take three to four bytes of English for a token."""
_CUT = "…"

MemoryId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$")]
"""Made from the memory's source, so that telling it again replaces it."""
Tag = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
"""One word for a part of the stack: ``fastapi``, ``vite``, ``aws``, a target, a region."""
Tags = Annotated[tuple[Tag, ...], Field(max_length=20)]


class Memory(Value):
    """One thing worth knowing again, and whose it is."""

    memory_id: MemoryId
    collection: MemoryCollection
    scope: Scope
    text: str = Field(min_length=1)
    """At most ``MOST_TOKENS`` long."""
    tags: Tags = ()
    graph_run_id: GraphRunId | None = None
    deployment_id: DeploymentId | None = None
    occurred_at: AwareDatetime
    expires_at: AwareDatetime | None = None
    """``None`` as long as a living deployment needs it."""

    @field_validator("text")
    @classmethod
    def _is_brief(cls, text: str) -> str:
        if not is_brief(text):
            raise ValueError(f"a memory has at most {MOST_TOKENS} tokens")
        return text


class Match(Value):
    """A memory that was found; a higher score fits better, within one answer only."""

    memory: Memory
    score: float

    def to_reference(self) -> JsonObject:
        """What roles and clients see of it."""
        kept: dict[str, JsonValue] = self.memory.to_json()
        shown = ("memory_id", "collection", "text", "tags", "occurred_at", *_RUNS)
        return {**{name: kept[name] for name in shown}, "score": round(self.score, 4)}


_RUNS = ("graph_run_id", "deployment_id")


def is_brief(text: str) -> bool:
    """Whether a text keeps the limit of ``MOST_TOKENS``."""
    return len(text.encode()) <= MOST_TOKENS * _BYTES_OF_A_TOKEN


def cut_to_brief(text: str) -> str:
    """``text`` up to the limit, ended at a word, with an ellipsis where something is left out."""
    if is_brief(text):
        return text
    room = MOST_TOKENS * _BYTES_OF_A_TOKEN - len(_CUT.encode())
    start = text.encode()[:room].decode(errors="ignore")
    whole = start.rpartition(" ")[0]
    return (whole or start) + _CUT
