"""The answer of a read step: performed in its turn, journaled nowhere, with nothing to undo."""

import asyncio

from pydantic import JsonValue

from backend.aws.errors import AwsFailure
from backend.domain.canonical import JsonObject, portable
from backend.domain.errors import Bug
from backend.domain.plans.plan import Plan
from backend.domain.redaction import KnownSecrets, Redactor
from backend.tools.aws_deployer.apply import (
    Workshop,
    errand_of,
    require_same_identity,
    require_turn,
)
from backend.tools.aws_deployer.catalog import declared
from backend.tools.aws_deployer.catalog.declaration import ReadAction
from backend.tools.aws_deployer.compose import require_declared
from backend.tools.aws_deployer.journal import of_plan, outputs_of
from backend.tools.aws_deployer.parameters import resolved_params


async def answer_step(workshop: Workshop, plan: Plan, step_id: str) -> JsonObject:
    """Perform one read step: ``{"step_id", "title", "action", "answer"}``.

    What looks like a secret in the answer is redacted, whatever AWS holds there.

    Raises:
        Bug: ``E_NOT_APPROVED``: the step is no read, or not next.
        CopilotError: AWS's refusal.
    """
    require_declared(plan)
    step = plan.step(step_id)
    action = declared(step.action)
    if not isinstance(action, ReadAction):
        raise Bug("E_NOT_APPROVED", f"{step_id} does not only read.", "Nothing was sent.")
    digest = plan.digest
    records = of_plan(await workshop.journal.records(plan.scope, plan.graph_run_id), digest)
    require_turn(plan, step, records)
    params = resolved_params(step, outputs_of(records))
    errand = errand_of(digest, step, params, plan.account)
    async with workshop.vault.open_account(plan.scope, plan.account, errand) as account:
        await require_same_identity(plan, account)
        try:
            found = await asyncio.to_thread(action.answer, account, params)
        except AwsFailure as failure:
            raise failure.error from None
    answer: JsonValue = Redactor(KnownSecrets()).value(portable(found))
    return {"step_id": step_id, "title": step.title, "action": step.action, "answer": answer}
