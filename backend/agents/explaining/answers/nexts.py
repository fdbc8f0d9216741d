"""What a person can do next."""

from backend.agents.explaining.answers.common import references_of
from backend.agents.explaining.answers.endings import advice_for, is_by_person
from backend.agents.explaining.phrasing import listed, name, paragraphs
from backend.agents.explaining.query import Query, Told
from backend.agents.explaining.reasons import REASONS, Replan
from backend.agents.explaining.situation import Situation
from backend.domain.canonical import JsonObject

_REPLAN = {
    Replan.YES: "Asking for the same again can succeed: a new plan is made from what is there now.",
    Replan.AFTER_CHANGE: "Planning the same again gives the same result; change that first.",
    Replan.NO: "Planning again does not help here.",
}


def next_steps(query: Query) -> Told:
    """What fits the situation: an answer, a correction, or a new wish."""
    return Told(text=_text(query.situation), references=references_of(query.situation))


def replan_in_words(failed: JsonObject) -> str:
    """Whether the same request can succeed when it is planned again."""
    reason = REASONS.get(str(failed.get("error_code")))
    return _REPLAN[reason.replan] if reason else ""


def _text(situation: Situation) -> str:
    run = situation.run
    if situation.question is not None:
        return (
            "Look at the plan's card, then approve or reject it there. Until then you can ask me "
            "about every step, its permissions, and what becomes public."
        )
    if situation.is_running:
        return "Wait until the run has ended, or say cancel: what it has applied is undone then."
    if run is not None and run.failure and is_by_person(run.failure):
        return REASONS[str(run.failure["error_code"])].advice
    if run is not None and run.failure:
        return paragraphs(advice_for(run.failure), replan_in_words(run.failure))
    if situation.live:
        newest = situation.live[0].scope.application_id
        return paragraphs(
            "Some things that you can say now:",
            listed(
                [
                    "What is running?",
                    f"Roll back {name(newest)}",
                    "Deploy the next version, by naming its repository or folder",
                ]
            ),
        )
    return "Tell me what to deploy, or what to look up or change in your account."
