"""The action catalogue: declarations only; everything else is derived from them.

Adding an action touches one file here; contract tests hold it against botocore's own models.
"""

from collections.abc import Mapping
from types import MappingProxyType

from backend.domain.errors import ModelCanFix
from backend.tools.aws_deployer.catalog import (
    iam,
    lambda_functions,
    lambda_urls,
    lambda_versions,
    logs,
    reads,
    s3,
    s3_objects,
)
from backend.tools.aws_deployer.catalog.declaration import Action, Declaration, ReadAction

ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        action.name: action
        for module in (s3, s3_objects, iam, logs, lambda_functions, lambda_versions, lambda_urls)
        for action in module.ACTIONS
    }
)
"""What changes something, by name."""
READS: Mapping[str, ReadAction] = MappingProxyType({action.name: action for action in reads.READS})
"""What only looks, by name."""
CATALOGUE: Mapping[str, Declaration] = MappingProxyType({**READS, **ACTIONS})


def declared(name: str) -> Action | ReadAction:
    """The declaration of that name, whether it reads or changes something.

    Raises:
        ModelCanFix: ``E_UNKNOWN_ACTION``; only declared actions can be asked for.
    """
    try:
        return READS.get(name) or ACTIONS[name]
    except KeyError:
        raise ModelCanFix(
            "E_UNKNOWN_ACTION",
            f"There is no action {name!r} in the catalogue.",
            "Use an action that `copilot actions` or the documentation lists.",
        ) from None


def action_named(name: str) -> Action:
    """The declaration of that name among what changes something.

    Raises:
        ModelCanFix: ``E_UNKNOWN_ACTION``; for a read too, which is never applied or undone.
    """
    found = declared(name)
    if isinstance(found, ReadAction):
        raise ModelCanFix(
            "E_UNKNOWN_ACTION",
            f"The action {name!r} only reads, so there is nothing to apply or to undo.",
            "Ask for its answer instead.",
        )
    return found
