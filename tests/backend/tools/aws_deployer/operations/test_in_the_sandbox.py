"""The same operations against the simulated account in its own process, through real clients."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from backend.aws.account import AwsAccount
from backend.aws.session import Endpoint
from backend.domain.errors import CopilotError
from backend.domain.plans.plan import AccountBinding, Plan
from backend.domain.plans.sealing import VerifiedPlan
from backend.tools.aws_deployer.access import SANDBOX_KEYS
from backend.tools.aws_deployer.account_digest import account_digest
from backend.tools.aws_deployer.carry_out import Patience
from backend.tools.aws_deployer.catalog import READS
from backend.tools.aws_deployer.operations.answering import answer_step
from tests.backend.sandbox.running import ARCHITECTURE, RUNTIME, RunningSandbox
from tests.backend.tools.aws_deployer.hello import ACCOUNT, Deployer, plan_of
from tests.backend.tools.aws_deployer.operations.office import POLICY, Office, archive, function

pytestmark = pytest.mark.slow

BUCKET = {"bucket_name": "real-office-bucket"}
WORKER = {"function_name": "worker"}
OLD = "def handler(event, context):\n    return {'said': 'old'}\n"
NEW = "def handler(event, context):\n    return {'said': 'new', 'got': event}\n"


@dataclass
class RealOffice(Office):
    """An office over a real client."""

    binding: AccountBinding = ACCOUNT

    @property
    def account(self) -> AwsAccount:
        assert self.deployer.account is not None
        return self.deployer.account

    def client(self) -> AwsAccount:
        return self.account

    async def plan(self, *calls: tuple[str, dict[str, Any]], run_id: str = "run_1") -> Plan:
        return plan_of(await self.draft(*calls, run_id=run_id), run_id, account=self.binding)

    def digest(self) -> Any:
        return account_digest(self.account)["digest"]

    async def ask(self, name: str, **args: Any) -> Any:
        plan = await self.plan((name, args), run_id="run_9")
        told: Any = await answer_step(self.deployer.workshop(), plan, "step_1")
        return told["answer"]

    async def furnished(self) -> None:
        self.write("old.txt", b"old")
        self.write("old.zip", archive(OLD))
        self.write("new.txt", b"new")
        self.write("new.zip", archive(NEW))
        package = function(
            zip_file="old.zip",
            role_arn={"$output": "step_3.role_arn"},
            runtime=RUNTIME,
            architecture=ARCHITECTURE,
        )
        await self.do(
            ("create_bucket", BUCKET),
            ("upload_s3", {**BUCKET, "file_path": "old.txt"}),
            ("create_role", {"role_name": "worker"}),
            ("put_role_policy", {"role_name": "worker", "policy_name": "p", "policy": POLICY}),
            ("create_log_group", {"log_group": "/aws/lambda/worker"}),
            ("set_log_retention", {"log_group": "/aws/lambda/worker", "retention_days": 30}),
            ("deploy_lambda", package),
            ("publish_version", WORKER),
            (
                "create_alias",
                {**WORKER, "alias": "live", "version": {"$output": "step_8.version"}},
            ),
            run_id="run_0",
        )


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    running = RunningSandbox(tmp_path / "sandbox", "--role-delay-s", "0")
    yield running
    running.stop()


@pytest.fixture
async def office(sandbox: RunningSandbox, tmp_path: Path) -> RealOffice:
    account = AwsAccount(SANDBOX_KEYS, Endpoint(region=ACCOUNT.region, url=sandbox.url))
    account_id, caller_arn = account.identity()
    binding = ACCOUNT.model_copy(update={"account_id": account_id, "caller_arn": caller_arn})
    folder = tmp_path / "workspace"
    folder.mkdir()
    office = RealOffice(folder, Deployer(account=account, patience=Patience()), binding)
    await office.furnished()
    return office


def outputs_of(office: Office, verified: VerifiedPlan, step_id: str) -> dict[str, str]:
    (found,) = [
        each.outputs
        for each in office.deployer.journal.kept
        if (each.plan_digest, each.step_id, each.kind) == (verified.plan_digest, step_id, "result")
    ]
    return found


@pytest.mark.spec("S2-36", "S2-38", "S2-41", "S2-42", "S2-43", "S2-192", "S2-193", "S2-194")
async def test_a_chain_of_changes_is_done_and_undone_exactly(office: RealOffice) -> None:
    before = office.digest()
    office.deployer.artefacts.packages.clear()
    verified = await office.do(
        ("upload_s3", {**BUCKET, "file_path": "new.txt", "object_name": "old.txt"}),
        ("upload_s3", {**BUCKET, "file_path": "new.txt"}),
        (
            "put_role_policy",
            {"role_name": "worker", "policy_name": "p", "policy": {**POLICY, "Id": "1"}},
        ),
        ("set_log_retention", {"log_group": "/aws/lambda/worker", "retention_days": 7}),
        ("update_lambda_code", {**WORKER, "zip_file": "new.zip"}),
        ("update_lambda_configuration", {**WORKER, "memory_mb": 256}),
        ("publish_version", WORKER),
        ("create_alias", {**WORKER, "alias": "next", "version": {"$output": "step_7.version"}}),
    )
    assert office.digest() != before
    assert await office.deployer.undo(verified) == []
    assert office.digest() == before


async def test_an_invocation_tells_what_the_function_said(office: RealOffice) -> None:
    verified = await office.do(("invoke_lambda", {**WORKER, "payload": {"a": 1}}))
    told = outputs_of(office, verified, "step_1")
    assert told == {"status_code": "200", "response": '{"said": "old"}'}
    changed = await office.do(
        ("update_lambda_code", {**WORKER, "zip_file": "new.zip"}),
        ("invoke_lambda", {**WORKER, "payload": {"a": 1}}),
        run_id="run_2",
    )
    assert outputs_of(office, changed, "step_2")["response"] == '{"said": "new", "got": {"a": 1}}'


@pytest.mark.spec("S2-40", "S2-190")
async def test_every_read_is_answered(office: RealOffice) -> None:
    await office.do(("invoke_lambda", WORKER))
    args: dict[str, Any] = {
        "list_s3_objects": BUCKET,
        "get_bucket_policy": BUCKET,
        "get_lambda_function": WORKER,
        "read_logs": {"log_group": "/aws/lambda/worker"},
    }
    answers = {name: await office.ask(name, **args.get(name, {})) for name in READS}
    assert answers["list_s3_objects"]["rows"][0][:2] == ["old.txt", 3]
    assert [row[0] for row in answers["list_iam_roles"]["rows"]] == ["worker"]
    assert answers["list_lambda_functions"]["rows"][0][:2] == ["worker", RUNTIME]
    assert answers["get_lambda_function"]["facts"]["aliases"] == {"live": "1"}
    assert answers["list_log_groups"]["rows"][0][:2] == ["/aws/lambda/worker", 30]
    assert answers["read_logs"]["total"] > 0


async def test_a_bucket_of_ours_is_not_created_again(office: RealOffice) -> None:
    """In us-east-1 AWS would say that it was."""
    region = "us-east-1"
    account = replace(office.account, endpoint=replace(office.account.endpoint, region=region))
    there = RealOffice(
        office.folder,
        Deployer(account=account),
        office.binding.model_copy(update={"region": region}),
    )
    plan = await there.plan(("create_bucket", {"bucket_name": "real-office-bucket"}))
    with pytest.raises(CopilotError) as error:
        there.deployer.seal(plan)
    assert error.value.error_code == "RESOURCE_EXISTS"


async def test_what_an_undo_would_not_give_back_is_refused(
    office: RealOffice, sandbox: RunningSandbox
) -> None:
    """Grants and versioning, as S3's own answers tell them; the digest notices both."""
    s3, bucket = sandbox.client("s3", ACCOUNT.region), BUCKET["bucket_name"]
    upload: dict[str, Any] = {**BUCKET, "file_path": "new.txt"}
    before = office.digest()
    s3.put_object_acl(Bucket=bucket, Key="old.txt", ACL="public-read")
    shared = office.digest()
    with pytest.raises(CopilotError) as exists:
        await office.draft(("upload_s3", {**upload, "object_name": "old.txt"}))
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    with pytest.raises(CopilotError) as inexact:
        await office.draft(("upload_s3", upload))
    codes = (exists.value.error_code, inexact.value.error_code)
    assert codes == ("RESOURCE_EXISTS", "E_NOT_EXACT")
    assert len({before, shared, office.digest()}) == 3
