"""Operations for one person and one account: started, and followed to an answer or a question."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass

from backend.domain.aws_credentials import ACCOUNT_KINDS, CredentialSummary
from backend.domain.commands import DecideApproval, StartOperation
from backend.domain.copilot import Copilot
from backend.domain.devops_context import DevOpsContext
from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.events import EventType
from backend.domain.identifiers import CredentialId, GraphRunId
from backend.domain.plans.approval import Actor
from backend.domain.plans.drafting import ToolCall
from backend.domain.views import RunView
from backend.sdk.results import Failed, OperationResult, result_of

PATIENCE_S = 300.0
_NEWS = (
    EventType.INTAKE_REQUESTED,
    EventType.APPROVAL_REQUESTED,
    EventType.GRAPH_COMPLETED,
    EventType.GRAPH_FAILED,
)
_ASKING_FOR_VALUES = "clarification"


@dataclass(frozen=True, kw_only=True, slots=True)
class Operator:
    """Asks the service for operations as ``actor``.

    Nothing here applies anything: a change ends in an approval that is open, and
    :meth:`decide` carries the answer that a person gave.
    """

    copilot: Copilot
    actor: Actor
    patience_s: float = PATIENCE_S
    """How long one call waits for a run, which goes on all the same."""

    async def perform(
        self, call: ToolCall, credential_id: CredentialId, region: str
    ) -> OperationResult:
        """Start one operation and wait until it has ended or asks; refusals are results."""
        command = StartOperation(calls=(call,), region=region, credential_id=credential_id)
        try:
            graph_run_id = await self.copilot.start_operation(self.actor, command)
            return result_of(await self.settled(graph_run_id))
        except CopilotError as refusal:
            return Failed.because_of(refusal)

    async def decide(self, graph_run_id: GraphRunId, command: DecideApproval) -> OperationResult:
        """Carry a person's answer, and wait for what comes of it; refusals are results."""
        try:
            await self.copilot.decide_approval(self.actor, command)
            return result_of(await self.settled(graph_run_id))
        except CopilotError as refusal:
            return Failed.because_of(refusal, graph_run_id)

    async def settled(self, graph_run_id: GraphRunId) -> RunView:
        """The run once it has ended or asks a person, or as it is after ``patience_s``."""
        with suppress(TimeoutError):  # the caller is told that it is running
            async with asyncio.timeout(self.patience_s):
                await self._until_settled(graph_run_id)
        return await self.copilot.run(graph_run_id)

    async def account(self, context: DevOpsContext, profile: str | None) -> CredentialSummary:
        """The credentials called ``profile``, else those of the context, else the only ones.

        Raises:
            UserCanFix: ``E_CREDENTIAL_NOT_FOUND`` or ``E_CREDENTIAL_UNCLEAR``.
        """
        stored = [each for each in await self.copilot.credentials() if each.kind in ACCOUNT_KINDS]
        if profile is not None:
            stored = [each for each in stored if each.name == profile]
        elif context.aws_credential_id is not None:
            stored = [each for each in stored if each.credential_id == context.aws_credential_id]
        match stored:
            case [only]:
                return only
            case []:
                raise UserCanFix(
                    "E_CREDENTIAL_NOT_FOUND",
                    "These AWS credentials are not stored.",
                    "Store them: copilot credentials add.",
                )
            case _:
                raise UserCanFix(
                    "E_CREDENTIAL_UNCLEAR",
                    f"Several credentials fit: {', '.join(each.name for each in stored)}.",
                    "Name one, by its name or in the context.",
                )

    async def _until_settled(self, graph_run_id: GraphRunId) -> None:
        events = self.copilot.events(graph_run_id, 0)
        try:
            async for event in events:
                if event.type in _NEWS and _is_settled(await self.copilot.run(graph_run_id)):
                    return
        finally:
            if isinstance(events, AsyncGenerator):
                await events.aclose()


def _is_settled(run: RunView) -> bool:
    is_asking = run.question is not None or run.node == _ASKING_FOR_VALUES
    return is_asking or run.completion_state is not None
