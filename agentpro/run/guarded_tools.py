"""Guarded tools: every call of every role passes here, whatever a model or a handler asks for."""

import asyncio
import logging
from collections.abc import Mapping

from agentpro.definition import Grants, Limits
from agentpro.errors import explain
from agentpro.guardrails import Denial, ToolAnswered, ToolRequested, first_denial
from agentpro.journal import JournalUnavailable
from agentpro.registry import Registry
from agentpro.run.budget import TokenBudget
from agentpro.run.places import Place
from agentpro.tools import ToolResult

_log = logging.getLogger(__name__)
GRANTS = "grants"
"""What is said to have tripped where a role calls what it was not granted."""


class GuardedTools:
    """One run's tools: grants, then guardrails, then budget, then at most so many calls at once.

    Everything that is refused is a result with an error; only a journal that cannot be written is
    raised (``JournalUnavailable``).
    """

    def __init__(self, registry: Registry, limits: Limits, budget: TokenBudget) -> None:
        self._registry = registry
        self._metered = frozenset(limits.metered_tools)
        self._slots = asyncio.Semaphore(limits.concurrent_tool_calls)
        self.budget = budget

    async def call(self, request: ToolRequested, place: Place) -> tuple[ToolResult, Denial | None]:
        """Perform ``request`` if everything allows it; the denial, if something did not."""
        denial = _not_granted(request, place) or self._denial(place, request)
        if denial is not None:
            return ToolResult(error=_told(denial)), denial
        if request.tool in self._metered and self.budget.is_spent:
            return ToolResult(error=_spent()), None
        async with self._slots:
            result = await self._perform(request)
        denial = self._denial(place, ToolAnswered(request=request, result=result))
        if denial is not None:
            result = ToolResult(error=_told(denial), usage=result.usage)
        return result, denial

    def charge(self, result: ToolResult) -> None:
        """Take what a call has cost from the budget; also for a result that is replayed."""
        if result.usage is not None:
            self.budget = self.budget.minus(result.usage)

    def _denial(self, place: Place, examined: ToolRequested | ToolAnswered) -> Denial | None:
        if not place.guardrails:
            return None
        return first_denial(place.guardrails, self._registry.guardrails, examined)

    async def _perform(self, request: ToolRequested) -> ToolResult:
        tool = self._registry.tools.get(request.tool)
        if tool is None or request.capability not in tool.capabilities:
            return ToolResult(
                error=explain(
                    "TOOL_UNAVAILABLE",
                    f"'{request.tool}.{request.capability}' is not available here.",
                    "Go on without it.",
                )
            )
        try:
            return await tool.call(request.capability, request.args, request.scope)
        except JournalUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a failure is a value, so that the run can undo
            _log.exception("a tool failed at %s", request.scope.leaf_key)
            return ToolResult(
                error=explain(
                    "TOOL_FAILED",
                    f"{request.tool!r} failed with an unexpected {type(error).__name__}.",
                    "Report this with the run's id; the log of the process has the details.",
                )
            )


def is_granted(grants: Grants, tool: str, capability: str) -> bool:
    """Whether ``grants`` name the capability; what they do not name is denied."""
    return capability in grants.get(tool, ())


def _not_granted(request: ToolRequested, place: Place) -> Denial | None:
    if is_granted(place.grants, request.tool, request.capability):
        return None
    return Denial(
        guardrail=GRANTS,
        error_code="ROLE_DENIED",
        message=f"The role {place.node.role!r} may not use '{request.tool}.{request.capability}' "
        f"at {place.name!r}.",
        next_step="Leave this to a role that is granted it.",
    )


def _spent() -> Mapping[str, str]:
    return explain(
        "E_BUDGET",
        "The tokens of this run are spent.",
        "Go on without the model, or start a new run.",
    )


def _told(denial: Denial) -> Mapping[str, str]:
    return explain(denial.error_code, denial.message, denial.next_step)
