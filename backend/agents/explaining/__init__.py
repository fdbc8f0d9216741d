"""Answers to questions about plans, verdicts, failures and what runs, from what is known alone.

Pure: the same question about the same situation has the same answer, and nothing is looked up. A
language model may word an answer differently; what is true in it comes from here.
"""

from backend.agents.explaining.answers.common import standing
from backend.agents.explaining.answers.endings import reason_in_short
from backend.agents.explaining.answers.general import fitting_examples
from backend.agents.explaining.closing import Closing, closing_of
from backend.agents.explaining.explaining import explain, topic_of
from backend.agents.explaining.explanation import Explanation, Topic
from backend.agents.explaining.milestones import milestone
from backend.agents.explaining.phrasing import moment
from backend.agents.explaining.situation import Memory, Situation

__all__ = [
    "Closing",
    "Explanation",
    "Memory",
    "Situation",
    "Topic",
    "closing_of",
    "explain",
    "fitting_examples",
    "milestone",
    "moment",
    "reason_in_short",
    "standing",
    "topic_of",
]
