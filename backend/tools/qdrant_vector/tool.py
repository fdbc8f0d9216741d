"""``query`` and ``upsert`` of memories, within the bounds of the run that calls."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue, ValidationError

from agentpro.tools import ToolResult, ToolScope
from backend.domain.errors import CopilotError, ModelCanFix, error_to_value
from backend.domain.identifiers import UNNAMED, ApplicationId, Scope
from backend.domain.memories import KEPT_FOR, Memory, MemoryCollection
from backend.stores.knowledge.library import Library
from backend.stores.knowledge.store import Search
from backend.tools.qdrant_vector.arguments import ItemArgs, QueryArgs, UpsertArgs

NAME = "qdrant_vector"
CAPABILITIES = frozenset({"query", "upsert"})
_SHARED: frozenset[MemoryCollection] = frozenset({"templates"})
"""What worked for one application of an environment is there for all of them."""
_NO_ONE_APPLICATION = (UNNAMED, ApplicationId("*"))


@dataclass(frozen=True, slots=True)
class QdrantVector:
    """The tool ``qdrant_vector``; tenant, environment and application come from the run alone."""

    library: Library
    name: str = NAME

    @property
    def capabilities(self) -> frozenset[str]:
        """What a role may be granted."""
        return CAPABILITIES

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        """Find memories, or keep some.

        ``query`` ``{collection, text | embedding, top_k=5, tags=[]}`` → ``{matches, retrieval,
        degraded_by}``: the matches best first, how they were found, and why not by meaning.
        ``upsert`` ``{collection, items}`` → ``{kept, degraded_by}``.
        """
        try:
            if capability == "query":
                return ToolResult(value=await self._query(QueryArgs.from_json({**args}), scope))
            if capability == "upsert":
                return ToolResult(value=await self._upsert(UpsertArgs.from_json({**args}), scope))
            raise _unusable("capability")
        except ValidationError as error:
            places = {".".join(map(str, each["loc"])) or "input" for each in error.errors()}
            return ToolResult(error=error_to_value(_unusable(", ".join(sorted(places)))))
        except CopilotError as error:
            return ToolResult(error=error_to_value(error))

    async def _query(self, asked: QueryArgs, scope: ToolScope) -> JsonValue:
        own = Scope.from_json(scope.inputs["scope"])
        is_wide = asked.collection in _SHARED or own.application_id in _NO_ONE_APPLICATION
        recalled = await self.library.recall(
            Search(
                collection=asked.collection,
                tenant_id=own.tenant_id,
                environment_id=own.environment_id,
                application_id=None if is_wide else own.application_id,
                text=asked.text,
                embedding=asked.embedding,
                tags=asked.tags,
                limit=asked.top_k,
                now=self.library.clock(),
            )
        )
        return {
            "matches": [match.to_reference() for match in recalled.matches],
            "retrieval": recalled.retrieval,
            "degraded_by": recalled.degraded_by,
        }

    async def _upsert(self, asked: UpsertArgs, scope: ToolScope) -> JsonValue:
        if any(item.graph_run_id not in (None, scope.graph_run_id) for item in asked.items):
            raise _unusable("items.graph_run_id")
        memories = [self._memory(asked.collection, item, scope) for item in asked.items]
        degraded_by = await self.library.remember(*memories)
        return {"kept": len(memories), "degraded_by": degraded_by}

    def _memory(self, collection: MemoryCollection, item: ItemArgs, scope: ToolScope) -> Memory:
        now = self.library.clock()
        return Memory(
            **item.model_dump(),
            collection=collection,
            scope=Scope.from_json(scope.inputs["scope"]),
            occurred_at=now,
            expires_at=now + KEPT_FOR,
        )


def _unusable(places: str) -> ModelCanFix:
    return ModelCanFix(
        "E_BAD_ARGUMENTS",
        f"The arguments of {NAME} are not usable: {places}.",
        "Correct the named arguments; a run keeps memories in its own name only.",
    )
