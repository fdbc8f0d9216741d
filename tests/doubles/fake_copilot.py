"""The twin of the service: runs that go as a script says, in memory."""

from collections.abc import AsyncGenerator, Mapping
from datetime import UTC, datetime

from backend.domain.aws_credentials import CredentialScope, CredentialSpec, CredentialSummary
from backend.domain.canonical import JsonObject
from backend.domain.commands import (
    AnswerIntake,
    CancelRun,
    DecideApproval,
    ForkRun,
    StartDeployment,
    StartOperation,
    StartRollback,
    UndoRun,
)
from backend.domain.errors import UserCanFix
from backend.domain.events import Event, EventContext, EventType
from backend.domain.identifiers import (
    ApprovalId,
    CredentialId,
    DeploymentId,
    EnvironmentId,
    GraphRunId,
    TenantId,
)
from backend.domain.operations import OPERATIONS
from backend.domain.plans.approval import Actor, Answer
from backend.domain.plans.plan import Plan, Step
from backend.domain.secrets import Secret
from backend.domain.views import DeploymentView, EscalationView, RunReplay, RunView
from tests.doubles.fake_memories import FakeMemories
from tests.doubles.sample_plans import DEPLOYMENT, ESCALATION, plan_of, question_of
from tests.doubles.scripted_runs import FakeRun, Script, first_view, replay_of

UNHEALTHY: JsonObject = {
    "error_code": "UNHEALTHY",
    "message": "The application answered 500.",
    "next_step": "Read its log.",
}


