"""The curator at a message: what is remembered of earlier runs that may answer it."""

from collections.abc import Mapping

from pydantic import JsonValue, ValidationError

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.conversing.shapes import list_of
from backend.agents.conversing.turn import message_of, topic_fact
from backend.agents.explaining import Memory, Topic
from backend.agents.handler import handles, value_of

MOST_MEMORIES = 5
_OUTCOMES: Mapping[Topic, str] = {"plan": "plan", "verdict": "verdict", "outcome": "outcome"}
_COLLECTIONS: Mapping[Topic, tuple[str, ...]] = {
    "plan": (),
    "verdict": (),
    "outcome": ("failures",),
    "memory": ("briefs", "failures"),
    "general": ("briefs", "templates"),
}


@handles("curator.recall", "plan", "verdict", "outcome", "other")
async def recall(context: NodeContext) -> Outcome:
    """The memories nearest to the question; without a memory, none."""
    topic = topic_fact(context)
    memories: list[JsonValue] = []
    for collection in _COLLECTIONS[topic]:
        memories += await _found(context, collection)
    return Outcome(name=_OUTCOMES.get(topic, "other"), facts={"memories": memories})


async def _found(context: NodeContext, collection: str) -> list[JsonValue]:
    args: dict[str, JsonValue] = {
        "collection": collection,
        "text": message_of(context),
        "top_k": MOST_MEMORIES,
    }
    result = await context.call("qdrant_vector", "query", args, leaf=f"recall_{collection}")
    return [each for each in list_of(value_of(result).get("matches")) if _is_memory(each)]


def _is_memory(value: JsonValue) -> bool:
    try:
        Memory.from_json(value)
    except ValidationError:
        return False
    return True


HANDLERS: tuple[Handler, ...] = (recall,)
