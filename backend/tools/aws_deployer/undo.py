"""Undo: the compensation of one journaled step, itself journaled, resumable and idempotent.

It deletes only what the journal proves absent before and made by this run: the state before the
intent, and the run's tag on what can carry tags.
"""

from dataclasses import dataclass

from backend.aws.account import AwsAccount
from backend.domain.errors import CopilotError, OperatorMustAct, error_to_value
from backend.domain.plans.plan import Plan
from backend.tools.aws_deployer.apply import Workshop, errand_of, require_same_identity
from backend.tools.aws_deployer.call import Caller
from backend.tools.aws_deployer.carry_out import (
    CallRefused,
    Fate,
    carry_out,
    fate_of,
    in_doubt,
    read_live,
)
from backend.tools.aws_deployer.catalog import action_named
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    LiveState,
    Params,
    Undo,
    is_reached,
)
from backend.tools.aws_deployer.journal import (
    JournalRecord,
    RecordKind,
    history_of,
    of_plan,
)
from backend.tools.aws_deployer.preview import require_made_by


async def undo_step(workshop: Workshop, plan: Plan, step_id: str) -> JournalRecord | None:
    """Take one step back; ``None`` where it never began, else the record that says it is undone.

    Raises:
        CopilotError: why it could not be undone; the journal holds the failure.
    """
    plan_digest, step = plan.digest, plan.step(step_id)
    records = of_plan(await workshop.journal.records(plan.scope, plan.graph_run_id), plan_digest)
    history = history_of(records, step_id)
    intent = history.get(RecordKind.INTENT)
    done = history.get(RecordKind.UNDONE)
    if intent is None or done is not None:
        return done
    try:
        errand = errand_of(plan_digest, step, params_of(intent), plan.account)
        async with workshop.vault.open_account(plan.scope, plan.account, errand) as account:
            await require_same_identity(plan, account)
            taking_back = _TakingBack(workshop, plan, intent, account)
            if history.get(RecordKind.REFUSED) is not None:
                return await taking_back.finish(is_changed=False)
            return await taking_back.run(history.get(RecordKind.RESULT))
    except CopilotError as error:
        failure = intent.model_copy(
            update={"kind": RecordKind.UNDO_FAILURE, "error": error_to_value(error)}
        )
        await workshop.journal.record(failure)
        raise


@dataclass(frozen=True, slots=True)
class _TakingBack:
    """One journaled step that is being undone."""

    workshop: Workshop
    plan: Plan
    intent: JournalRecord
    account: AwsAccount

    async def run(self, result: JournalRecord | None) -> JournalRecord:
        """Find out what stands, write the undo's intent, make its call, write that it is undone."""
        live = await read_live(self._caller, self._action, self._params)
        if result is None and self._has_not_happened(live):
            return await self.finish(is_changed=False)
        self._require_ours(live)
        undo = self._undo(live, result)
        standing = await self._standing(undo)
        if standing is not Fate.HAPPENED:
            self._require_unchanged(live)
        await self.workshop.journal.record(
            self.intent.model_copy(update={"kind": RecordKind.UNDO_INTENT})
        )
        if standing is not Fate.HAPPENED:
            await self._carry_out(undo)
        return await self.finish(is_changed=True)

    @property
    def _action(self) -> Action:
        return action_named(self.intent.action)

    @property
    def _params(self) -> Params:
        return params_of(self.intent)

    @property
    def _before(self) -> LiveState:
        return self.intent.before if isinstance(self.intent.before, dict) else None

    @property
    def _caller(self) -> Caller:
        return Caller(self.account, self.workshop.artefacts, self.workshop.vault, self.plan.scope)

    def _has_not_happened(self, live: LiveState) -> bool:
        match fate_of(self._action, self._params, self._before, live):
            case Fate.HAPPENED:
                return False
            case Fate.DID_NOT_HAPPEN:
                return True
            case Fate.UNCLEAR:
                raise in_doubt(self._action, self._params, "it failed half-way")

    def _require_ours(self, live: LiveState) -> None:
        if self._action.kind is not ActionKind.CREATE or live is None:
            return
        if self._before is not None:
            raise not_absent_before(self._action.resource(self._params))
        if self._action.is_tagged:
            require_made_by(self.plan.graph_run_id, self._action.resource(self._params), live)

    def _undo(self, live: LiveState, result: JournalRecord | None) -> Undo:
        if self._action.undo is None:
            raise OperatorMustAct(
                "E_IRREVERSIBLE",
                f"{self._action.title(self._params)} cannot be undone.",
                "The plan said so before it was approved; decide what to do about it by hand.",
            )
        outputs = result.outputs if result else self._action.outputs(self._params, live or {})
        return self._action.undo(self._params, self._before, outputs)

    def _require_unchanged(self, live: LiveState) -> None:
        """What somebody else changed since is not this run's to overwrite or to delete; a tag says
        the same for good.
        """
        action, params = self._action, self._params
        is_gone = live is None or action.kind not in (ActionKind.CREATE, ActionKind.UPDATE)
        if not is_gone and not action.is_tagged and not is_reached(action.wanted(params), live):
            raise changed_since(action.resource(params))

    async def _standing(self, undo: Undo) -> Fate:
        action = action_named(undo.action)
        params = action.params.model_validate(undo.params)
        live = await read_live(self._caller, action, params)
        return fate_of(action, params, live, live)

    async def _carry_out(self, undo: Undo) -> None:
        action = action_named(undo.action)
        params = action.params.model_validate(undo.params)
        live = await read_live(self._caller, action, params)
        try:
            await carry_out(self._caller, action, params, live, self.workshop.patience)
        except CallRefused as refusal:
            raise refusal.error from None

    async def finish(self, *, is_changed: bool) -> JournalRecord:
        """Write that the step is undone; ``is_changed`` where that took a call."""
        record = self.intent.model_copy(
            update={"kind": RecordKind.UNDONE, "is_changed": is_changed}
        )
        await self.workshop.journal.record(record)
        return record


def params_of(record: JournalRecord) -> Params:
    """The parameters that a record's call was, or would have been, made with."""
    return action_named(record.action).params.model_validate(record.params)


def changed_since(resource: str) -> OperatorMustAct:
    """The refusal to undo over the change of somebody else."""
    return OperatorMustAct(
        "E_NOT_OURS",
        f"{resource} is left alone: somebody changed it after this run did.",
        "Look at the resource, and put it back by hand if that change is not needed.",
    )


def not_absent_before(resource: str) -> OperatorMustAct:
    """The refusal to delete something that the journal does not prove to be this run's."""
    return OperatorMustAct(
        "E_NOT_OURS",
        f"{resource} is left alone: it was there before this run.",
        "Look at the resource, and delete it by hand if it is not needed.",
    )
