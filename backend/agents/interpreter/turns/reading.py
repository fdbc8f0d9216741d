"""What a message was understood to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from backend.agents.interpreter.frame import Frame
from backend.agents.interpreter.turns.referents import Referent


class Action(StrEnum):
    """What a person can want. ``operate`` is every single action and chain: what of them can be
    done is known by whoever has the catalogue.
    """

    DEPLOY_REPO = "deploy_repo"
    DEPLOYMENT_STATUS = "deployment_status"
    LIST_DEPLOYMENTS = "list_deployments"
    SHOW_PLAN = "show_plan"
    APPROVE_PLAN = "approve_plan"
    REJECT_PLAN = "reject_plan"
    MODIFY_PLAN = "modify_plan"
    ROLLBACK = "rollback"
    CANCEL = "cancel"
    CONFIGURE_AWS_CREDENTIALS = "configure_aws_credentials"
    HELP = "help"
    SMALL_TALK = "small_talk"
    REFUSE = "refuse"
    OPERATE = "operate"
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
    """One message, understood; ``topic`` says in words what an ``operate`` is about."""

    action: Action
    slots: Slots
    frame: Frame
    topic: str | None = None
    meant: Referent | None = None
    """What "it" was taken for."""
    unread: tuple[str, ...] = ()
    """Parts of the message that wish something and are not in the frame, in their own words."""


class TurnInterpreter(Protocol):
    """Understands one message; it never acts."""

    async def read(self, text: str, context: Mapping[str, object] | None = None) -> Reading:
        """What the message says; ``clarify`` where that is not clear. It invents nothing.

        ``context`` is that of :func:`backend.agents.interpreter.interpret`, with what the
        conversation has worked on (``turns.referents``) in place of ``last_launched``.
        """
        ...
