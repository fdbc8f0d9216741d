"""What is known when a message comes: the end of its conversation, and what that is about."""

from pydantic import JsonValue, TypeAdapter

from backend.agents.conversing.turn import LAST_TURNS
from backend.domain.canonical import JsonObject
from backend.runs.conversation.known.session_log import documents_of
from backend.runs.conversation.reply import PendingWish, Wish
from backend.runs.copilot import LocalCopilot

_PENDING = TypeAdapter(PendingWish)


async def situation(copilot: LocalCopilot, wish: Wish) -> JsonObject:
    """``{turns, pending, question, run, plan, verdict, change_set, deployments, credentials}``,
    each as its view's JSON.

    ``run`` is the one that asks, or else the newest of the conversation; the plan is its newest,
    also after it was decided.
    """
    run = wish.known.run
    question = run.question if run else None
    deployments: list[JsonValue] = [each.to_json() for each in await copilot.deployments()]
    credentials: list[JsonValue] = [each.to_json() for each in await copilot.credentials()]
    return {
        "turns": [*wish.known.turns[-LAST_TURNS:]],
        "pending": wish.pending and _PENDING.dump_python(wish.pending, mode="json"),
        "question": question.to_json() if question else None,
        "run": run.to_json() if run else None,
        **documents_of(wish.known.told),
        "deployments": deployments,
        "credentials": credentials,
    }
