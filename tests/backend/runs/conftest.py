"""An installation for every test that asks for one, and the events of runs played once."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from agentpro.observers import GraphEvent
from backend.domain.events import Event
from backend.runs.service import TENANT
from tests.backend.runs.house import House, open_house
from tests.doubles.fake_account import Fault

Stories = dict[str, tuple[Event, ...]]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as opened:
        yield opened


@pytest.fixture(scope="session")
def stories() -> Stories:
    """What was told of a deployment, of one that failed, and of the rollback of the first."""
    return asyncio.run(_played())


@pytest.fixture(scope="session")
def graph_events(stories: Stories) -> dict[str, GraphEvent]:
    """One event of every type that the runtime tells, as observers see it."""
    return {
        event.type.value: GraphEvent(
            event_id=event.event_id,
            event_type=event.type.value,
            graph_run_id=str(event.graph_run_id),
            node=str(event.payload.get("node")),
            role=event.agent,
            phase=event.phase,
            status=str(event.status),
            payload=event.payload,
        )
        for story in stories.values()
        for event in story
    }


async def _played() -> Stories:
    async with open_house() as house:
        succeeded = await house.deploy()
        (deployment,) = await house.repositories.deployments.of_tenant(TENANT)
        rolled_back = await house.roll_back(deployment.deployment_id)
        aws = house.deployer.aws
        aws.call_faults = {aws.attempts + 4: Fault.DENIED}
        failed = await house.deploy()
        return {
            "succeeded": tuple(await house.events(succeeded)),
            "failed": tuple(await house.events(failed)),
            "rolled_back": tuple(await house.events(rolled_back)),
        }
