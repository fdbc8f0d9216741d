"""What an account must look like: the approved plan, carried out once, step by step, by hand.

The reference has an account of its own, furnished like the one under test. It knows nothing of
journals, seals, retries or the engine: it makes the one call that each step of the approved plan
declares, in order, and the call that takes a step back where the run was undone. Its account digest
and the list of its changing requests are what those of a run are held against.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from backend.aws.account import AwsAccount
from backend.aws.session import Endpoint
from backend.domain.identifiers import Scope
from backend.domain.plans.actions import ChangeKind, Effect
from backend.domain.plans.change_set import ChangeSet
from backend.domain.plans.plan import Plan, Step
from backend.domain.secrets import Secret
from backend.stores.artefacts import DiskArtefacts
from backend.tools.aws_deployer.access import SANDBOX_KEYS
from backend.tools.aws_deployer.account_digest import account_digest
from backend.tools.aws_deployer.call import Caller, Errand
from backend.tools.aws_deployer.catalog import action_named
from backend.tools.aws_deployer.catalog.declaration import Action, ActionKind, LiveState, Params
from backend.tools.aws_deployer.parameters import resolved_params
from tests.backend.sandbox.running import RunningSandbox
from tests.chaos.plans.scenery import REGION, Furnisher
from tests.journeys.journey import changes_sent

_READY_READS = 500


@dataclass(frozen=True, slots=True)
class Decided:
    """A plan that was approved, with the change set that was approved with it."""

    plan: Plan
    change_set: ChangeSet

    @property
    def changing(self) -> tuple[Step, ...]:
        """The steps for which AWS must be asked to change something."""
        return tuple(
            step
            for step in self.plan.steps
            if step.effect is not Effect.READ
            and self.change_set.change(step.step_id).kind is not ChangeKind.NONE
        )


@dataclass(frozen=True, slots=True)
class Past:
    """What happened to a plan: the steps that were done, and those taken back, in their order."""

    decided: Decided
    done: list[str]
    undone: list[str]


def whole(decided: Decided) -> Past:
    """What becomes of a plan that nothing disturbs."""
    return Past(decided, [str(step.step_id) for step in decided.changing], [])


@dataclass(frozen=True, slots=True)
class Outcome:
    """An account: its digest, and how often each changing request was applied to it."""

    digest: str
    requests: Counter[str]


@dataclass(slots=True)
class _Done:
    """A step that the reference has carried out."""

    action: Action
    params: Params
    before: LiveState
    outputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reference:
    """The account of the reference."""

    sandbox: RunningSandbox
    furnisher: Furnisher
    artefacts: DiskArtefacts

    async def replay(self, pasts: Sequence[Past]) -> Outcome:
        """The account's digest and changing requests, after that past and nothing else."""
        await asyncio.to_thread(self.furnisher.furnish)
        for past in pasts:
            await self._carry_out(past)
        digest = await asyncio.to_thread(digest_of, self.sandbox)
        return Outcome(digest, changes_sent(self.sandbox))

    async def _carry_out(self, past: Past) -> None:
        done: dict[str, _Done] = {}
        plan = past.decided.plan
        for step in plan.steps:
            outputs = {name: dict(each.outputs) for name, each in done.items()}
            if step.effect is Effect.READ:
                continue
            if step.step_id in past.done:
                done[step.step_id] = await self._step(plan, step, outputs)
            elif step not in past.decided.changing:
                done[step.step_id] = await self._unchanged(step, outputs)
        for step_id in past.undone:
            await self._undo(plan, done[step_id])

    async def _step(self, plan: Plan, step: Step, outputs: dict[str, dict[str, str]]) -> _Done:
        caller = _caller(self, plan)
        action, params = action_named(step.action), resolved_params(step, outputs)
        before = await asyncio.to_thread(action.read, caller.account, params)
        await caller.perform(action, params)
        live = await _ready(caller, action, params)
        return _Done(action, params, before, action.outputs(params, live or {}))

    async def _unchanged(self, step: Step, outputs: dict[str, dict[str, str]]) -> _Done:
        account = _account(self.sandbox)
        action, params = action_named(step.action), resolved_params(step, outputs)
        live = await asyncio.to_thread(action.read, account, params)
        return _Done(action, params, live, action.outputs(params, live or {}))

    async def _undo(self, plan: Plan, done: _Done) -> None:
        assert done.action.undo is not None
        undo = done.action.undo(done.params, done.before, done.outputs)
        caller, action = _caller(self, plan), action_named(undo.action)
        params = action.params.model_validate(undo.params)
        if await asyncio.to_thread(_is_gone, caller.account, action, params):
            return
        await caller.perform(action, params)
        await _ready(caller, action, params)


def digest_of(sandbox: RunningSandbox) -> str:
    """The digest of a sandbox account."""
    return str(account_digest(_account(sandbox))["digest"])


async def _ready(caller: Caller, action: Action, params: Params) -> LiveState:
    for _ in range(_READY_READS):
        live = await asyncio.to_thread(action.read, caller.account, params)
        if live is None or action.kind is ActionKind.RUN or action.is_ready(live):
            return live
        await asyncio.sleep(0.02)
    raise AssertionError(f"{action.resource(params)} did not become ready")


def _is_gone(account: AwsAccount, action: Action, params: Params) -> bool:
    """Whether what is to be deleted went with something else."""
    return action.kind is ActionKind.DELETE and action.read(account, params) is None


def _account(sandbox: RunningSandbox) -> AwsAccount:
    return AwsAccount(SANDBOX_KEYS, Endpoint(region=REGION, url=sandbox.url))


def _caller(reference: Reference, plan: Plan) -> Caller:
    account = _account(reference.sandbox)
    return Caller(account, reference.artefacts, NoSecrets(account), plan.scope)


@dataclass(frozen=True, slots=True)
class NoSecrets:
    """A vault that holds nothing: the plans of the harness refer to no secret."""

    account: AwsAccount

    @asynccontextmanager
    async def open_account(
        self, scope: Scope, binding: object, errand: Errand
    ) -> AsyncGenerator[AwsAccount]:
        yield self.account

    @asynccontextmanager
    async def open_values(
        self, scope: Scope, names: frozenset[str]
    ) -> AsyncGenerator[dict[str, Secret]]:
        assert not names
        yield {}
