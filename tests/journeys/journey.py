"""What journeys are made of: a person, a copilot in a home of its own, and a sandbox account."""

import json
import os
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backend.domain.aws_credentials import SandboxAccountSpec
from backend.domain.commands import CancelRun, DecideApproval, StartDeployment, StartRollback
from backend.domain.errors import CopilotError
from backend.domain.events import Event
from backend.domain.identifiers import CredentialId, DeploymentId, GraphRunId
from backend.domain.intake import DeploymentRequest
from backend.domain.plans.approval import Actor, Answer
from backend.domain.views import ApprovalQuestion, RunView
from backend.runs.copilot import LocalCopilot
from backend.settings import settings_from
from backend.wiring import open_copilot
from backend.wiring.foundation import StoreWrapper
from maintenance.files import PROJECT
from tests.backend.sandbox.running import RunningSandbox

OWNER = Actor(user_id="local_owner", kind="local_owner")
REGION = "us-east-1"
HELLO = PROJECT / "examples" / "hello-fastapi"
BROKEN = PROJECT / "examples" / "broken-fastapi"
HELLO_STEPS = (
    "create_bucket",
    "upload_package",
    "create_log_group",
    "keep_logs",
    "create_role",
    "allow_logs",
    "create_function",
    "publish_version",
    "create_alias",
    "create_url",
    "allow_public_url",
    "allow_public_invoke",
)


def approval(question: ApprovalQuestion, **changes: Any) -> DecideApproval:
    """Yes to everything that the card asks for."""
    command = DecideApproval(
        approval_id=question.approval_id,
        plan_digest=question.plan_digest,
        change_set_digest=question.change_set_digest,
        answer=Answer.APPROVED,
        confirmed_steps=question.confirmations,
        allowed_exposures=question.exposures,
    )
    return command.model_copy(update=changes)


def rejection(question: ApprovalQuestion) -> DecideApproval:
    """No, with a reason."""
    return approval(question, answer=Answer.REJECTED, reason="not today")


Person = Callable[["Journey", ApprovalQuestion], Awaitable[None]]


async def says_yes(journey: "Journey", question: ApprovalQuestion) -> None:
    await journey.copilot.decide_approval(OWNER, approval(question))


async def says_nothing(journey: "Journey", question: ApprovalQuestion) -> None:
    """For runs that were answered before they are followed, or never are."""


async def says_no(journey: "Journey", question: ApprovalQuestion) -> None:
    await journey.copilot.decide_approval(OWNER, rejection(question))


@dataclass(frozen=True, slots=True)
class Story:
    """A run that has ended: what was told, and how it is shown."""

    view: RunView
    events: tuple[Event, ...]

    def told(self, *event_types: str) -> list[Event]:
        return [event for event in self.events if event.type in event_types]

    @property
    def nodes(self) -> list[str]:
        return [str(event.payload["node"]) for event in self.told("node_started")]

    @property
    def undone(self) -> list[str]:
        """The steps that were taken back, in that order."""
        undo: Any = self.view.undo
        return [each["step_id"] for each in undo["undone"]]

    @property
    def left(self) -> list[dict[str, Any]]:
        """What could not be taken back."""
        undo: Any = self.view.undo
        return undo["left"]

    @property
    def error_code(self) -> str | None:
        return None if self.view.failure is None else str(self.view.failure["error_code"])


