"""Apply: one sealed step at a time, each journaled before and after its call.

Applying a step again, after a crash at any point, gives the same result and makes no call twice.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend.aws.account import AwsAccount
from backend.aws.errors import AwsFailure
from backend.domain.errors import Bug, CopilotError, UserCanFix, error_to_value
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.actions import ChangeKind
from backend.domain.plans.plan import AccountBinding, Plan, Step
from backend.domain.plans.sealing import PublicKey, SealedPlan, VerifiedPlan, verify_seal
from backend.tools.aws_deployer.call import ArtefactReader, Caller, Errand, Vault
from backend.tools.aws_deployer.carry_out import (
    Fate,
    Patience,
    carry_out,
    fate_of,
    in_doubt,
    read_live,
    wait_until_done,
)
from backend.tools.aws_deployer.catalog import action_named
from backend.tools.aws_deployer.catalog.declaration import Action, LiveState, Params
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
    _require_turn(plan, step, records)
    history = history_of(records, step_id)
    done = history.get(RecordKind.RESULT)
    if done is not None:
        return done
    try:
        params = resolved_params(step, outputs_of(records))
        errand = errand_of(verified.plan_digest, step, params, plan.account)
        async with workshop.vault.open_account(plan.scope, plan.account, errand) as account:
            work = _Work(workshop, verified, step, params, account)
            intent = history.get(RecordKind.INTENT)
            return await (work.begin() if intent is None else work.resume(_state(intent)))
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
        after = await carry_out(
            self._caller, self._action, self.params, before, self.workshop.patience
        )
        return await self._finish(before, after, is_changed=True)

    async def resume(self, before: LiveState) -> JournalRecord:
        """Settle a call whose intent was written but whose result was not, then go on."""
        await require_same_identity(self.verified.plan, self.account)
        live = await read_live(self._caller, self._action, self.params)
        patience = self.workshop.patience
        match fate_of(self._action, self.params, before, live):
            case Fate.HAPPENED:
                after = await wait_until_done(self._caller, self._action, self.params, patience)
            case Fate.DID_NOT_HAPPEN:
                after = await carry_out(self._caller, self._action, self.params, before, patience)
            case Fate.UNCLEAR:
                raise in_doubt(self._action, self.params, "it was interrupted")
        return await self._finish(before, after, is_changed=True)

    @property
    def _action(self) -> Action:
        return action_named(self.step.action)

    @property
    def _caller(self) -> Caller:
        plan = self.verified.plan
        return Caller(self.account, self.workshop.artefacts, self.workshop.vault, plan.scope)

    async def _require_no_drift(self) -> LiveState:
        live = await read_live(self._caller, self._action, step_params(self.step))
        if live != self.verified.change_set.change(self.step.step_id).before:
            raise UserCanFix(
                "PREVIEW_DRIFTED",
                f"{self.step.resource} is not as the approved preview showed it.",
                "Nothing was sent for this step. Plan again and look at the new preview.",
            )
        return live

    async def _finish(
        self, before: LiveState, after: LiveState, *, is_changed: bool
    ) -> JournalRecord:
        outputs = self._action.outputs(self.params, after or {})
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

    async def _write(self, kind: RecordKind, *, before: LiveState) -> None:
        await self.workshop.journal.record(
            _record(self.verified, self.step, kind, params=self.params, before=before)
        )


def errand_of(plan_digest: str, step: Step, params: Params, account: AccountBinding) -> Errand:
    """Access for one step of one plan, and for taking it back."""
    name = f"{plan_digest[7:19]}-{step.step_id}"
    policy = policy_of_call(action_named(step.action), params, account)
    return Errand(name=name, policy=policy)


def _require_turn(plan: Plan, step: Step, records: tuple[JournalRecord, ...]) -> None:
    """Steps are applied in their order, and never again once their undoing began."""
    applied = {record.step_id for record in records if record.kind is RecordKind.RESULT}
    before = plan.steps[: plan.steps.index(step)]
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


def _state(record: JournalRecord) -> LiveState:
    return record.before if isinstance(record.before, dict) else None


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
