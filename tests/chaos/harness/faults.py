"""How the account misbehaves: rules for the sandbox (``backend.sandbox.gateway.faults``)."""

import random
from collections.abc import Sequence
from typing import Any

from backend.tools.aws_deployer.catalog import ACTIONS
from backend.tools.aws_deployer.catalog.declaration import ActionKind

FaultRule = dict[str, Any]
PASSING = ("throttling", "server_error", "drop", "reply_lost")
"""Kinds after which a run goes on as if nothing had been."""
_MOST = 3


def denied(action: str) -> FaultRule:
    """AWS refuses this action, now and later: the run is undone."""
    return _rule(action, "access_denied", times=0)


def silence(action: str) -> FaultRule:
    """The first such call hangs without an answer, and is not applied."""
    return _rule(action, "timeout")


def passing_faults(
    chance: random.Random, actions: Sequence[str], *, of_undo: bool = False
) -> tuple[FaultRule, ...]:
    """Faults that pass, in calls of these actions, or of what takes them back.

    An invocation gets none: of one whose answer is lost nobody can tell whether it happened.
    """
    changing = [name for name in actions if name in ACTIONS and _is_settled_by_reading(name)]
    names = [ACTIONS[name].undo_action or name for name in changing] if of_undo else changing
    chosen = chance.sample(names, min(len(names), chance.randint(1, _MOST)))
    return tuple(_rule(name, chance.choice(PASSING)) for name in chosen)


def _is_settled_by_reading(name: str) -> bool:
    return ACTIONS[name].kind is not ActionKind.RUN


def _rule(action: str, kind: str, times: int = 1) -> FaultRule:
    declared = ACTIONS[action]
    return {"service": declared.service, "op": declared.operation, "kind": kind, "times": times}
