"""Contexts in which handlers are called: the facts of a small deployment, at every point of it."""

from typing import Any, cast

from backend.aws.account import AwsAccount
from backend.domain.account_digests import AccountDigest
from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Effect
from backend.domain.plans.plan import Step
from backend.domain.plans.policy import review
from backend.tools.aws_deployer.preview import preview
from tests.backend.tools.aws_deployer.hello import ACCOUNT, SCOPE, Deployer, facts, hello_plan
from tests.doubles.node_contexts import ScriptedContext, gave


def _read(step: Step) -> Step:
    return step.model_copy(update={"effect": Effect.READ, "params": {}})


PLAN = hello_plan()
STEPS = [step.step_id for step in PLAN.steps]
READS = PLAN.model_copy(
    update={"steps": tuple(_read(step) for step in PLAN.steps[:2]), "outputs": {}, "health": None}
)
SEALED = Deployer().seal(PLAN).to_json()
CHANGE_SET = preview(PLAN, cast(AwsAccount, Deployer().aws.account()))
REQUEST: JsonObject = facts("run_1", b"package").request.to_json()
INPUTS: JsonObject = {
    "scope": SCOPE.to_json(),
    "actor": {"user_id": "local_owner", "kind": "local_owner"},
    "request": REQUEST,
    "region": ACCOUNT.region,
    "credential_id": ACCOUNT.credential_id,
    "release": {"deployment_id": "dep_1", "release_id": "rel_1", "graph_run_id": "run_0"},
}
SOURCE: JsonObject = {"commit": "0123456789abcdef", "file_count": 3}
DETECTION: JsonObject = {
    "framework": "fastapi",
    "handler": {"path": "app/main.py", "line": 7},
    "dependencies": {"path": "requirements.txt"},
    "front_end": None,
    "health_path": "/api/health",
}
URL = "https://hello.example/"
APPLIED: JsonObject = {
    step: {
        "step_id": step,
        "outputs": {"url": URL} if step == "create_url" else {},
        "is_changed": True,
    }
    for step in STEPS
}
FACTS: JsonObject = {
    "source": SOURCE,
    "detection": DETECTION,
    "package": {"artefact": "some"},
    "account": ACCOUNT.to_json(),
    "plan": PLAN.to_json(),
    "verdict": review(PLAN).to_json(),
    "change_set": CHANGE_SET.to_json(),
    "sealed_plan": SEALED,
    "steps": APPLIED,
}
FAILURE: JsonObject = {
    "error_code": "PREVIEW_DRIFTED",
    "message": "It is not as it was.",
    "next_step": "Plan again.",
    "node": "execution",
}
LOOK: JsonObject = {
    "digest": "sha256:1",
    "region": ACCOUNT.region,
    "resource_count": 1,
    "is_complete": True,
    "resources": {"iam:role/other": "sha256:2"},
    "absent": [],
}
"""What the account digest says where nothing of the plan is in the account."""
BEFORE: JsonObject = {
    "account_before": AccountDigest.from_json(
        {
            "moment": "before",
            "reason": None,
            **{name: value for name, value in LOOK.items() if name != "region"},
        }
    ).to_json()
}
CANCEL: JsonObject = {"kind": "cancelled", "actor": None, "reason": None}


def scene(without: tuple[str, ...] = (), **more: Any) -> ScriptedContext:
    """A context with all facts but those ``without``; ``more`` replaces its fields."""
    known = {name: value for name, value in FACTS.items() if name not in without}
    extra: JsonObject = more.pop("facts", {})
    answers = {"aws_deployer.digest": gave(LOOK), **more.pop("answers", {})}
    return ScriptedContext(
        inputs={**INPUTS, **more.pop("inputs", {})},
        facts={**known, **extra},
        answers=answers,
        **more,
    )


def drafting(**more: Any) -> ScriptedContext:
    """A context in which a plan can be drafted; ``more`` as in :func:`scene`."""
    drafted = {"draft": {"some": "draft"}, "deployment_id": "dep_1", "release_id": "rel_1"}
    answers = {
        "aws_deployer.identity": gave(ACCOUNT.to_json()),
        "mongo_store.find_deployment": gave(None),
        "github_deployer.draft": gave({**drafted}),
        "aws_deployer.draft_rollback": gave({**drafted}),
        "aws_deployer.draft_operation": gave({**drafted}),
        "aws_deployer.compose": gave(PLAN.to_json()),
        **more.pop("answers", {}),
    }
    return scene(answers=answers, **more)


def applying(**more: Any) -> ScriptedContext:
    """A context in which every step can be applied; ``more`` as in :func:`scene`."""
    steps = {f"apply_{step}": gave(APPLIED[step]) for step in STEPS}
    answers = {"aws_deployer.begin": gave(), **steps, **more.pop("answers", {})}
    return scene(without=("steps",), answers=answers, **more)


OPERATION: JsonObject = {
    "calls": [{"tool": "list_s3", "args": {}}, {"tool": "create_bucket", "args": {}}],
    "region": ACCOUNT.region,
}
FOUND: JsonObject = {
    "step_id": "list_buckets",
    "title": "List the buckets",
    "action": "list_s3",
    "answer": {"columns": ["name"], "rows": [["one"]], "total": 1},
}


def operating(**more: Any) -> ScriptedContext:
    """A context of an operation that can be drafted; ``more`` as in :func:`scene`."""
    inputs: JsonObject = {"operation": OPERATION, **more.pop("inputs", {})}
    return drafting(inputs=inputs, **more)


def reading(**more: Any) -> ScriptedContext:
    """A context of a plan that only reads; ``more`` as in :func:`scene`."""
    plan = READS.to_json()
    answers = {"aws_deployer.answer": gave(FOUND), **more.pop("answers", {})}
    return scene(facts={"plan": plan}, answers=answers, **more)


def undoing(**more: Any) -> ScriptedContext:
    """A context in which every step can be taken back; ``more`` as in :func:`scene`."""
    steps = {f"undo_{step}": gave(APPLIED[step]) for step in STEPS}
    return scene(answers={**steps, **more.pop("answers", {})}, **more)


def validating(health: JsonObject | None = None, **more: Any) -> ScriptedContext:
    """A context of a deployment that is as planned and answers ``health``."""
    good: JsonObject = {
        "url": f"{URL}health",
        "status": 200,
        "is_healthy": True,
        "body_excerpt": "ok",
        "attempts": 1,
        "reason": "",
    }
    read: JsonObject = {"steps": [{"step_id": step, "is_as_planned": True} for step in STEPS]}
    answers = {
        "aws_deployer.read": gave(read),
        "health_probe.check": gave({**good, **(health or {})}),
        **more.pop("answers", {}),
    }
    return scene(answers=answers, **more)
