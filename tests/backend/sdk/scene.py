"""An installation in memory, the way other Python code meets it."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.domain.aws_credentials import CredentialSpec, SandboxAccountSpec
from backend.domain.devops_context import DevOpsContext
from backend.domain.plans.approval import Actor
from backend.runs.copilot import LocalCopilot, credential_scope
from backend.sdk import AWSAgent
from tests.backend.runs.house import House, open_house
from tests.doubles.fake_account import FakeAws
from tests.doubles.vaults import VaultHouse, access_key

PERSON = Actor(user_id="usr_1", kind="user")
REGION = "us-east-1"
CONTEXT = DevOpsContext(user_id=PERSON.user_id, aws_region=REGION)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """The service, and the account behind it."""

    house: House
    copilot: LocalCopilot
    agent: AWSAgent

    @property
    def aws(self) -> FakeAws:
        return self.house.deployer.aws

    async def add_sandbox(self) -> None:
        """A second set of credentials."""
        spec = SandboxAccountSpec(name="sandbox-1", endpoint_url="http://127.0.0.1:1")
        await self.add(spec)

    async def add(self, spec: CredentialSpec) -> None:
        vault, scope = self.copilot.vault, credential_scope()
        added = await vault.add(scope, spec)
        await vault.record_identity(
            scope, added.credential_id, account_id="123456789012", arn="arn:aws:iam::1:user/x"
        )


@asynccontextmanager
async def open_scene(folder: Path, patience_s: float = 20.0) -> AsyncGenerator[Scene]:
    """An installation with one set of credentials, called ``main``, and no conversations."""
    nothing: Any = None
    async with open_house() as house:
        copilot = LocalCopilot(
            repositories=house.repositories,
            vault=VaultHouse(folder).vault,
            access=nothing,
            audit=house.audit,
            service=house.service,
            library=house.library,
        )
        agent = AWSAgent(copilot, PERSON, CONTEXT, patience_s=patience_s)
        scene = Scene(house=house, copilot=copilot, agent=agent)
        await scene.add(access_key("main"))
        yield scene


def read(result: Any) -> dict[str, Any]:
    """What a tool answered."""
    return json.loads(str(result))
