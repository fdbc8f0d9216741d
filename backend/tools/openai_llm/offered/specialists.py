"""The specialists inside a role: who answers for which service, as data.

A specialist is the same role with the tools of one service alone. It exists only for a turn whose
tools span several of these services, so a handoff narrows what a model may ask for.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from backend.tools.openai_llm.offered.tool_calls import ToolDeclaration

SPECIALISTS: Mapping[str, str] = MappingProxyType(
    {
        "ec2": "Instances, volumes, images, key pairs and load balancers.",
        "s3": "Buckets and their objects.",
        "iam": "Users, roles and policies.",
        "vpc": "Networks, subnets, routes and security groups.",
        "github": "Repositories, branches, issues, pull requests and workflows.",
    }
)
"""By service: what the specialist is handed."""


def tools_by_specialist(
    tools: Sequence[ToolDeclaration],
) -> dict[str, tuple[ToolDeclaration, ...]]:
    """The tools of each specialist, or nothing where there are fewer than two to choose from."""
    found = {
        service: tuple(tool for tool in tools if tool.service == service) for service in SPECIALISTS
    }
    offered = {service: theirs for service, theirs in found.items() if theirs}
    return offered if len(offered) > 1 else {}


def specialist_instructions(instructions: str, service: str) -> str:
    """The role's own instructions, narrowed to one service."""
    return f"{instructions}\n\nYou are the specialist for this part: {SPECIALISTS[service]}"