class FakeCopilot(FakeMemories):
    """Keeps what it was told, for tests to look at."""

    def __init__(self, script: Script | None = None) -> None:
        super().__init__()
        self.script = script or Script()
        self.actors: list[Actor] = []
        self.commands: list[object] = []
        self.specs: list[CredentialSpec] = []
        self.kept: dict[str, dict[str, Secret]] = {}
        self.known_runs: dict[GraphRunId, FakeRun] = {}
        self.stored: list[CredentialSummary] = []

    async def start_deployment(self, actor: Actor, command: StartDeployment) -> GraphRunId:
        if self.script.refusal:
            raise self.script.refusal
        self._note(actor, command)
        name = command.request.application_name or "unnamed"
        return await self._start("deploy@1.0.0", name, actor, self.script.steps)

    async def start_operation(self, actor: Actor, command: StartOperation) -> GraphRunId:
        if self.script.refusal:
            raise self.script.refusal
        self._note(actor, command)
        if self.script.answers:
            return await self._answered(actor)
        return await self._start("operate@1.0.0", OPERATIONS, actor, self.script.steps)

    async def start_rollback(self, actor: Actor, command: StartRollback) -> GraphRunId:
        self._note(actor, command)
        return await self._start("rollback@1.0.0", "hello", actor, self.script.rollback_steps)

    async def decide_approval(self, actor: Actor, command: DecideApproval) -> None:
        self._note(actor, command)
        run = self._asking(command.approval_id)
        if command.answer is Answer.REJECTED:
            why = UserCanFix("E_REJECTED", "The plan was rejected.", "Start again.").as_record()
            await self._end(run, "rejected", failure={**why})
        elif run.questions_left:
            await self._ask(run, run.view.question.plan if run.view.question else None)
        else:
            await self._apply(run)

    async def answer_intake(self, actor: Actor, command: AnswerIntake) -> None:
        self._note(actor, command)
        self._run(command.graph_run_id)

    async def cancel_run(self, actor: Actor, command: CancelRun) -> None:
        self._note(actor, command)
        run = self._run(command.graph_run_id)
        if not self.script.ignores_cancel and run.view.completion_state is None:
            why = UserCanFix("E_CANCELLED", "The run was cancelled.", "Start again.").as_record()
            await self._end(run, "cancelled", failure={**why})

    async def run(self, graph_run_id: GraphRunId) -> RunView:
        return self._run(graph_run_id).view

    async def runs(self, limit: int) -> tuple[RunView, ...]:
        return tuple(run.view for run in reversed(self.known_runs.values()))[:limit]

    async def replay_run(self, graph_run_id: GraphRunId) -> RunReplay:
        return replay_of(self._run(graph_run_id), self.script)

    async def fork_run(self, actor: Actor, command: ForkRun) -> GraphRunId:
        self._note(actor, command)
        source = self._run(command.graph_run_id).view
        name = source.scope.application_id
        return await self._start(source.graph_id, name, actor, self.script.steps)

    async def undo_run(self, actor: Actor, command: UndoRun) -> GraphRunId:
        self._note(actor, command)
        name = self._run(command.graph_run_id).view.scope.application_id
        return await self._start("rollback@1.0.0", name, actor, self.script.rollback_steps)

    async def deployments(self) -> tuple[DeploymentView, ...]:
        return (DEPLOYMENT,)

    async def escalations(self) -> tuple[EscalationView, ...]:
        return (ESCALATION,)

    async def deployment(self, deployment_id: DeploymentId) -> DeploymentView:
        if deployment_id not in (DEPLOYMENT.deployment_id, DEPLOYMENT.scope.application_id):
            raise _not_found(deployment_id)
        return DEPLOYMENT

    async def events(
        self, graph_run_id: GraphRunId, after_sequence: int
    ) -> AsyncGenerator[Event, None]:
        run = self._run(graph_run_id)
        seen = after_sequence
        while run.view.completion_state is None or seen < len(run.events):
            async with run.told:
                while seen >= len(run.events):
                    await run.told.wait()
            seen += 1
            yield run.events[seen - 1]

    async def add_credential(self, actor: Actor, spec: CredentialSpec) -> CredentialSummary:
        self.actors.append(actor)
        self.specs.append(spec)
        summary = CredentialSummary(
            credential_id=CredentialId(f"cred_{len(self.specs)}"),
            scope=CredentialScope(
                tenant_id=TenantId("local"),
                environment_id=EnvironmentId("default"),
                user_id="local_owner",
            ),
            kind=spec.kind,
            name=spec.name,
            last_four=spec.last_four(),
            is_sandbox=spec.kind == "sandbox_account",
            account_id="123456789012",
            arn="arn:aws:iam::123456789012:user/somebody",
            created_at=_now(),
        )
        self.stored.append(summary)
        return summary

    async def delete_credential(self, actor: Actor, credential_id: CredentialId) -> None:
        self.actors.append(actor)
        kept = [each for each in self.stored if each.credential_id != credential_id]
        if len(kept) == len(self.stored):
            raise UserCanFix("E_CREDENTIAL_NOT_FOUND", "There is none.", "List them.")
        self.stored = kept

    async def credentials(self) -> tuple[CredentialSummary, ...]:
        return tuple(self.stored)

    async def keep_environment(
        self, actor: Actor, application_name: str, values: Mapping[str, Secret]
    ) -> dict[str, CredentialId]:
        self.actors.append(actor)
        self.kept[application_name] = dict(values)
        return dict.fromkeys(values, CredentialId("cred_values"))

    async def account_digest(self, credential_id: CredentialId, region: str) -> JsonObject:
        return {"region": region, "digest": f"sha256:{credential_id}", "buckets": {}}

    def _note(self, actor: Actor, command: object) -> None:
        self.actors.append(actor)
        self.commands.append(command)

    def _run(self, graph_run_id: GraphRunId) -> FakeRun:
        if graph_run_id not in self.known_runs:
            raise _not_found(graph_run_id)
        return self.known_runs[graph_run_id]

    def _asking(self, approval_id: ApprovalId) -> FakeRun:
        for run in self.known_runs.values():
            if run.view.question and run.view.question.approval_id == approval_id:
                return run
        raise UserCanFix("REPLAY", "It was answered before.", "Look at the run.")

    async def _start(
        self, graph_id: str, name: str, actor: Actor, steps: tuple[Step, ...]
    ) -> GraphRunId:
        run, plan = self._begin(graph_id, name, actor, steps)
        await self._tell(run, EventType.NODE_STARTED, {"node": "plan_drafting"})
        await self._ask(run, plan)
        return run.view.graph_run_id

    async def _answered(self, actor: Actor) -> GraphRunId:
        run, _ = self._begin("operate@1.0.0", OPERATIONS, actor, self.script.steps)
        self._change(run, answers=self.script.answers, deployment_id=None)
        await self._end(run, self.script.ends_as, failure=self.script.failure)
        return run.view.graph_run_id

    def _begin(
        self, graph_id: str, name: str, actor: Actor, steps: tuple[Step, ...]
    ) -> tuple[FakeRun, Plan]:
        run_id = GraphRunId(f"run_{len(self.known_runs) + 1}")
        plan = plan_of(run_id, *steps, application=name)
        view = first_view(graph_id, plan, actor, _now())
        run = FakeRun(view=view, questions_left=1 + self.script.replans)
        self.known_runs[run_id] = run
        return run, plan

    async def _ask(self, run: FakeRun, previous: Plan | None) -> None:
        assert previous is not None
        run.questions_left -= 1
        plan = previous.model_copy(update={"nonce": f"{run.questions_left:032x}"})
        question = question_of(plan, f"{run.view.graph_run_id}_q{run.questions_left}")
        self._change(
            run,
            node="approval",
            question=question,
            plan_digest=plan.digest,
            change_set_digest=question.change_set_digest,
        )
        await self._tell(run, EventType.APPROVAL_REQUESTED, {"approval_id": question.approval_id})
        if self.script.on_question:
            self.script.on_question()

    async def _apply(self, run: FakeRun) -> None:
        question = run.view.question
        assert question is not None
        steps = question.plan.steps
        self._change(run, question=None, node="execution")
        for step in steps:
            about: JsonObject = {"step_id": step.step_id, "title": step.title}
            await self._tell(run, EventType.STEP_STARTED, about)
            await self._tell(run, EventType.STEP_APPLIED, {"step_id": step.step_id})
        is_good = self.script.ends_as == "succeeded"
        health: JsonObject = {"url": "http://x.test", "is_healthy": is_good, "status": 200}
        await self._tell(run, EventType.HEALTH_CHECKED, health)
        resources = [step.resource for step in steps]
        undone = [] if is_good else [each for each in resources if each not in self.script.left]
        for resource in undone:
            await self._tell(run, EventType.STEP_UNDONE, {"resource": resource})
        self._change(
            run,
            health=health,
            url="http://x.test" if is_good else None,
            steps=tuple({"step_id": step.step_id, "title": step.title} for step in steps),
            undo={
                "label": "exact",
                "undone": [{"resource": each} for each in undone],
                "left": [{"resource": each} for each in self.script.left],
            },
        )
        await self._end(run, self.script.ends_as, failure=self.script.failure)

    async def _end(self, run: FakeRun, state: str, *, failure: JsonObject | None) -> None:
        self._change(run, completion_state=state, failure=failure, question=None, ended_at=_now())
        await self._tell(run, EventType.GRAPH_COMPLETED, {"completion_state": state})

    def _change(self, run: FakeRun, **changes: object) -> None:
        run.view = run.view.model_copy(update=changes)

    async def _tell(self, run: FakeRun, event_type: EventType, payload: JsonObject) -> None:
        context = EventContext(
            scope=run.view.scope,
            session_id=run.view.session_id,
            graph_run_id=run.view.graph_run_id,
            correlation_id=run.view.graph_run_id,
        )
        number = len(run.events) + 1
        event = context.event(
            event_type, event_id=f"event_{number}", occurred_at=_now(), payload=payload
        )
        run.events.append(event.model_copy(update={"sequence": number}))
        async with run.told:
            run.told.notify_all()


def _now() -> datetime:
    return datetime.now(UTC)


def _not_found(what: str) -> UserCanFix:
    return UserCanFix("E_NOT_FOUND", f"There is no {what}.", "List what there is.")
