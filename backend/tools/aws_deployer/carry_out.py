"""Carrying one call out: repeated only when AWS, or a read, says that it did not happen.

A reply can be lost after AWS did the work, and most Lambda and IAM calls have no client token. So a
call whose fate is in doubt is settled by reading the resource, and never simply sent again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from backend.aws.errors import AwsFailure, Certainty
from backend.domain.canonical import JsonObject
from backend.domain.errors import CopilotError, OperatorMustAct
from backend.tools.aws_deployer.call import Caller
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    LiveState,
    Params,
    is_reached,
)


class Fate(StrEnum):
    """What a read tells of a call in doubt."""

    HAPPENED = "happened"
    DID_NOT_HAPPEN = "did_not_happen"
    UNCLEAR = "unclear"


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How often and how long to wait, in seconds; pauses double up to ``longest_s``."""

    attempts: int = 8
    first_s: float = 0.25
    longest_s: float = 15.0
    ready_reads: int = 120
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def pause(self, number: int) -> None:
        """Wait before attempt or read ``number`` (from 0)."""
        await self.sleep(min(self.first_s * 2**number, self.longest_s))


class CallRefused(Exception):
    """AWS answered that it did not do it: the one thing that is certain without a read."""

    def __init__(self, error: CopilotError) -> None:
        super().__init__(error.message)
        self.error = error


@dataclass(frozen=True, slots=True)
class Carried:
    """A call that was carried out: the live state that proves it, and what it answered."""

    live: LiveState
    answered: Mapping[str, str] = field(default_factory=dict[str, str])


def fate_of(action: Action, params: Params, before: LiveState, live: LiveState) -> Fate:
    """Settle a call in doubt from the states before it and now."""
    match action.kind:
        case ActionKind.DELETE:
            return Fate.HAPPENED if live is None else Fate.DID_NOT_HAPPEN
        case ActionKind.RUN:
            return Fate.UNCLEAR
        case ActionKind.CREATE | ActionKind.UPDATE:
            if is_reached(action.wanted(params), live):
                return Fate.HAPPENED
            return Fate.DID_NOT_HAPPEN if settled(live) == settled(before) else Fate.UNCLEAR
        case _:
            assert_never(action.kind)


async def carry_out(
    caller: Caller, action: Action, params: Params, before: LiveState, patience: Patience
) -> Carried:
    """Make the call until AWS did it or refused it, and return the live state that proves it.

    Raises:
        CallRefused: AWS's refusal.
        CopilotError: ``E_IN_DOUBT`` where no read can tell what happened, or why none was answered.
    """
    was_in_doubt, last = False, in_doubt(action, params, "no attempt was answered")
    for number in range(patience.attempts):
        try:
            answered = await caller.perform(action, params)
            return Carried(await wait_until_done(caller, action, params, patience), answered)
        except AwsFailure as failure:
            last = failure.error
            was_in_doubt = was_in_doubt or failure.certainty is Certainty.IN_DOUBT
            if not was_in_doubt and not _goes_away(action, failure):
                raise CallRefused(failure.error) from None
        await patience.pause(number)
        if was_in_doubt and await _has_happened(caller, action, params, before):
            return Carried(await wait_until_done(caller, action, params, patience))
    raise last if was_in_doubt else CallRefused(last)


async def read_live(caller: Caller, action: Action, params: Params) -> LiveState:
    """The live state of the action's resource; AWS's refusal as our error."""
    try:
        return await asyncio.to_thread(action.read, caller.account, params)
    except AwsFailure as failure:
        raise failure.error from None


async def wait_until_done(
    caller: Caller, action: Action, params: Params, patience: Patience
) -> LiveState:
    """Read until the resource is as wanted and ready; AWS's reads may lag behind its writes."""
    for number in range(patience.ready_reads):
        live = await _read_patiently(caller, action, params, patience)
        if _is_done(action, params, live):
            return live
        await patience.pause(min(number, 2))
    raise in_doubt(action, params, "the resource did not become as wanted")


async def _has_happened(caller: Caller, action: Action, params: Params, before: LiveState) -> bool:
    match fate_of(action, params, before, await read_live(caller, action, params)):
        case Fate.HAPPENED:
            return True
        case Fate.DID_NOT_HAPPEN:
            return False
        case Fate.UNCLEAR:
            raise in_doubt(action, params, "reading the resource does not tell")


async def _read_patiently(
    caller: Caller, action: Action, params: Params, patience: Patience
) -> LiveState:
    last = in_doubt(action, params, "no read was answered")
    for number in range(patience.attempts):
        try:
            return await asyncio.to_thread(action.read, caller.account, params)
        except AwsFailure as failure:
            last = failure.error
            if failure.certainty is Certainty.REFUSED:
                raise failure.error from None
        await patience.pause(number)
    raise last


def _is_done(action: Action, params: Params, live: LiveState) -> bool:
    if action.kind is ActionKind.DELETE:
        return live is None
    if action.kind is ActionKind.RUN:
        return True
    return live is not None and is_reached(action.wanted(params), live) and action.is_ready(live)


def _goes_away(action: Action, failure: AwsFailure) -> bool:
    if failure.certainty is Certainty.THROTTLED:
        return True
    return any(
        failure.code == known.code and known.contains in failure.error.message
        for known in action.transient
    )


def settled(live: LiveState) -> JsonObject | None:
    """A live state without ``state``, which AWS changes by itself, as from pending to active."""
    return live and {key: value for key, value in live.items() if key != "state"}


def in_doubt(action: Action, params: Params, why: str) -> CopilotError:
    """The error of a call of which nobody can say whether it happened."""
    return OperatorMustAct(
        "E_IN_DOUBT",
        f"It is not known whether {action.service}:{action.operation} on {action.resource(params)} "
        f"happened: {why}.",
        "Look at the resource in AWS; the run's escalation names it.",
    )
