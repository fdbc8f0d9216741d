"""From a question to its answer."""

from backend.agents.explaining.answers import ANSWERS
from backend.agents.explaining.answers.general import unknown
from backend.agents.explaining.explanation import Explanation, Topic
from backend.agents.explaining.reading import aspect_of, query_of
from backend.agents.explaining.situation import Situation


def topic_of(question: str, situation: Situation) -> Topic:
    """What the question is about, so that the right agent answers; ``general`` when unsure."""
    aspect = aspect_of(query_of(question, situation))
    return aspect.topic if aspect else "general"


def explain(question: str, situation: Situation) -> Explanation:
    """The answer, exactly from the situation; it never raises, and always says something."""
    query = query_of(question, situation)
    aspect = aspect_of(query)
    told = ANSWERS[aspect.name](query) if aspect else unknown(query)
    return Explanation(
        text=told.text,
        topic=aspect.topic if aspect else "general",
        references=told.references,
    )
