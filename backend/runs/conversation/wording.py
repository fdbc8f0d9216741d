"""Runs, plans and deployments in plain words."""

from typing import Any

from backend.domain.canonical import JsonObject
from backend.domain.conversations.turns import Suggestion
from backend.domain.operations import is_operation
from backend.domain.plans.approval import confirmations_of
from backend.domain.plans.plan import Plan
from backend.domain.views import ApprovalQuestion, DeploymentView, RunView

EXAMPLES = (
    Suggestion(
        label="Deploy the example",
        text="Deploy examples/hello-fastapi to Lambda in us-east-1",
    ),
    Suggestion(label="List my buckets", text="List my buckets"),
    Suggestion(label="What is running?", text="What is running?"),
    Suggestion(label="Help", text="What can you do?"),
)

HELP = (
    "I deploy applications to AWS Lambda. Tell me a repository or folder, and where it should run; "
    "I ask for what is missing in one form. I read the source, check it, and show you an exact "
    "plan with everything that it would create. Nothing changes before you approve that plan on "
    "its card, and all of it can be undone. I also answer questions about buckets, objects, roles, "
    "users, policies, functions and logs, and change single ones of them, or several in one "
    "message, in the same way. You can ask what is running, how a run is going, or what a plan "
    "would do, roll back a deployment, and cancel a run."
)
GREETING = (
    "Hello! Tell me what to deploy, for example: deploy examples/hello-fastapi to Lambda. Or ask "
    "me to list your buckets."
)
REFUSAL = (
    "I will not help with that, and I end this conversation here. "
    "If this is a misunderstanding, begin a new conversation and say what you want to deploy."
)
UNCLEAR = (
    "I did not understand that. I work without a language model here and understand plain requests "
    "about deploying and about single resources, such as the ones below."
)
NO_CREDENTIALS = (
    "I need AWS credentials for that. Open the dialog and store an access key or a role, or choose "
    "the sandbox account, which is simulated and costs nothing. Keys never go through this "
    "conversation."
)
CREDENTIALS = (
    "Open the credentials dialog to store an access key, a role, or the sandbox account. Keys "
    "never go through this conversation."
)
SAY_AGAIN = (
    "Then send your request again with the values of its variables: they are never kept in the "
    "conversation, so I no longer have them."
)
NO_VALUES = (
    "Three asterisks stand where I removed a value before, so I cannot use them. Send your request "
    "again with the real values; they go to the vault, not into the conversation."
)
REMOVED = (
    "Your message held something that looks like a secret. I removed it before it was stored, and "
    "did not use it. Keys belong into the credentials dialog, and it is wise to replace a key that "
    "was pasted somewhere."
)
_STATES = {
    "succeeded": "succeeded",
    "rejected": "ended because the plan was rejected; nothing was changed",
    "expired": "ended because nobody answered in time; nothing was changed",
    "cancelled": "was cancelled; what it had applied was undone",
    "undone": "failed, and nothing of it is left",
    "escalated": "could not be completed nor undone completely; an operator has to look at it",
}


def unsupported(topic: str | None) -> str:
    """Saying honestly that something cannot be done."""
    return (
        f"I cannot help with {topic or 'that'} in this version. I deploy to AWS Lambda, and work "
        "with buckets, objects, roles, log groups and Lambda functions."
    )


def run_in_words(run: RunView) -> str:
    """How a run stands."""
    name = _name_of(run)
    if run.completion_state is not None:
        said = f"{name} {_STATES.get(run.completion_state, run.completion_state)}."
        return said + _reason(run.failure) + (f" It answers at {run.url}" if run.url else "")
    if run.question is not None:
        return f"{name} waits for your approval, until {run.question.expires_at:%H:%M} UTC."
    done = sum(step["state"] in ("applied", "unchanged") for step in run.steps)
    steps = f" {done} of {len(run.steps)} steps are done." if run.steps else ""
    return f"{name} is under way, in the node {run.node or 'intake'}.{steps}"


def _name_of(run: RunView) -> str:
    if is_operation(run.graph_id):
        return "The operation"
    what = "The rollback" if run.graph_id.startswith("rollback@") else "The deployment"
    return f"{what} of {run.scope.application_id}"


def deployments_in_words(deployments: tuple[DeploymentView, ...]) -> str:
    """What is running."""
    live = [each for each in deployments if each.status == "live"]
    if not live:
        return "Nothing is deployed at the moment."
    lines = [
        f"- {each.scope.application_id} in {each.region}, "
        f"{'the sandbox' if each.is_sandbox else f'account {each.account_id}'}: "
        f"{each.url or 'no URL'}"
        for each in live
    ]
    noun = "deployment is" if len(live) == 1 else "deployments are"
    return "\n".join([f"{len(live)} {noun} live:", *lines])


def plan_in_words(question: ApprovalQuestion) -> str:
    """What a plan would do, step by step."""
    plan = question.plan
    lines = [f"{number}. {step.title}" for number, step in enumerate(plan.steps, start=1)]
    return "\n".join(
        [
            f"{plan.intent} It has {_steps(plan)} in account {plan.account.account_id}, "
            f"{plan.account.region}{' (the sandbox)' if plan.account.is_sandbox else ''}:",
            *lines,
            "",
            *_warnings(question),
            f"Cost: {plan.cost.rstrip('.')}. If a step fails, everything before it is undone.",
        ]
    )


def _steps(plan: Plan) -> str:
    return "1 step" if len(plan.steps) == 1 else f"{len(plan.steps)} steps"


def plan_ready(plan: Plan) -> str:
    """The one sentence by which a person is called to the card."""
    return (
        f"The plan is ready: {plan.intent} It has {_steps(plan)}, on its card. "
        "Nothing changes before you approve it there."
    )


def ending_in_words(graph_id: str, payload: JsonObject) -> str:
    """How a run ended, from the payload of its last event."""
    found: dict[str, Any] = dict(payload)
    outputs: dict[str, Any] = found.get("outputs") or {}
    state = str(found.get("completion_state"))
    is_rollback = graph_id.startswith("rollback@")
    if state == "succeeded" and is_rollback:
        return "Rolled back: what that release had changed is undone."
    if state == "succeeded":
        return f"Deployed and healthy. It answers at {outputs.get('url') or 'no URL'}"
    return stopped_in_words("rollback" if is_rollback else "deployment", payload)


def stopped_in_words(what: str, payload: JsonObject) -> str:
    """Why a run ended otherwise than it was meant to, from the payload of its last event."""
    found: dict[str, Any] = dict(payload)
    state = str(found.get("completion_state"))
    if state == "cancelled":
        return f"The {what} {_STATES[state]}."
    return f"The {what} {_STATES.get(state, state)}.{_reason(found.get('failure'))}"


def _warnings(question: ApprovalQuestion) -> list[str]:
    exposed = [question.plan.step(step_id).exposes for step_id in question.exposures]
    typed = sorted(set(confirmations_of(question.plan).values()))
    return [
        *(f"Public: {what}" for what in exposed if what),
        *(f"Destructive: type {name} on the card to confirm." for name in typed),
    ]


def _reason(failure: JsonObject | None) -> str:
    if not failure or not failure.get("message"):
        return ""
    message = str(failure["message"]).rstrip(".")
    return f" {message}. {failure.get('next_step') or ''}".rstrip()
