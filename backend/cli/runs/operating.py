"""``copilot aws``: from typed calls to a run that is followed to its end."""

from dataclasses import dataclass

from backend.api.owner import LOCAL_OWNER
from backend.cli.accounts import AccountChoice, chosen_credential
from backend.cli.connection import service
from backend.cli.program import Program
from backend.cli.runs.calls import folders_of
from backend.cli.runs.following import Follower, Manner
from backend.cli.runs.report import present
from backend.cli.showing.surface import Surface
from backend.domain.commands import StartOperation
from backend.domain.plans.drafting import ToolCall


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What was typed: the calls in their order, and where."""

    calls: tuple[ToolCall, ...]
    region: str
    account: AccountChoice


async def operate(program: Program, wanted: Wanted, manner: Manner, *, as_json: bool) -> int:
    """Perform the calls, and give the exit code."""
    surface = Surface(as_json=as_json)
    async with service(program, "copilot aws", folders_of(wanted.calls)) as copilot:
        command = StartOperation(
            calls=wanted.calls,
            region=wanted.region,
            credential_id=await chosen_credential(copilot, program, wanted.account),
        )
        graph_run_id = await copilot.start_operation(LOCAL_OWNER, command)
        follower = Follower(copilot, surface, program.terminal(), manner)
        return present(await follower.follow(graph_run_id), surface)
