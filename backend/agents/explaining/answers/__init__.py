"""One function per aspect: from a question in its situation to what is told."""

from backend.agents.explaining.answers.asking import deciders, expiry, waiting
from backend.agents.explaining.answers.differences import changes
from backend.agents.explaining.answers.endings import created, failure, left, progress, undone
from backend.agents.explaining.answers.exposures import exposure
from backend.agents.explaining.answers.general import abilities, secrets
from backend.agents.explaining.answers.memories import memory
from backend.agents.explaining.answers.nexts import next_steps
from backend.agents.explaining.answers.origins import origins, source
from backend.agents.explaining.answers.permissions import permissions
from backend.agents.explaining.answers.plans import overview, step
from backend.agents.explaining.answers.practicalities import cost, duration, place
from backend.agents.explaining.answers.running import health, rollback, where
from backend.agents.explaining.answers.undoing import step_failure, undo
from backend.agents.explaining.answers.verdicts import verdict
from backend.agents.explaining.query import Answer

ANSWERS: dict[str, Answer] = {
    "overview": overview,
    "step": step,
    "permissions": permissions,
    "exposure": exposure,
    "cost": cost,
    "duration": duration,
    "undo": undo,
    "step_failure": step_failure,
    "place": place,
    "changes": changes,
    "origins": origins,
    "source": source,
    "expiry": expiry,
    "deciders": deciders,
    "verdict": verdict,
    "failure": failure,
    "undone": undone,
    "left": left,
    "next": next_steps,
    "where": where,
    "health": health,
    "rollback": rollback,
    "created": created,
    "progress": progress,
    "memory": memory,
    "abilities": abilities,
    "waiting": waiting,
    "secrets": secrets,
}
"""By the name of the aspect."""

__all__ = ["ANSWERS"]
