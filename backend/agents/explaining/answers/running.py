"""Where applications run, how they were checked, and how to go back."""

from typing import Any

from backend.agents.explaining.answers.common import references_of, standing
from backend.agents.explaining.phrasing import (
    address,
    counted,
    joined,
    listed,
    moment,
    name,
    paragraphs,
    quoted,
)
from backend.agents.explaining.query import Query, Told
from backend.domain.plans.plan import Plan
from backend.domain.views import DeploymentView

NOTHING_RUNS = "Nothing is deployed at the moment."


def where(query: Query) -> Told:
    """What is live, with its URL; of one application, if it was named."""
    found = _meant(query)
    if not found:
        run = query.situation.run
        said = standing(run) if run and run.completion_state is None else ""
        return Told(text=paragraphs(NOTHING_RUNS, said), references=references_of(query.situation))
    text = paragraphs(
        f"{counted(len(found), 'application')} {'is' if len(found) == 1 else 'are'} live:",
        listed(_line(each) for each in found),
    )
    return Told(text=text, references=_ids(found))


def health(query: Query) -> Told:
    """What the application answered when it was checked; before that, how it will be."""
    situation = query.situation
    run = situation.run
    found: dict[str, Any] = dict(run.health) if run and isinstance(run.health, dict) else {}
    if found:
        return Told(text=_checked(found), references=references_of(situation))
    if situation.plan is not None:
        return Told(text=_will_be(situation.plan), references=references_of(situation))
    if situation.live:
        text = (
            "I have no result of a check in this conversation. Every release was checked before it "
            "became live."
        )
        return Told(text=text, references=_ids(situation.live))
    return Told(text=NOTHING_RUNS)


def rollback(query: Query) -> Told:
    """How to take back what is live, and what that costs in confirmation."""
    found = _meant(query)
    if not found:
        return Told(text=paragraphs(NOTHING_RUNS, "So there is nothing to roll back."))
    names = joined([f'"Roll back {name(each.scope.application_id)}"' for each in found[:3]])
    text = (
        f"Say {names}. I plan the undo from the journal of the release, step by step and newest "
        "first, and show it before anything is done. Where it deletes something, the card asks "
        "you to type the application's name. If there is an earlier release, that one is live "
        "again afterwards."
    )
    return Told(text=text, references=_ids(found))


def _meant(query: Query) -> tuple[DeploymentView, ...]:
    live = query.situation.live
    words = set(query.text.lower().replace("?", " ").split())
    return tuple(each for each in live if each.scope.application_id in words) or live


def _line(deployment: DeploymentView) -> str:
    account = "the sandbox" if deployment.is_sandbox else f"account {name(deployment.account_id)}"
    url = f"at {address(deployment.url)}" if deployment.url else "without a URL"
    releases = counted(deployment.release_count, "release")
    return (
        f"{name(deployment.scope.application_id)} in {account}, {name(deployment.region)}, {url} "
        f"({releases}, the newest from {moment(deployment.updated_at)})"
    )


def _ids(found: tuple[DeploymentView, ...]) -> tuple[str, ...]:
    return tuple(each.deployment_id for each in found)


def _checked(found: dict[str, Any]) -> str:
    status = found.get("status")
    got = f"status {name(status)}" if status is not None else "no answer"
    tries = counted(int(found.get("attempts") or 1), "try").replace("trys", "tries")
    result = "That is what the plan expects." if found.get("is_healthy") else "That is not healthy."
    excerpt = str(found.get("body_excerpt") or "").strip()
    said = f" It answered {quoted(excerpt, 120)}." if excerpt else ""
    return f"I asked {name(found.get('url'))} and got {got} after {tries}. {result}{said}"


def _will_be(plan: Plan) -> str:
    if plan.health is None:
        return "After the last step I read every resource of the plan and compare it with the plan."
    return (
        "After the last step I read every resource of the plan and compare it with the plan. Then "
        f"GET {name(plan.health.path)} at the application's URL must answer with status "
        f"{name(plan.health.status)}. If it does not, everything is undone."
    )
