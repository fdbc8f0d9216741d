"""``aws_deployer`` as the graph sees it: capabilities over plain JSON, failures as results."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from pydantic import JsonValue, ValidationError

from agentpro.journal import JournalUnavailable
from agentpro.tools import ToolResult, ToolScope
from backend.aws.errors import AwsFailure
from backend.domain.canonical import JsonObject
from backend.domain.errors import Bug, CopilotError, ModelCanFix, error_to_value
from backend.domain.identifiers import CredentialId, GraphRunId, Scope
from backend.domain.plans.actions import Effect
from backend.domain.plans.drafting import PlanDraft
from backend.domain.plans.plan import AccountBinding, Plan
from backend.tools.aws_deployer.account_digest import digest_entries
from backend.tools.aws_deployer.apply import (
    SealedPlan,
    VerifiedPlan,
    Workshop,
    apply_step,
    require_same_identity,
    verify,
)
from backend.tools.aws_deployer.call import Errand
from backend.tools.aws_deployer.compose import PlanContext, compose
from backend.tools.aws_deployer.journal import JournalRecord, of_plan
from backend.tools.aws_deployer.operations.answering import answer_step
from backend.tools.aws_deployer.operations.drafting import OperationRun, draft_for_run
from backend.tools.aws_deployer.operations.stock import Stock
from backend.tools.aws_deployer.preview import preview
from backend.tools.aws_deployer.rollback import draft_rollback
from backend.tools.aws_deployer.standing import standing
from backend.tools.aws_deployer.undo import undo_step

PLAN_LIFETIME = timedelta(hours=24)
_LOOK = Errand(name="look")
Capability = Callable[[Mapping[str, JsonValue], ToolScope], Awaitable[JsonValue]]
NAME = "aws_deployer"
CAPABILITIES = frozenset(
    {
        "identity",
        "compose",
        "draft_rollback",
        "preview",
        "begin",
        "apply_step",
        "undo_step",
        "read",
        "digest",
        "draft_operation",
        "answer",
    }
)
GATED_CAPABILITIES = frozenset({"begin", "apply_step", "undo_step"})
"""Those that change the account."""


class Gatekeeper(Protocol):
    """What keeps a seal from being used twice, and two runs from one application."""

    async def begin(self, plan: Plan) -> None:
        """Spend the seal's nonce for its run and take the lock; ``REPLAY`` or ``RUN_LOCKED``."""
        ...

    async def is_begun(self, plan: Plan) -> bool:
        """Whether the plan's own run has begun it."""
        ...


