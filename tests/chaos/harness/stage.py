"""Where scenarios are played: a server, an account, a person, and the reference beside them."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.api.owner import LOCAL_OWNER
from backend.domain.aws_credentials import SandboxAccountSpec
from backend.domain.commands import StartDeployment, StartOperation
from backend.domain.identifiers import CredentialId, GraphRunId
from backend.domain.intake import DeploymentRequest
from backend.domain.plans.drafting import ToolCall
from backend.domain.views import ApprovalQuestion, RunView
from backend.stores.artefacts import DiskArtefacts
from tests.backend.cli.test_up import free_port
from tests.backend.sandbox.running import RunningSandbox
from tests.chaos.harness.crowd import answers_from_processes
from tests.chaos.harness.executioner import Executioner
from tests.chaos.harness.person import Person, Stuck
from tests.chaos.harness.promises import Played
from tests.chaos.harness.records import Records, open_records
from tests.chaos.harness.reference import Reference, digest_of
from tests.chaos.harness.scenarios import Scenario
from tests.chaos.harness.supervision import ServerProcess
from tests.chaos.plans.scenery import REGION, Furnisher, provide_packages
from tests.journeys.journey import approval, changes_sent, plain_application

RUN_BOUND_S = 300.0
_PAUSE_S = 0.03
_UNHEALTHY = '''"""Starts, and is not healthy."""


def handler(event, context):
    return {"statusCode": 503, "body": "not today"}
'''


@dataclass(slots=True)
class Stage:
    """One server and its account; scenarios are played one after the other."""

    server: ServerProcess
    sandbox: RunningSandbox
    furnisher: Furnisher
    reference: Reference
    records: Records
    person: Person
    executioner: Executioner
    credential_id: CredentialId

    async def play(self, scenario: Scenario) -> Played:
        """Furnish the account, start the run, kill, answer, and look at what is left."""
        await asyncio.to_thread(self.furnisher.furnish)
        digest_before = await asyncio.to_thread(digest_of, self.sandbox)
        for rule in scenario.faults:
            self.sandbox.fault(**rule)
        lives = len(self.server.lives)
        began = time.monotonic()
        self.executioner.begin(scenario.kills)
        run = _Run(self, scenario, until=began + RUN_BOUND_S)
        view = await run.to_its_end()
        assert run.run_id is not None, "the run could not be started"
        missed = self.executioner.end()
        await self.server.serving()
        self.sandbox.control("DELETE", "faults")
        self.server.note()
        new_lives = self.server.lives[lives:]
        undo_left: Any = view.undo["left"] if view else []
        return Played(
            scenario=scenario,
            run_id=run.run_id,
            completion_state=view.completion_state if view else None,
            failure=f"{view.failure['error_code']}: {view.failure['message']}"
            if view and view.failure
            else None,
            undo_left=tuple(str(each["step_id"]) for each in undo_left),
            left=await self.records.left_by(run.run_id),
            digest_before=digest_before,
            digest=await asyncio.to_thread(digest_of, self.sandbox),
            requests=changes_sent(self.sandbox),
            invocations=await asyncio.to_thread(self.furnisher.invocations),
            kills=tuple(self.executioner.carried_out),
            missed=missed,
            answers=run.crowd,
            recoveries_s=tuple(s for life in new_lives if (s := life.recovery_s) is not None),
            starts_s=tuple(s for life in new_lives if (s := life.start_s) is not None),
            seconds=time.monotonic() - began,
        )


class _Run:
    """One run as the person sees it."""

    def __init__(self, stage: Stage, scenario: Scenario, until: float) -> None:
        self._stage = stage
        self._scenario = scenario
        self._until = until
        self._answered: set[str] = set()
        self._cancelling: asyncio.Task[None] | None = None
        self._is_seen = False
        self.run_id: GraphRunId | None = None
        self.crowd: Counter[str] = Counter()

    async def to_its_end(self) -> RunView | None:
        """``None`` where it is stuck."""
        stage = self._stage
        try:
            stage.server.is_work_waiting = True
            stage.executioner.moment("start")
            command = _command(self._scenario, stage.credential_id, stage.server.workspace)
            self.run_id = await stage.person.start(command, self._until)
            while True:
                view = await stage.person.look(self.run_id, self._until)
                if view.completion_state is not None:
                    return view
                if view.question and view.question.approval_id not in self._answered:
                    await self._asked(view.question)
                await asyncio.sleep(_PAUSE_S)
        except Stuck:
            return None
        finally:
            stage.server.is_work_waiting = False
            if self._cancelling is not None:
                self._cancelling.cancel()

    async def _asked(self, question: ApprovalQuestion) -> None:
        stage = self._stage
        stage.server.is_work_waiting = False
        if not self._is_seen:
            self._is_seen = True
            stage.executioner.moment("waiting")
            await asyncio.sleep(_PAUSE_S)
        if not await self._answer(question):
            return
        self._answered.add(question.approval_id)
        stage.server.is_work_waiting = True
        stage.executioner.moment("answer")
        if self._scenario.cancelled_after_s is not None and self._cancelling is None:
            self._cancelling = asyncio.create_task(self._cancel(self._scenario.cancelled_after_s))

    async def _answer(self, question: ApprovalQuestion) -> bool:
        stage, count = self._stage, self._scenario.answers
        if count > 1 and not self.crowd:
            self.crowd = await answers_from_processes(stage.server.home, approval(question), count)
        return await stage.person.answer(question)

    async def _cancel(self, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        assert self.run_id is not None
        another = Person(self._stage.server)
        try:
            await another.cancel(self.run_id, self._until)
        finally:
            await another.close()


def _command(
    scenario: Scenario, credential_id: CredentialId, workspace: Path
) -> StartOperation | StartDeployment:
    if scenario.source == "operation":
        calls = tuple(ToolCall(tool=call.tool, args=call.args) for call in scenario.calls)
        return StartOperation(calls=calls, region=REGION, credential_id=credential_id)
    request = DeploymentRequest(
        source=str(workspace / scenario.source),
        target="lambda",
        region=REGION,
        application_name=f"app-{scenario.number}",
    )
    return StartDeployment(request=request, credential_id=credential_id)


@asynccontextmanager
async def open_stage(folder: Path, environment: Mapping[str, str]) -> AsyncGenerator[Stage]:
    """A new data directory, two new accounts and a running server; all gone afterwards."""
    workspace, home = folder / "workspace", folder / "home"
    provide_packages(workspace)
    plain_application(workspace / "healthy")
    plain_application(workspace / "unhealthy", _UNHEALTHY)
    async with AsyncExitStack() as stack:
        sandbox = await _sandbox(stack, folder / "account")
        beside = await _sandbox(stack, folder / "reference")
        server = ServerProcess(
            folder=folder / "life",
            home=home,
            workspace=workspace,
            port=free_port(),
            environment={"COPILOT_PLANNING_CYCLES_PER_MINUTE": "9999", **environment},
        )
        stack.push_async_callback(server.stop)
        await server.start()
        person = Person(server)
        stack.push_async_callback(person.close)
        spec = SandboxAccountSpec(name="sandbox", endpoint_url=sandbox.url)
        known = await person.ask(
            lambda copilot: copilot.add_credential(LOCAL_OWNER, spec), time.monotonic() + 60
        )
        yield Stage(
            server=server,
            sandbox=sandbox,
            furnisher=Furnisher(sandbox),
            reference=Reference(beside, Furnisher(beside), DiskArtefacts(home / "artefacts")),
            records=await stack.enter_async_context(open_records(home)),
            person=person,
            executioner=Executioner(server),
            credential_id=known.credential_id,
        )


async def _sandbox(stack: AsyncExitStack, home: Path) -> RunningSandbox:
    running = await asyncio.to_thread(
        RunningSandbox, home, "--role-delay-s", "0", path=os.environ["PATH"]
    )
    stack.callback(running.stop)
    return running
