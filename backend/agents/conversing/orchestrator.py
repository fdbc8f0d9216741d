"""The orchestrator at a message: answers what nobody else does, and hands the reply over."""

from pydantic import JsonValue

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.conversing.frames import frame_to_json
from backend.agents.conversing.model.asking import Asked, ask, may_ask, unasked
from backend.agents.conversing.model.pruning import LIMIT, Material, prune, tokens_of
from backend.agents.conversing.model.reads import offered_tools, performed
from backend.agents.conversing.model.remembering import Remembered, remembered
from backend.agents.conversing.model.wording import INSTRUCTIONS, answered, explained, question
from backend.agents.conversing.shapes import object_of
from backend.agents.conversing.turn import reading_of
from backend.agents.handler import handles
from backend.domain.canonical import JsonObject

MOST_ROUNDS = 6
MOST_CALLS_A_ROUND = 4
_LIMIT_OF_READS = LIMIT // 2
"""Tokens that the newest answers of tools may take of a prompt."""
_WITH_TOOLS = (
    f"{INSTRUCTIONS} You may look into the account with the tools that are offered, if the "
    "question needs it; they only read. `refused`, if it is there, says why your last answer could "
    "not be used."
)


@handles("orchestrator.answer", "answered")
async def answer(context: NodeContext) -> Outcome:
    """Everything that is no question to another role, with a look into the account if need be."""
    known = explained(context)
    if not may_ask(context):
        return answered(context, known, unasked(context))
    told = remembered(context)
    asked = await _asked_with_tools(context, question(context, known, told), told)
    return answered(context, known, told.shown(asked))


@handles("orchestrator.hand_over", "done")
async def hand_over(context: NodeContext) -> Outcome:
    """The fact ``reply``: ``{kind: wish|answer|refusal, frame, text, references, suggestions,
    guardrail, notice}``.
    """
    return Outcome(name="done", facts={"reply": _reply(context), "completion_state": "succeeded"})


async def _asked_with_tools(context: NodeContext, about: JsonObject, told: Remembered) -> Asked:
    """The model's answer after at most :data:`MOST_ROUNDS` rounds of reads.

    An answer that cannot be used is refused to the model, which may correct it once.
    """
    tools = offered_tools(context)
    exchanges: list[JsonValue] = []
    for number in range(MOST_ROUNDS):
        newest = [*prune(Material(outputs=tuple(exchanges)), _LIMIT_OF_READS).outputs]
        asked = await ask(
            context,
            told.within(about, LIMIT - tokens_of(newest)),
            _WITH_TOOLS if tools else INSTRUCTIONS,
            leaf=f"ask_{number}",
            tools=tools,
            exchanges=newest,
        )
        if asked.refusal is not None and "refused" not in about:
            about = {**about, "refused": asked.refusal}
            continue
        if not asked.calls:
            return asked
        for place, call in enumerate(asked.calls[:MOST_CALLS_A_ROUND]):
            leaf = number * MOST_CALLS_A_ROUND + place
            exchanges.append(await performed(context, call, leaf, told.quarantine))
    return Asked()


def _reply(context: NodeContext) -> JsonObject:
    facts = context.facts
    nothing: JsonObject = dict.fromkeys(("frame", "text", "guardrail", "notice"))
    base: JsonObject = {**nothing, "references": [], "suggestions": []}
    if "refusal" in facts:
        return {**base, "kind": "refusal", "guardrail": facts["refusal"]}
    if "meant" in facts:
        return {**base, "kind": "answer", **object_of(facts["meant"])}
    if "answer" in facts:
        return {**base, **_answer(context, object_of(facts["answer"]))}
    return {**base, "kind": "wish", "frame": facts["frame"], "notice": facts["notice"]}


def _answer(context: NodeContext, answer: JsonObject) -> JsonObject:
    """What was found out; where that is nothing, the reading goes on as it came."""
    text, notice = answer["worded"] or answer["plain"], answer["notice"]
    if text is None:
        frame = frame_to_json(reading_of(context).frame)
        return {"kind": "wish", "frame": frame, "notice": notice}
    return {"kind": "answer", "text": text, "references": answer["references"], "notice": notice}


HANDLERS: tuple[Handler, ...] = (answer, hand_over)
