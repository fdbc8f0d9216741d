"""Who may answer an open question, until when, and what is waited for."""

from backend.agents.explaining.answers.common import about_plan, references_of, standing
from backend.agents.explaining.phrasing import joined, moment, name, paragraphs
from backend.agents.explaining.query import Query, Told
from backend.domain.people import GRANTED, Permission
from backend.domain.plans.approval import confirmations_of, exposures_of
from backend.domain.plans.plan import Plan


@about_plan
def expiry(query: Query, plan: Plan) -> str:
    """Until when the plan may be approved, and what happens then."""
    asked = query.situation.question
    until = moment(asked.expires_at if asked else plan.expires_at)
    if asked is None:
        return f"The plan was valid until {until}. It does not wait for an answer any more."
    return (
        f"You can decide until {until}. After that the plan is void and nothing is changed; ask "
        "again, and a new plan is made from what is there then."
    )


@about_plan
def deciders(query: Query, plan: Plan) -> str:
    """Which roles may approve, how, and what the card asks for."""
    _ = query
    roles = [role.value for role, granted in GRANTED.items() if Permission.APPROVE in granted]
    ticks = len(exposures_of(plan))
    names = sorted(set(confirmations_of(plan).values()))
    asked = [
        *(["a tick for each public endpoint"] if ticks else []),
        *([f"the name {joined([name(each) for each in names])}, typed"] if names else []),
    ]
    more = f" The card asks for {joined(asked)}." if asked else ""
    return (
        f"Whoever has the role {_either(sorted(roles))} here may approve or reject it, with "
        f"the buttons on the plan's card. A message never approves anything.{more}"
    )


def waiting(query: Query) -> Told:
    """What is needed from the person now."""
    situation = query.situation
    missing = _missing(query)
    if situation.question is not None:
        said = (
            "I wait for your answer to the plan, on its card, until "
            f"{moment(situation.question.expires_at)}."
        )
    elif missing:
        said = (
            f"I still need: {joined([name(each) for each in missing])}. Just answer with the value."
        )
    elif situation.is_running and situation.run is not None:
        is_form = situation.run.node == "clarification"
        said = "I wait for the values of the form." if is_form else standing(situation.run)
    else:
        said = "I am not waiting for anything. Tell me what to do next."
    return Told(text=paragraphs(said), references=references_of(situation))


def _either(roles: list[str]) -> str:
    *most, last = roles
    return f"{', '.join(most)} or {last}" if most else last


def _missing(query: Query) -> list[str]:
    pending = query.situation.pending or {}
    missing = pending.get("missing")
    return [str(each) for each in missing] if isinstance(missing, list) else []
