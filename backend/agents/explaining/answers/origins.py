"""Where the values of a plan come from, and which source it deploys."""

from backend.agents.explaining.answers.common import about_plan
from backend.agents.explaining.phrasing import (
    counted,
    joined,
    listed,
    members,
    name,
    paragraphs,
    value,
)
from backend.agents.explaining.query import Query
from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Provenance
from backend.domain.plans.plan import ArtefactReference, Plan, Step

_TITLES = {
    Provenance.USER: "You said:",
    Provenance.REPO_FACT: "Found in the source:",
    Provenance.AWS_READ: "Read from AWS:",
    Provenance.DEFAULT: "Chosen by default:",
    Provenance.MODEL: "Chosen by the language model:",
}
_UNTOLD = frozenset({"tags"})


@about_plan
def origins(query: Query, plan: Plan) -> str:
    """Every argument by where its value is from; of the steps that were named, if any were."""
    told = [
        _part(provenance, title, query.steps or plan.steps) for provenance, title in _TITLES.items()
    ]
    if not _said_by_user(plan):
        told.insert(0, "You gave none of these values yourself.")
    return paragraphs(
        *told,
        "Nothing else was assumed. To change a value, reject the plan and say what it should be.",
    )


def _said_by_user(plan: Plan) -> bool:
    return any(Provenance.USER in step.provenance.values() for step in plan.steps)


def _part(provenance: Provenance, title: str, steps: tuple[Step, ...]) -> str:
    found = dict.fromkeys(
        f"{name(key)}: {value(item)}"
        for step in steps
        for key, item in members(_of(step, provenance), _UNTOLD).items()
    )
    return f"{title}\n\n{listed(found)}" if found else ""


def _of(step: Step, provenance: Provenance) -> JsonObject:
    origins_of = step.provenance
    return {key: item for key, item in step.params.items() if origins_of.get(key) is provenance}


@about_plan
def source(query: Query, plan: Plan) -> str:
    """The commit or folder, and the package that was made of it."""
    _ = query
    return paragraphs(_source(plan), *_packages(plan))


def _source(plan: Plan) -> str:
    found = plan.source
    if found is None:
        return "This plan deploys no source."
    pinned = (
        f"commit {name(found.commit)}" if found.commit else f"content {name(found.content_digest)}"
    )
    branch = f", branch {name(found.branch)}" if found.branch else ""
    changed = [name(path) for path in found.uncommitted[:5]]
    warning = (
        f" Changes that are not committed are part of it: {joined(changed)}." if changed else ""
    )
    return f"The source is {name(found.location)}{branch}, pinned to {pinned}.{warning}"


def _packages(plan: Plan) -> list[str]:
    return [_package(each) for each in plan.artefacts]


def _package(found: ArtefactReference) -> str:
    said = f"The package {name(found.name)} has {counted(found.size_bytes, 'byte')}"
    if not found.dependencies:
        return f"{said} and no dependencies."
    return f"{said} and these dependencies:\n\n{listed(name(each) for each in found.dependencies)}"
