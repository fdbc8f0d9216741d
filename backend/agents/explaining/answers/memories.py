"""What was done in earlier times, with references."""

from backend.agents.explaining.answers.common import references_of, standing
from backend.agents.explaining.phrasing import address, listed, moment, name, paragraphs, quoted
from backend.agents.explaining.query import Query, Told
from backend.agents.explaining.situation import Memory
from backend.domain.views import DeploymentView

_MOST = 5
_LONGEST = 240


def memory(query: Query) -> Told:
    """Memories and deployments, the newest first; honest where there are none."""
    situation = query.situation
    memories = sorted(situation.memories, key=_age, reverse=True)[:_MOST]
    deployments = sorted(situation.deployments, key=lambda each: each.updated_at, reverse=True)
    run = situation.run
    if not memories and not deployments and run is None:
        return Told(text="I remember nothing of earlier times: nothing was deployed here yet.")
    text = paragraphs(
        f"In this conversation: {_first_small(standing(run))}" if run else "",
        _part("What I remember:", [_memory(each) for each in memories]),
        _part("Deployments, the newest first:", [_deployment(each) for each in deployments]),
    )
    ids = (each.memory_id for each in memories)
    places = (each.deployment_id for each in deployments[:_MOST])
    return Told(
        text=text, references=tuple(dict.fromkeys((*references_of(situation), *ids, *places)))
    )


def _first_small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _age(found: Memory) -> tuple[float, float]:
    """By time, then by how well it fits; what has no time comes last."""
    return (found.occurred_at.timestamp() if found.occurred_at else 0.0, found.score)


def _part(title: str, lines: list[str]) -> str:
    return f"{title}\n\n{listed(lines[:_MOST])}" if lines else ""


def _memory(found: Memory) -> str:
    when = f"{moment(found.occurred_at)}: " if found.occurred_at else ""
    about = [name(each) for each in (found.deployment_id, found.graph_run_id) if each]
    of = f" ({', '.join(about)})" if about else ""
    return f"{when}{quoted(found.text, _LONGEST)}{of}"


def _deployment(found: DeploymentView) -> str:
    state = "live" if found.status == "live" else found.status.replace("_", " ")
    url = f" at {address(found.url)}" if found.url else ""
    return (
        f"{name(found.scope.application_id)} ({name(found.deployment_id)}): {state}{url}, "
        f"{name(found.region)}, last changed on {moment(found.updated_at)}"
    )