@dataclass(frozen=True, slots=True)
class AwsDeployer:
    """The tool ``aws_deployer``.

    Reads need no approval; ``begin`` and ``apply_step`` need a sealed plan.
    """

    workshop: Workshop
    gatekeeper: Gatekeeper
    stock: Stock
    name: str = NAME

    @property
    def capabilities(self) -> frozenset[str]:
        """What a role may be granted."""
        return CAPABILITIES

    @property
    def gated_capabilities(self) -> frozenset[str]:
        """What a graph may grant only behind a person's approval."""
        return GATED_CAPABILITIES

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        """Perform one capability; every expected failure is a result with its error.

        Raises:
            JournalUnavailable: the write-ahead journal cannot be written; nothing goes on without
            it.
        """
        try:
            return ToolResult(value=await self._table()[capability](args, scope))
        except AwsFailure as failure:
            return ToolResult(error=error_to_value(failure.error))
        except (ValidationError, KeyError):
            return ToolResult(error=error_to_value(_malformed(capability)))
        except CopilotError as error:
            if error.error_code == "E_STORE_UNAVAILABLE":
                raise JournalUnavailable(error.message) from error
            return ToolResult(error=error_to_value(error))

    def _table(self) -> dict[str, Capability]:
        return {
            "identity": self._identity,
            "compose": self._compose,
            "draft_rollback": self._draft_rollback,
            "preview": self._preview,
            "begin": self._begin,
            "apply_step": self._apply_step,
            "undo_step": self._undo_step,
            "read": self._read,
            "digest": self._digest,
            "draft_operation": self._draft_operation,
            "answer": self._answer,
        }

    async def _identity(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{region}`` → the run's :class:`AccountBinding`."""
        binding = _binding(args, scope)
        async with self.workshop.vault.open_account(_scope(scope), binding, _LOOK) as account:
            account_id, caller_arn = await asyncio.to_thread(account.identity)
        found = {"account_id": account_id, "caller_arn": caller_arn}
        return binding.model_copy(update=found).to_json()

    async def _compose(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{draft, context}`` → the plan, with a fresh nonce and expiry."""
        context = PlanContext.from_json(args["context"])
        if context.graph_run_id != scope.graph_run_id or not _is_own(context.scope, scope):
            raise _foreign()
        plan = compose(
            PlanDraft.from_json(args["draft"]),
            context,
            nonce=secrets.token_hex(16),
            expires_at=self.workshop.clock() + PLAN_LIFETIME,
        )
        return plan.to_json()

    async def _draft_rollback(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{graph_run_id, deployment_id, release_id}`` of a release → the draft of its undoing."""
        own = _scope(scope)
        run_id = GraphRunId(str(args["graph_run_id"]))
        records = await self.workshop.journal.records(own, run_id)
        draft = draft_rollback(records, own.application_id)
        return {**_ids(args), "draft": draft.to_json()}

    async def _preview(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{plan}`` → its change set; only reads."""
        plan = _own_plan(Plan.from_json(args["plan"]), scope)
        async with self.workshop.vault.open_account(plan.scope, plan.account, _LOOK) as account:
            await require_same_identity(plan, account)
            change_set = await asyncio.to_thread(preview, plan, account)
        return change_set.to_json()

    async def _begin(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{sealed_plan}`` → nothing; from here on the plan may be applied by this run alone."""
        verified = await self._verified(args, scope)
        await self.gatekeeper.begin(verified.plan)
        return None

    async def _apply_step(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{sealed_plan, step_id}`` → ``{step_id, outputs, is_changed}``, of a read with its
        ``answer``.
        """
        verified = await self._verified(args, scope)
        if not await self._is_begun(verified.plan):
            raise Bug("E_NOT_APPROVED", "The plan was not begun.", "Nothing was sent. Plan again.")
        step_id = str(args["step_id"])
        if verified.plan.step(step_id).effect is Effect.READ:
            told = await answer_step(self.workshop, verified.plan, step_id)
            answer = told["answer"]
            return {"step_id": step_id, "outputs": {}, "is_changed": False, "answer": answer}
        return _summary(await apply_step(self.workshop, verified, step_id))

    async def _undo_step(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{sealed_plan, step_id}`` → ``{step_id, is_changed}``; nothing if it never began."""
        verified = await self._verified(args, scope)
        record = await undo_step(self.workshop, verified.plan, str(args["step_id"]))
        return _summary(record) if record else None

    async def _read(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{plan}`` → for each step whether AWS is as the plan wanted it."""
        plan = _own_plan(Plan.from_json(args["plan"]), scope)
        records = await self.workshop.journal.records(plan.scope, plan.graph_run_id)
        applied = of_plan(records, plan.digest)
        async with self.workshop.vault.open_account(plan.scope, plan.account, _LOOK) as account:
            return {"steps": await asyncio.to_thread(standing, applied, account)}

    async def _digest(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{region, first}`` → the account's digest and entries; bounded, ``first`` before all."""
        first = args.get("first")
        wanted = tuple(map(str, first)) if isinstance(first, list) else ()
        binding = _binding(args, scope)
        async with self.workshop.vault.open_account(_scope(scope), binding, _LOOK) as account:
            return await asyncio.to_thread(digest_entries, account, wanted)

    async def _draft_operation(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{calls: [{tool, args}], region}`` → ``{draft, deployment_id, release_id}``."""
        own, binding = _scope(scope), _binding(args, scope)
        run = OperationRun(own, GraphRunId(scope.graph_run_id), binding.region)
        async with self.workshop.vault.open_account(own, binding, _LOOK) as account:
            return await draft_for_run(args["calls"], run, self.stock, account)

    async def _answer(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{plan, step_id}`` of a read → ``{step_id, title, action, answer}``."""
        plan = _own_plan(Plan.from_json(args["plan"]), scope)
        return await answer_step(self.workshop, plan, str(args["step_id"]))

    async def _verified(self, args: Mapping[str, JsonValue], scope: ToolScope) -> VerifiedPlan:
        sealed = SealedPlan.from_json(args["sealed_plan"])
        _own_plan(sealed.plan, scope)
        return verify(
            self.workshop,
            sealed,
            GraphRunId(scope.graph_run_id),
            is_begun=await self._is_begun(sealed.plan),
        )

    async def _is_begun(self, plan: Plan) -> bool:
        return await self.gatekeeper.is_begun(plan)


def _summary(record: JournalRecord) -> JsonObject:
    return {
        "step_id": record.step_id,
        "outputs": {**record.outputs},
        "is_changed": record.is_changed,
    }


def _ids(args: Mapping[str, JsonValue]) -> JsonObject:
    return {name: args[name] for name in ("deployment_id", "release_id")}


def _binding(args: Mapping[str, JsonValue], scope: ToolScope) -> AccountBinding:
    """The account that the run's credentials open; STS has not said yet which it is."""
    return AccountBinding(
        account_id="000000000000",
        caller_arn="",
        region=str(args["region"]),
        credential_id=CredentialId(str(scope.inputs["credential_id"])),
        is_sandbox=bool(scope.inputs["is_sandbox"]),
    )


def _scope(scope: ToolScope) -> Scope:
    return Scope.from_json(scope.inputs["scope"])


def _is_own(claimed: Scope, scope: ToolScope) -> bool:
    """Whether it is the run's scope; one that began without a name may have got any."""
    return claimed == _scope(scope).named(claimed.application_id)


def _own_plan(plan: Plan, scope: ToolScope) -> Plan:
    """The plan, if it is of this run, its scope and its credentials.

    Raises:
        Bug: ``UNTRUSTED_CONTENT_OR_PLAN_MISMATCH``.
    """
    given = (plan.graph_run_id, plan.account.credential_id)
    own = (scope.graph_run_id, scope.inputs["credential_id"])
    if given != own or not _is_own(plan.scope, scope):
        raise _foreign()
    return plan


def _malformed(capability: str) -> ModelCanFix:
    return ModelCanFix(
        "E_BAD_ARGUMENTS",
        f"The arguments of aws_deployer.{capability} are not usable.",
        "Nothing was sent. Plan again.",
    )


def _foreign() -> Bug:
    return Bug(
        "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH",
        "The plan does not belong to this run and its credentials.",
        "Nothing was sent. Plan again.",
    )
