"""``mongo_store``: what the document store knows of the application in hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from agentpro.tools import ToolResult, ToolScope
from backend.domain.canonical import JsonObject
from backend.domain.errors import CopilotError, error_to_value
from backend.domain.identifiers import Scope
from backend.domain.plans.plan import Plan
from backend.stores.repositories.deployments import Deployments, ReleaseRecord

NAME = "mongo_store"
CAPABILITIES = frozenset({"find_deployment"})


@dataclass(frozen=True, slots=True)
class MongoStore:
    """The tool ``mongo_store``; writing is the runtime's, so it only finds."""

    deployments: Deployments
    name: str = NAME

    @property
    def capabilities(self) -> frozenset[str]:
        """What a role may be granted."""
        return CAPABILITIES

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        """``{region, application_name}`` → the application's live deployment there with its newest
        release, or nothing.
        """
        try:
            own = Scope.from_json(scope.inputs["scope"]).named(str(args["application_name"]))
            find = {"find_deployment": self._find}[capability]
            return ToolResult(value=await find(own, str(args["region"])))
        except CopilotError as error:
            return ToolResult(error=error_to_value(error))

    async def _find(self, scope: Scope, region: str) -> JsonValue:
        for deployment in await self.deployments.of_tenant(scope.tenant_id):
            is_there = deployment.scope == scope and deployment.region == region
            if is_there and deployment.status == "live":
                releases = await self.deployments.releases(
                    scope.tenant_id, deployment.deployment_id
                )
                newest = next((item for item in releases if not item.is_undone), None)
                return {
                    "deployment_id": deployment.deployment_id,
                    "release": release_facts(newest) if newest else None,
                }
        return None


def release_facts(release: ReleaseRecord) -> JsonObject:
    """What replacing a release needs: its code, its configuration, its version and its URL."""
    kept: dict[str, Any] = dict(release.outputs)
    params: dict[str, Any] = {}
    for step in Plan.from_json(kept["plan"]).steps:
        params.update(step.params)
    return {
        "code": params["code"],
        "configuration": params["configuration"],
        "version": kept["steps"]["publish_version"]["outputs"]["version"],
        "url": kept["outputs"]["url"],
    }
