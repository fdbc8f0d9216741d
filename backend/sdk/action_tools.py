"""The catalogue as tools: what every adaptor to a framework of others is made from."""

from collections.abc import Collection
from dataclasses import dataclass

from backend.domain.plans.actions import Effect
from backend.sdk.arguments import arguments_of, known_name
from backend.tools.aws_deployer.catalog import declared
from backend.tools.aws_deployer.catalog.declaration import Params
from backend.tools.aws_deployer.operations.table import catalogue_table

_ASKS = (
    " It plans the change and asks a person: nothing changes before they have approved the plan,"
    " and no tool approves it."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionTool:
    """One action: how a model sees it, and which arguments it takes."""

    name: str
    description: str
    service: str
    arguments: type[Params]


def action_tools(actions: Collection[str] | None = None) -> tuple[ActionTool, ...]:
    """A tool for each of ``actions``, or for all that can be asked for, reads first.

    Raises:
        ModelCanFix: ``E_UNKNOWN_ACTION``.
    """
    wanted = None if actions is None else {known_name(each) for each in actions}
    titles = {
        str(row["name"]): str(row["title"]) for row in catalogue_table() if row["asked_as"] is None
    }
    return tuple(
        _tool(name, title) for name, title in titles.items() if wanted is None or name in wanted
    )


def _tool(name: str, title: str) -> ActionTool:
    action = declared(name)
    asks = "" if action.effect is Effect.READ else _ASKS
    return ActionTool(
        name=name,
        description=f"{title}.{asks}",
        service=action.service,
        arguments=arguments_of(name),
    )
