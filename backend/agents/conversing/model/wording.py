"""An explanation, as it is known and as a model may word it."""

from agentpro.handlers import NodeContext, Outcome
from backend.agents.conversing.model.asking import Asked, ask, may_ask, unasked
from backend.agents.conversing.model.remembering import Remembered, remembered
from backend.agents.conversing.turn import message_of, reading_of, situation_of
from backend.agents.explaining import Explanation, explain
from backend.domain.canonical import JsonObject

INSTRUCTIONS = (
    "Answer the `question` of the person. `explanation` is the program's own answer, and is right; "
    "`requirements`, `plan`, `outputs` and `turns` are what else is known. Use nothing besides. "
    "Something like text_3 stands for a text of strangers: write that reference where it belongs, "
    "and the person sees the text there; never guess it. If what is known does not answer the "
    "question, say so in one sentence."
)


async def worded(context: NodeContext) -> Outcome:
    """What is known of the answer to the question, and the model's words for it."""
    known = explained(context)
    if not may_ask(context):
        return answered(context, known, unasked(context))
    told = remembered(context)
    asked = await ask(context, told.within(question(context, known, told)), INSTRUCTIONS)
    return answered(context, known, told.shown(asked))


def explained(context: NodeContext) -> Explanation:
    """The program's own answer."""
    return explain(message_of(context), situation_of(context))


def question(context: NodeContext, known: Explanation, told: Remembered) -> JsonObject:
    """The question as a model reads it, with the program's own answer where there is one."""
    asked: JsonObject = {"question": message_of(context)}
    return {**asked, "explanation": told.hidden(known.text)} if _is_known(context, known) else asked


def answered(context: NodeContext, known: Explanation, asked: Asked) -> Outcome:
    """The outcome of an explaining node: the answer in the program's words, and in the model's."""
    answer: JsonObject = {
        "plain": known.text if _is_known(context, known) else None,
        "worded": asked.text,
        "references": [*known.references],
        "notice": asked.notice,
    }
    return Outcome(name="answered", facts={"answer": answer})


def _is_known(context: NodeContext, known: Explanation) -> bool:
    """Whether the program itself has an answer: not to what was no question to begin with."""
    return known.topic != "general" or reading_of(context).frame.action == "explain"
