"""Apply: one sealed step at a time, each journaled before and after its call.

Applying a step again, after a crash at any point, gives the same result and makes no call twice.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from pydantic import JsonValue

from backend.aws.account import AwsAccount
from backend.aws.errors import AwsFailure
from backend.domain.errors import (
    Bug,
    CopilotError,
    UserCanFix,
    error_from_value,
    error_to_value,
)
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.actions import ChangeKind, Effect
from backend.domain.plans.plan import AccountBinding, Plan, Step
from backend.domain.plans.sealing import PublicKey, SealedPlan, VerifiedPlan, verify_seal
from backend.tools.aws_deployer.call import ArtefactReader, Caller, Errand, Vault
from backend.tools.aws_deployer.carry_out import (
    CallRefused,
    Carried,
    Fate,
    Patience,
    carry_out,
    fate_of,
    in_doubt,
    read_live,
    settled,
    wait_until_done,
)
from backend.tools.aws_deployer.catalog import action_named, declared
from backend.tools.aws_deployer.catalog.declaration import Action, ActionKind, LiveState, Params
from backend.tools.aws_deployer.compose import require_declared
from backend.tools.aws_deployer.iam_policy import policy_of_call
from backend.tools.aws_deployer.journal import (
    ApplyJournal,
    JournalRecord,
    RecordKind,
    history_of,
    of_plan,
    outputs_of,
)
from backend.tools.aws_deployer.parameters import resolved_params, step_params
from backend.tools.aws_deployer.preview import changes_before

_UNDOING = frozenset({RecordKind.UNDO_INTENT, RecordKind.UNDONE, RecordKind.UNDO_FAILURE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Workshop:
    """All that applying and undoing need, handed in by the composition root."""

    journal: ApplyJournal
    artefacts: ArtefactReader
    vault: Vault
    public_key: PublicKey
    clock: Callable[[], datetime]
    patience: Patience


def verify(
    workshop: Workshop, sealed: SealedPlan, graph_run_id: GraphRunId, *, is_begun: bool
) -> VerifiedPlan:
    """The proof that a sealed plan may be applied; a plan that was begun in time may be finished
    later.
    """
    now = None if is_begun else workshop.clock()
    verified = verify_seal(sealed, workshop.public_key, graph_run_id, now)
    require_declared(verified.plan)
    return verified


async def apply_step(workshop: Workshop, verified: VerifiedPlan, step_id: str) -> JournalRecord:
    """Perform one step and return its result record.

    Raises:
        CopilotError: why it was not done; the journal holds the failure.
    """
    plan, step = verified.plan, verified.plan.step(step_id)
    records = of_plan(
        await workshop.journal.records(plan.scope, plan.graph_run_id), verified.plan_digest
    )
    require_turn(plan, step, records)
    history = history_of(records, step_id)
    done = history.get(RecordKind.RESULT)
    if done is not None:
        return done
    refused = history.get(RecordKind.REFUSED)
    if refused is not None:
        raise error_from_value(refused.error or {})
    try:
        params = resolved_params(step, outputs_of(records))
        errand = errand_of(verified.plan_digest, step, params, plan.account)
        async with workshop.vault.open_account(plan.scope, plan.account, errand) as account:
            work = _Work(workshop, verified, step, params, account)
            intent = history.get(RecordKind.INTENT)
            return await (work.begin() if intent is None else work.resume(_state(intent.before)))
    except CopilotError as error:
        await workshop.journal.record(
            _record(verified, step, RecordKind.FAILURE, error=error_to_value(error))
        )
        raise


@dataclass(frozen=True, slots=True)
class _Work:
    """One step in hand."""

    workshop: Workshop
    verified: VerifiedPlan
    step: Step
    params: Params
    account: AwsAccount

    async def begin(self) -> JournalRecord:
        """Look once more, write the intent, make the call, write the result."""
        await require_same_identity(self.verified.plan, self.account)
        before = await self._require_no_drift()
        if self.verified.change_set.change(self.step.step_id).kind is ChangeKind.NONE:
            return await self._finish(before, before, is_changed=False)
        await self._write(RecordKind.INTENT, before=before)
        done = await self._carry_out(before)
        return await self._finish(before, done.live, is_changed=True, answered=done.answered)

    async def resume(self, before: LiveState) -> JournalRecord:
        """Settle a call whose intent was written but whose result was not, then go on."""
        await require_same_identity(self.verified.plan, self.account)
        live = await read_live(self._caller, self._action, self.params)
        patience = self.workshop.patience
        match fate_of(self._action, self.params, before, live):
            case Fate.HAPPENED:
                after = await wait_until_done(self._caller, self._action, self.params, patience)
                done = Carried(after)
            case Fate.DID_NOT_HAPPEN:
                done = await self._carry_out(before)
            case Fate.UNCLEAR:
                raise in_doubt(self._action, self.params, "it was interrupted")
        return await self._finish(before, done.live, is_changed=True, answered=done.answered)

    async def _carry_out(self, before: LiveState) -> Carried:
        """What no read can settle is journaled as refused, so that its undo knows it."""
        patience = self.workshop.patience
        try:
            return await carry_out(self._caller, self._action, self.params, before, patience)
        except CallRefused as refusal:
            if self._action.kind is ActionKind.RUN:
                await self._write(RecordKind.REFUSED, before=before, error=refusal.error)
            raise refusal.error from None

    @property
    def _action(self) -> Action:
        return action_named(self.step.action)

    @property
    def _caller(self) -> Caller:
        plan = self.verified.plan
        return Caller(self.account, self.workshop.artefacts, self.workshop.vault, plan.scope)

    async def _require_no_drift(self) -> LiveState:
        live = await read_live(self._caller, self._action, step_params(self.step))
        if self._follows_earlier_steps():
            return live
        shown = self.verified.change_set.change(self.step.step_id).before
        if settled(live) != settled(_state(shown)):
            raise UserCanFix(
                "PREVIEW_DRIFTED",
                f"{self.step.resource} is not as the approved preview showed it.",
                "Nothing was sent for this step. Plan again and look at the new preview.",
            )
        return live

    def _follows_earlier_steps(self) -> bool:
        """Whether what it finds was changed, or made, by the plan itself since the preview."""
        followed = self._action.follows(self.params)
        return followed is not None and changes_before(self.verified.plan, self.step, followed)

    async def _finish(
        self,
        before: LiveState,
        after: LiveState,
        *,
        is_changed: bool,
        answered: Mapping[str, str] = MappingProxyType({}),
    ) -> JournalRecord:
        outputs = {**self._action.outputs(self.params, after or {}), **answered}
        record = _record(
            self.verified,
            self.step,
            RecordKind.RESULT,
            params=self.params,
            before=before,
            after=after,
            outputs=outputs,
            is_changed=is_changed,
        )
        await self.workshop.journal.record(record)
        return record

    async def _write(
        self, kind: RecordKind, *, before: LiveState, error: CopilotError | None = None
    ) -> None:
        told = error_to_value(error) if error else None
        await self.workshop.journal.record(
            _record(self.verified, self.step, kind, params=self.params, before=before, error=told)
        )


def errand_of(plan_digest: str, step: Step, params: Params, account: AccountBinding) -> Errand:
    """Access for one step of one plan, and for taking it back."""
    name = f"{plan_digest[7:19]}-{step.step_id}"
    policy = policy_of_call(declared(step.action), params, account)
    return Errand(name=name, policy=policy)


def require_turn(plan: Plan, step: Step, records: tuple[JournalRecord, ...]) -> None:
    """Steps are applied in their order, and never again once their undoing began; reads leave no
    record, so nothing waits for them.
    """
    applied = {record.step_id for record in records if record.kind is RecordKind.RESULT}
    before = [
        earlier
        for earlier in plan.steps[: plan.steps.index(step)]
        if earlier.effect is not Effect.READ
    ]
    is_undoing = any(record.kind in _UNDOING for record in records)
    if is_undoing or any(earlier.step_id not in applied for earlier in before):
        why = "the plan is being undone" if is_undoing else "a step before it is not applied"
        raise Bug("E_NOT_APPROVED", f"{step.step_id} is not next: {why}.", "Nothing was sent.")


async def require_same_identity(plan: Plan, account: AwsAccount) -> None:
    """Ask STS who calls; raise unless it is the identity that the plan was made for."""
    try:
        account_id, caller_arn = await asyncio.to_thread(account.identity)
    except AwsFailure as failure:
        raise failure.error from None
    if (account_id, caller_arn) != (plan.account.account_id, plan.account.caller_arn):
        raise UserCanFix(
            "CREDENTIAL_BINDING",
            f"The keys belong to {caller_arn}, the plan was made for {plan.account.caller_arn}.",
            "Nothing was sent. Choose the right credentials and plan again.",
        )


def _state(kept: JsonValue) -> LiveState:
    return kept if isinstance(kept, dict) else None


def _record(
    verified: VerifiedPlan,
    step: Step,
    kind: RecordKind,
    *,
    params: Params | None = None,
    before: LiveState = None,
    after: LiveState = None,
    outputs: dict[str, str] | None = None,
    is_changed: bool = True,
    error: dict[str, str] | None = None,
) -> JournalRecord:
    return JournalRecord(
        graph_run_id=verified.plan.graph_run_id,
        scope=verified.plan.scope,
        plan_digest=verified.plan_digest,
        step_id=step.step_id,
        kind=kind,
        action=step.action,
        params=params.model_dump(mode="json") if params else step.params,
        before=before,
        after=after,
        outputs=outputs or {},
        is_changed=is_changed,
        error=error,
    )
