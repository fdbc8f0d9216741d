"""What the planner learns of an application that is deployed already."""

from typing import Any

import pytest

from agentpro.tools import ToolResult, ToolScope
from backend.domain.identifiers import ApprovalId, DeploymentId, GraphRunId, SessionId
from backend.runs.releases import Releases
from backend.runs.service import TENANT
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.approvals import ApprovalRecord
from backend.stores.repositories.everything import Repositories, open_repositories
from backend.stores.repositories.runs import RunRecord
from backend.tools.github_deployer.recipes import Release
from backend.tools.mongo_store import MongoStore
from tests.backend.runs.house import OWNER
from tests.backend.tools.aws_deployer.hello import ACCOUNT, NOW, SCOPE, hello_plan

PLAN = hello_plan()
ENDING: dict[str, Any] = {
    "plan": PLAN.to_json(),
    "outputs": {"url": "https://hello.example/"},
    "steps": {"publish_version": {"outputs": {"version": "3"}}},
}
RUN = RunRecord(
    **SCOPE.model_dump(),
    created_at=NOW,
    graph_run_id=GraphRunId("run_1"),
    graph_id="deploy@1.0.0",
    session_id=SessionId("ses_1"),
    actor=OWNER.to_json(),
)


@pytest.fixture
async def repositories() -> Repositories:
    opened = await open_repositories(MemoryDocuments(lambda: NOW))
    await opened.runs.add(RUN)
    await opened.approvals.ask(
        ApprovalRecord(
            **SCOPE.model_dump(),
            created_at=NOW,
            approval_id=ApprovalId("run_1.1"),
            graph_run_id=RUN.graph_run_id,
            session_id=RUN.session_id,
            plan_digest=PLAN.digest,
            change_set_digest="c",
            request={},
        )
    )
    await Releases(opened, lambda: NOW).keep(RUN, PLAN, ENDING)
    return opened


async def found(
    repositories: Repositories,
    region: str = ACCOUNT.region,
    application: str = "hello",
    tenant: str = "local",
) -> ToolResult:
    own = {**SCOPE.to_json(), "application_id": application, "tenant_id": tenant}
    scope = ToolScope(
        graph_run_id="run_2", node="a", role="planner", leaf_key="k", inputs={"scope": own}
    )
    args: Any = {"region": region, "application_name": application}
    return await MongoStore(repositories.deployments).call("find_deployment", args, scope)


@pytest.mark.spec("S2-58")
async def test_a_live_deployment_is_found_with_what_replaces_it(
    repositories: Repositories,
) -> None:
    value: Any = (await found(repositories)).value
    release = Release.from_json(value["release"])
    function = PLAN.step("create_function").params
    assert value["deployment_id"] == PLAN.deployment_id
    assert (release.code, release.configuration) == (function["code"], function["configuration"])
    assert (release.version, release.url) == ("3", "https://hello.example/")


@pytest.mark.parametrize(
    "elsewhere", [{"region": "us-east-1"}, {"application": "other"}, {"tenant": "other"}]
)
async def test_what_is_elsewhere_is_not_found(
    repositories: Repositories, elsewhere: dict[str, str]
) -> None:
    result = await found(repositories, **elsewhere)
    assert (result.value, result.error) == (None, None)


async def test_what_was_torn_down_is_not_found(repositories: Repositories) -> None:
    await Releases(repositories, lambda: NOW).take_back(RUN, PLAN)
    assert (await found(repositories)).value is None
    kept = await repositories.deployments.get(TENANT, DeploymentId(PLAN.deployment_id))
    assert kept.status == "torn_down"


async def test_it_only_finds() -> None:
    store = MongoStore((await open_repositories(MemoryDocuments(lambda: NOW))).deployments)
    assert (store.name, store.capabilities) == ("mongo_store", {"find_deployment"})
