"""Memories that follow from the end of a run: recipes that worked, failures that were resolved.

Memory is a help, never a condition: whatever fails here is logged, and the run goes on.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from agentpro.observers import GraphEvent
from backend.domain.errors import CopilotError
from backend.domain.memories import KEPT_FOR, Memory, MemoryCollection, cut_to_brief
from backend.domain.plans.plan import Plan
from backend.runs.learning.attempts import (
    Attempt,
    attempt_of,
    recipe_in_words,
    resolution_in_words,
)
from backend.runs.projection import is_rollback
from backend.runs.views import event_of
from backend.stores.knowledge.library import Library
from backend.stores.repositories.everything import Repositories
from backend.stores.repositories.runs import RunRecord

_LOOKED_AT = 50
"""Of the newest runs, how many are searched for the failures that came before."""
_MOST_RUNS = 5
_DEPLOYS = "deploy@"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lessons:
    """Writes memories under ids of their runs, so that a replay replaces them by themselves."""

    library: Library
    repositories: Repositories
    clock: Callable[[], datetime]

    async def learn(self, run: RunRecord, event: GraphEvent) -> None:
        """Keep what one event teaches; most teach nothing. Never fails."""
        try:
            match event.event_type:
                case "deployment_succeeded" if is_rollback(run):
                    await self._let_go(run, event)
                case "deployment_succeeded":
                    await self._keep(run, event)
                case "deployment_failed":
                    current = await self.repositories.runs.get(run.tenant_id, run.graph_run_id)
                    await self.library.assign(current.scope, run.graph_run_id, None)
                case _:
                    pass
        except (CopilotError, KeyError, TypeError, ValueError) as error:
            _log.warning("%s taught nothing: %s", run.graph_run_id, type(error).__name__)

    async def _keep(self, run: RunRecord, event: GraphEvent) -> None:
        """The recipe replaces the one of the deployment's release before."""
        plan = Plan.from_json(event.payload["plan"])
        attempt = await self._attempt(run)
        recipe_id = f"template.{plan.deployment_id}"
        recipe = self._memory(run, "templates", recipe_id, recipe_in_words(attempt), attempt)
        await self.library.remember(recipe, *await self._resolved(run, attempt))
        await self.library.assign(run.scope, run.graph_run_id, plan.deployment_id)

    async def _let_go(self, run: RunRecord, event: GraphEvent) -> None:
        """A deployment of which nothing is left needs its memories no more."""
        plan = Plan.from_json(event.payload["plan"])
        deployments = self.repositories.deployments
        deployment = await deployments.get(run.tenant_id, plan.deployment_id)
        if deployment.status == "torn_down":
            until = self.clock() + KEPT_FOR
            await self.library.expire(run.tenant_id, plan.deployment_id, until)

    async def _resolved(self, run: RunRecord, helped: Attempt) -> list[Memory]:
        """What went wrong on the way of this run, and since the last one that went well."""
        attempts = [(run, helped)]
        attempts += [(each, await self._attempt(each)) for each in await self._failed_before(run)]
        return [
            self._memory(
                run,
                "failures",
                f"failure.{each.graph_run_id}.{number}",
                resolution_in_words(attempt, failure, helped),
                helped,
            )
            for each, attempt in attempts
            for number, failure in enumerate(attempt.failures)
        ]

    async def _failed_before(self, run: RunRecord) -> list[RunRecord]:
        newest = await self.repositories.runs.latest(run.tenant_id, _LOOKED_AT)
        found: list[RunRecord] = []
        for each in newest:
            is_earlier = each.created_at < run.created_at and each.status == "ended"
            if each.scope != run.scope or not each.graph_id.startswith(_DEPLOYS) or not is_earlier:
                continue
            if each.completion_state == "succeeded" or len(found) == _MOST_RUNS:
                break
            found.append(each)
        return found

    async def _attempt(self, run: RunRecord) -> Attempt:
        records = await self.repositories.events.after(run.tenant_id, run.session_id, 0)
        events = (event_of(record) for record in records)
        return attempt_of(each for each in events if each.graph_run_id == run.graph_run_id)

    def _memory(
        self,
        run: RunRecord,
        collection: MemoryCollection,
        memory_id: str,
        text: str,
        about: Attempt,
    ) -> Memory:
        now = self.clock()
        return Memory(
            memory_id=memory_id,
            collection=collection,
            scope=run.scope,
            text=cut_to_brief(text),
            tags=about.tags,
            graph_run_id=run.graph_run_id,
            occurred_at=now,
            expires_at=now + KEPT_FOR,
        )
