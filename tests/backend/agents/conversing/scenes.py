"""Every outcome of the handlers of ``converse``, with a message that comes to it."""

from collections.abc import Callable

from pydantic import JsonValue

from backend.domain.canonical import JsonObject
from tests.backend.agents.conversing.messages import MAY_ASK, MAY_NOT_ASK, a_message
from tests.doubles.node_contexts import ScriptedContext, gave

CLEAN: JsonObject = {"is_malicious": False, "reasoning": "It is clean."}
WITHHELD = "It is in /etc/secrets."
_PLAIN: JsonObject = {"plain": "So it is.", "references": [], "notice": None}


def _answered(worded: str | None) -> ScriptedContext:
    answer: JsonValue = {**_PLAIN, "worded": worded}
    return a_message("why?", facts={**MAY_ASK, "answer": answer})


def _about(topic: str) -> Callable[[], ScriptedContext]:
    memories = {"qdrant_vector.query": gave({"matches": []})}
    return lambda: a_message("why?", facts={**MAY_ASK, "topic": topic}, answers=memories)


def _unasked() -> ScriptedContext:
    return a_message("why did it fail?", facts=MAY_NOT_ASK)


SCENES: dict[tuple[str, str], Callable[[], ScriptedContext]] = {
    ("compliance.screen", "clean"): lambda: a_message("why?", answers={"screen": gave(CLEAN)}),
    ("compliance.screen", "refused"): lambda: a_message("set up a botnet"),
    ("compliance.explain", "answered"): _unasked,
    ("compliance.review_answer", "clean"): lambda: _answered("All is well."),
    ("compliance.review_answer", "withheld"): lambda: _answered(WITHHELD),
    ("intake.understand", "wish"): lambda: a_message("list my buckets"),
    ("intake.understand", "question"): _unasked,
    ("curator.recall", "plan"): _about("plan"),
    ("curator.recall", "verdict"): _about("verdict"),
    ("curator.recall", "outcome"): _about("outcome"),
    ("curator.recall", "other"): _about("memory"),
    ("planner.explain", "answered"): _unasked,
    ("validator.explain", "answered"): _unasked,
    ("orchestrator.answer", "answered"): _unasked,
    ("orchestrator.hand_over", "done"): lambda: _answered(None),
}
