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
    s3,
)
from backend.tools.aws_deployer.catalog.declaration import Action

ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        action.name: action
        for module in (s3, iam, logs, lambda_functions, lambda_versions, lambda_urls)
        for action in module.ACTIONS
    }
)


def action_named(name: str) -> Action:
    """The declaration of that name.

    Raises:
        ModelCanFix: ``E_UNKNOWN_ACTION``; only declared actions can be asked for.
    """
    try:
        return ACTIONS[name]
    except KeyError:
        raise ModelCanFix(
            "E_UNKNOWN_ACTION",
            f"There is no action {name!r} in the catalogue.",
            "Use an action that `copilot doctor` or the documentation lists.",
        ) from None
