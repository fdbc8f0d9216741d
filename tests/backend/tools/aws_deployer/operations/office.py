"""One account in which operations are drafted, approved, applied and taken back."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

from backend.aws.account import AwsAccount
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.drafting import PlanDraft, ToolCall
from backend.domain.plans.plan import Plan
from backend.domain.plans.sealing import VerifiedPlan
from backend.tools.aws_deployer.operations.drafting import OperationRun, draft_for_run
from backend.tools.aws_deployer.operations.stock import Stock
from backend.tools.workspace import Workspace
from tests.backend.tools.aws_deployer.hello import SCOPE, Deployer, plan_of
from tests.doubles.fake_services import REGION

ROLE_ARN = "arn:aws:iam::123456789012:role/worker"
POLICY: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::a/b"}],
}


def archive(content: str) -> bytes:
    """A package for Lambda; the same content gives the same bytes."""
    whole = BytesIO()
    with ZipFile(whole, "w") as opened:
        opened.writestr("app.py", content)
    return whole.getvalue()


@dataclass
class Office:
    """A deployer with a workspace folder."""

    folder: Path
    deployer: Deployer = field(default_factory=Deployer)

    def write(self, name: str, content: bytes) -> str:
        (self.folder / name).write_bytes(content)
        return name

    async def draft(self, *calls: tuple[str, dict[str, Any]], run_id: str = "run_1") -> PlanDraft:
        return await self.drafted([{"tool": tool, "args": args} for tool, args in calls], run_id)

    async def drafted(self, calls: Any, run_id: str = "run_1") -> PlanDraft:
        """Of calls as they come in."""
        stock = Stock(workspace=Workspace(roots=[self.folder]), artefacts=self.deployer.artefacts)
        account = self.client()
        run = OperationRun(SCOPE, GraphRunId(run_id), REGION)
        drafted = await draft_for_run(calls, run, stock, account)
        return PlanDraft.from_json(drafted["draft"])

    def client(self) -> AwsAccount:
        return cast(AwsAccount, self.deployer.aws.account())

    async def plan(self, *calls: tuple[str, dict[str, Any]], run_id: str = "run_1") -> Plan:
        return plan_of(await self.draft(*calls, run_id=run_id), run_id)

    async def do(self, *calls: tuple[str, dict[str, Any]], run_id: str = "run_1") -> VerifiedPlan:
        """Draft, preview, approve and apply."""
        verified = self.deployer.verified(await self.plan(*calls, run_id=run_id))
        await self.deployer.apply(verified)
        return verified

    async def furnished(self) -> None:
        """A bucket with an object, a role with a policy, a log group, and a function in use."""
        self.write("old.txt", b"old")
        self.write("app.zip", archive("old"))
        await self.do(
            ("create_bucket", {"bucket_name": "office-bucket"}),
            ("upload_s3", {"bucket_name": "office-bucket", "file_path": "old.txt"}),
            ("create_role", {"role_name": "worker"}),
            ("put_role_policy", {"role_name": "worker", "policy_name": "p", "policy": POLICY}),
            ("create_log_group", {"log_group": "/office"}),
            ("set_log_retention", {"log_group": "/office", "retention_days": 30}),
            run_id="run_0",
        )
        await self.do(
            ("deploy_lambda", function(zip_file="app.zip")),
            ("publish_version", {"function_name": "worker"}),
            (
                "create_alias",
                {
                    "function_name": "worker",
                    "alias": "live",
                    "version": {"$output": "step_2.version"},
                },
            ),
            run_id="run_00",
        )

    def calls_of(self, draft: PlanDraft) -> list[ToolCall]:
        return [step.call for step in draft.steps]


def function(**more: Any) -> dict[str, Any]:
    return {
        "function_name": "worker",
        "role_arn": ROLE_ARN,
        "handler": "app.handler",
        "runtime": "python3.13",
        **more,
    }