@dataclass(frozen=True, slots=True)
class Journey:
    """The copilot, the account, and what a person does with them."""

    home: Path
    copilot: LocalCopilot
    sandbox: RunningSandbox
    credential_id: CredentialId

    async def start(
        self, source: Path | str, name: str = "hello", credential_id: str = "", **request: Any
    ) -> GraphRunId:
        wanted = DeploymentRequest(
            source=str(source),
            target="lambda",
            region=request.pop("region", REGION),
            application_name=name,
            **request,
        )
        credential = CredentialId(credential_id or self.credential_id)
        command = StartDeployment(request=wanted, credential_id=credential)
        return await self.copilot.start_deployment(OWNER, command)

    async def until_asked(self, run_id: GraphRunId) -> ApprovalQuestion:
        """The run's question, once it waits for an answer."""
        async for event in self.copilot.events(run_id, 0):
            if event.type == "approval_requested":
                question = (await self.copilot.run(run_id)).question
                if question is not None:
                    return question
        raise AssertionError(f"the run ended: {(await self.copilot.run(run_id)).failure}")

    async def follow(self, run_id: GraphRunId, person: Person = says_yes) -> Story:
        """The run to its end, with a person who answers whatever is still open."""
        events: list[Event] = []
        async for event in self.copilot.events(run_id, 0):
            events.append(event)
            if event.type == "approval_requested":
                question = (await self.copilot.run(run_id)).question
                if question and question.approval_id == event.payload["approval_id"]:
                    await person(self, question)
        return Story(await self.copilot.run(run_id), tuple(events))

    async def deploy(self, source: Path | str, person: Person = says_yes, **request: Any) -> Story:
        return await self.follow(await self.start(source, **request), person)

    async def roll_back(self, deployment_id: DeploymentId | None) -> Story:
        assert deployment_id is not None
        command = StartRollback(deployment_id=deployment_id)
        return await self.follow(await self.copilot.start_rollback(OWNER, command))

    async def cancel(self, run_id: GraphRunId) -> None:
        await self.copilot.cancel_run(OWNER, CancelRun(graph_run_id=run_id))

    async def account(self) -> dict[str, Any]:
        return await self.copilot.account_digest(self.credential_id, REGION)

    async def digest(self) -> str:
        return (await self.account())["digest"]

    async def files(self) -> dict[str, bytes]:
        """Every file of the data directory, by its path in there."""
        return {
            str(path.relative_to(self.home)): path.read_bytes()
            for path in self.home.rglob("*")
            if path.is_file()
        }


@asynccontextmanager
async def open_journey(
    home: Path,
    sandbox: RunningSandbox,
    *,
    roots: tuple[Path, ...] = (),
    wrap_store: StoreWrapper | None = None,
    **environment: str,
) -> AsyncGenerator[Journey, None]:
    """The copilot on ``home`` with the sandbox account as its first credential.

    Journeys plan more often than a person may.
    """
    own = {
        "PATH": os.environ["PATH"],
        "COPILOT_HOME": str(home),
        "COPILOT_PLANNING_CYCLES_PER_MINUTE": "1000",
    }
    settings = settings_from({**own, **environment})
    opened = open_copilot(
        settings, "journey", (PROJECT / "examples", *roots), wrap_store=wrap_store
    )
    async with opened as copilot:
        assert isinstance(copilot, LocalCopilot)
        known = [each for each in await copilot.credentials() if each.name == "sandbox"]
        if not known:
            spec = SandboxAccountSpec(name="sandbox", endpoint_url=sandbox.url)
            known = [await copilot.add_credential(OWNER, spec)]
        yield Journey(home, copilot, sandbox, known[0].credential_id)


def changes_sent(sandbox: RunningSandbox) -> Counter[str]:
    """How often each request that changed the account was applied: method, target and body."""
    lines = (sandbox.home / "requests.log").read_text(encoding="ascii").splitlines()[1:]
    return Counter(_identity(json.loads(line)) for line in lines)


def _identity(record: dict[str, Any]) -> str:
    headers = {str(name).lower(): value for name, value in record["headers"]}
    return (
        f"{record['method']} {record['target']} {headers.get('x-amz-target', '')} {record['body']}"
    )


async def error_of(work: Awaitable[object]) -> str:
    """The reason code of what is refused."""
    with pytest.raises(CopilotError) as refused:
        await work
    assert refused.value.message
    assert refused.value.next_step
    return refused.value.error_code


PLAIN = '''"""An application without dependencies."""

import os


def handler(event, context):
    return {"statusCode": 200, "body": os.environ.get("GREETING", "hello")}
'''


def plain_application(folder: Path, source: str = PLAIN) -> Path:
    """A source that is packaged in no time."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "app.py").write_text(source, encoding="utf-8")
    return folder
