"""What keeps a seal from being used twice, and two runs from changing one application."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend.domain.plans.plan import Plan
from backend.stores.repositories.locks import LockRecord, Locks, lock_name
from backend.stores.repositories.seals import SealRecord, Seals


@dataclass(frozen=True, slots=True)
class StoredGatekeeper:
    """``aws_deployer``'s gatekeeper on the document store."""

    seals: Seals
    locks: Locks
    clock: Callable[[], datetime]

    async def begin(self, plan: Plan) -> None:
        """Take the application's lock, then spend the plan's seal; both are idempotent for its run.

        Raises:
            UserCanFix: ``RUN_LOCKED`` or ``REPLAY``.
        """
        await self.locks.acquire(
            LockRecord(
                **plan.scope.model_dump(),
                created_at=self.clock(),
                lock_name=_lock_name(plan),
                graph_run_id=plan.graph_run_id,
            )
        )
        await self.seals.spend(
            SealRecord(
                **plan.scope.model_dump(),
                created_at=self.clock(),
                nonce=plan.nonce,
                graph_run_id=plan.graph_run_id,
            )
        )

    async def is_begun(self, plan: Plan) -> bool:
        """Whether the plan's own run has spent its seal."""
        return await self.seals.is_spent_by(plan.scope.tenant_id, plan.nonce, plan.graph_run_id)


def _lock_name(plan: Plan) -> str:
    return lock_name(plan.account.account_id, plan.account.region, plan.scope.application_id)
