"""The declared actions and categories; a plugin's are added to a registry of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from backend.agents.interpreter.actions.categories import CATEGORIES
from backend.agents.interpreter.actions.compute import COMPUTE
from backend.agents.interpreter.actions.containers import CONTAINERS
from backend.agents.interpreter.actions.control import CONTROL
from backend.agents.interpreter.actions.credentials import CREDENTIALS
from backend.agents.interpreter.actions.declaration import ActionDeclaration, IntentCategory
from backend.agents.interpreter.actions.deployments import DEPLOYMENTS
from backend.agents.interpreter.actions.identity import IDENTITY
from backend.agents.interpreter.actions.networks import NETWORKS
from backend.agents.interpreter.actions.operations import OPERATIONS
from backend.agents.interpreter.actions.repositories import REPOSITORIES
from backend.agents.interpreter.actions.storage import STORAGE
from backend.agents.interpreter.actions.tickets import TICKETS


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Registry:
    """What can be understood. It never changes: :meth:`extended` gives another one."""

    categories: dict[str, IntentCategory]
    actions: dict[str, ActionDeclaration]

    def extended(
        self,
        *,
        categories: Iterable[IntentCategory] = (),
        actions: Iterable[ActionDeclaration] = (),
    ) -> "Registry":
        """With the declarations of a plugin.

        Raises:
            ValueError: a name is declared already, or an action's category is not declared.
        """
        return _registry(
            (*self.categories.values(), *categories), (*self.actions.values(), *actions)
        )


@cache
def default_registry() -> Registry:
    """What the product understands without plugins."""
    return _registry(
        CATEGORIES,
        (
            *COMPUTE,
            *STORAGE,
            *CONTAINERS,
            *DEPLOYMENTS,
            *IDENTITY,
            *NETWORKS,
            *REPOSITORIES,
            *TICKETS,
            *OPERATIONS,
            *CREDENTIALS,
            *CONTROL,
        ),
    )


def _registry(
    categories: Iterable[IntentCategory], actions: Iterable[ActionDeclaration]
) -> Registry:
    by_name: dict[str, IntentCategory] = {}
    for category in categories:
        if category.name in by_name:
            raise ValueError(f"category {category.name} is declared twice")
        by_name[category.name] = category
    declared: dict[str, ActionDeclaration] = {}
    for each in actions:
        if each.name in declared:
            raise ValueError(f"action {each.name} is declared twice")
        if each.intent not in by_name:
            raise ValueError(f"action {each.name} is of no declared category: {each.intent}")
        declared[each.name] = each
    return Registry(categories=by_name, actions=declared)
