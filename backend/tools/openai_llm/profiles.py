"""What makes a role's agent: its prompt, and how freely it may write."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agentpro.definition import GraphDefinition
from backend.domain.errors import Bug

PLANNING_TEMPERATURE = 0.2
"""For roles whose graph says nothing: most of them work on facts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleProfile:
    """One role's prompt and temperature."""

    instructions: str
    temperature: float = PLANNING_TEMPERATURE


def role_profiles(
    prompts: Mapping[str, str], graphs: Iterable[GraphDefinition]
) -> dict[str, RoleProfile]:
    """A profile for every prompt, with the temperature that the graphs give to its role.

    Raises:
        Bug: ``E_ROLE_AMBIGUOUS``: two graphs disagree.
    """
    temperatures: dict[str, float] = {}
    for graph in graphs:
        for name, role in graph.roles.items():
            if role.temperature is None:
                continue
            if temperatures.setdefault(name, role.temperature) != role.temperature:
                raise Bug(
                    "E_ROLE_AMBIGUOUS",
                    f"The graphs give the role {name!r} different temperatures.",
                    "Give it the same one in every graph that is offered.",
                )
    return {
        role: RoleProfile(
            instructions=prompt, temperature=temperatures.get(role, PLANNING_TEMPERATURE)
        )
        for role, prompt in prompts.items()
    }
