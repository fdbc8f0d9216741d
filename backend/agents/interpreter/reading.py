"""What a message was understood to be."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Action(StrEnum):
    """What a person can want. ``unsupported`` is understood and cannot be done yet."""

    DEPLOY_REPO = "deploy_repo"
    DEPLOYMENT_STATUS = "deployment_status"
    LIST_DEPLOYMENTS = "list_deployments"
    SHOW_PLAN = "show_plan"
    APPROVE_PLAN = "approve_plan"
    REJECT_PLAN = "reject_plan"
    ROLLBACK = "rollback"
    CANCEL = "cancel"
    CONFIGURE_AWS_CREDENTIALS = "configure_aws_credentials"
    HELP = "help"
    SMALL_TALK = "small_talk"
    REFUSE = "refuse"
    UNSUPPORTED = "unsupported"
    CLARIFY = "clarify"


@dataclass(frozen=True, kw_only=True, slots=True)
class Slots:
    """What the person said of it; ``None`` and empty are what was not said."""

    source: str | None = None
    branch: str | None = None
    target: str | None = None
    region: str | None = None
    name: str | None = None
    """Of an application, as it is or shall be called."""
    credential_name: str | None = None
    is_sandbox: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One message, understood; ``topic`` says what an ``unsupported`` wish is about."""

    action: Action
    slots: Slots
    topic: str | None = None


class TurnInterpreter(Protocol):
    """Understands one message; it never acts."""

    async def read(self, text: str) -> Reading:
        """What the message says; ``clarify`` where that is not clear. It invents nothing."""
        ...
