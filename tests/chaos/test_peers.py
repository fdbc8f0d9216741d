"""Two servers over one engine and one store: when one dies for good, the other ends its runs."""

import asyncio
import shutil
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from backend.api.owner import LOCAL_OWNER
from backend.domain.aws_credentials import SandboxAccountSpec
from backend.domain.commands import StartOperation
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.drafting import ToolCall
from backend.domain.views import RunView
from tests.backend.cli.test_up import free_port
from tests.backend.sandbox.running import RunningSandbox
from tests.chaos.harness.coverage import Cell
from tests.chaos.harness.person import Person
from tests.chaos.harness.supervision import ServerProcess
from tests.chaos.plans.scenery import REGION, Furnisher
from tests.doubles.postgresql import PostgresServer
from tests.journeys.journey import changes_sent

pytestmark = pytest.mark.slow

CALLS = (
    ToolCall(tool="create_bucket", args={"bucket_name": "chaos-peers"}),
    ToolCall(tool="create_log_group", args={"log_group": "/chaos/peers"}),
    ToolCall(
        tool="create_alias", args={"function_name": "chaos-lamp", "alias": "peers", "version": "1"}
    ),
)
BOUND_S, PAUSE_S = 120.0, 0.1


@asynccontextmanager
async def serving(
    folder: Path, environment: Mapping[str, str], *, is_kept_alive: bool
) -> AsyncGenerator[Person]:
    server = ServerProcess(
        folder=folder / "life",
        home=folder / "home",
        workspace=folder,
        port=free_port(),
        environment=environment,
        is_kept_alive=is_kept_alive,
    )
    person = Person(server)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(server.stop)
        await server.start()
        stack.push_async_callback(person.close)
        yield person


async def seen(
    person: Person, run_id: GraphRunId, is_it: Callable[[RunView], bool], until: float
) -> RunView:
    """The run as soon as it is so; raises :class:`Stuck` after ``until``."""
    while True:
        view = await person.look(run_id, until)
        if is_it(view):
            return view
        await asyncio.sleep(PAUSE_S)


async def test_the_run_of_a_dead_server_is_ended_by_its_peer(
    tmp_path: Path,
    sandbox: RunningSandbox,
    postgresql: PostgresServer,
    wire_uri: str,
) -> None:
    environment = {
        "COPILOT_ENGINE_URL": postgresql.new_database(),
        "MONGODB_URI": f"{wire_uri.rstrip('/')}/chaos_peers",
    }
    Furnisher(sandbox).furnish()
    furnished = changes_sent(sandbox)
    until = time.monotonic() + BOUND_S
    spec = SandboxAccountSpec(name="sandbox", endpoint_url=sandbox.url)
    async with serving(tmp_path / "first", environment, is_kept_alive=False) as first:
        known = await first.ask(lambda copilot: copilot.add_credential(LOCAL_OWNER, spec), until)
        keys = tmp_path / "second" / "home" / "keys"
        shutil.copytree(tmp_path / "first" / "home" / "keys", keys)
        keys.parent.chmod(0o700)
        async with serving(tmp_path / "second", environment, is_kept_alive=True) as second:
            command = StartOperation(calls=CALLS, region=REGION, credential_id=known.credential_id)
            run_id = await first.start(command, until)
            asked = await seen(first, run_id, lambda view: view.question is not None, until)
            assert asked.question is not None
            first.server.trigger.arm(Cell("create_log_group", "after_call").death)
            await first.answer(asked.question)
            view = await seen(second, run_id, lambda view: view.ended_at is not None, until)
            assert not first.server.trigger.is_armed, "the first server was to die"
            assert view.completion_state == "succeeded"
    made = changes_sent(sandbox) - furnished
    assert [*made.values()] == [1] * len(CALLS)
