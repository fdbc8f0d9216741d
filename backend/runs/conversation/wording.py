"""Runs, plans and deployments in plain words."""

from backend.agents.explaining import Situation, explain, moment, reason_in_short, standing
from backend.agents.interpreter import interpreting
from backend.domain.conversations.turns import Suggestion
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

HELP = """\
I deploy applications to AWS Lambda, and look up and change single resources:

- Deploy a repository or folder: name it, and I ask for what is missing in one form.
- Look up buckets with their objects and policies, and users, roles and policies of IAM.
- Create or delete buckets and roles, upload or delete objects, run or update functions.
- Ask what a plan would do, how a run is going, or what is running.
- Go back: roll back a deployment, or cancel a run.

Before anything changes you see an exact plan, with what of it cannot be undone. \
Only the buttons on its card approve it."""
GREETING = (
    "I deploy applications to AWS and change single resources there, always by a plan that you see "
    "first. Tell me what to do, for example: deploy examples/hello-fastapi to Lambda."
)
REFUSAL = (
    "I will not help with that, and I end this conversation here. "
    "If this is a misunderstanding, begin a new conversation and say what you want to deploy."
)
UNCLEAR = (
    "I did not understand that. Say in plain words what to deploy, which resource to look up or "
    "change, or what you want to know about a plan or a run."
)
OUT_OF_SCOPE = (
    "I cannot help with that. I deploy applications to AWS Lambda, look up and change buckets, "
    "objects, roles and functions, and answer questions about plans and runs."
)
NO_CREDENTIALS = (
    "I need an AWS account for that: the sandbox, which is simulated and costs nothing, or your "
    "own, with an access key or a role. Keys never go through this conversation."
)
CREDENTIALS = (
    "Keys and roles are stored in the credentials dialog, encrypted; they never go through this "
    "conversation. The sandbox account needs none."
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
    "did not use it. Keys belong in the credentials dialog. Replace a key that was pasted anywhere "
    "else, as others may have seen it."
)


_STAGES = {
    "clarification": "It waits for the values of its form.",
    "context_sync": "I am reading the source.",
    "preflight": "I am checking the account and the package.",
    "plan_drafting": "I am drafting the plan.",
    "dry_run": "I am comparing the plan with the account.",
    "rollback": "I am undoing what was applied.",
    "validation": "I am checking the result.",
}
"""By the node that a run is in; of the others its steps say enough."""


def unclear(reason: str | None) -> str:
    """Asking again, with the reason where there is one that helps."""
    if reason in (None, interpreting.UNCLEAR):
        return UNCLEAR
    return f"{reason} Please say it again in plain words."


def run_in_words(run: RunView) -> str:
    """How a run stands."""
    said = standing(run)
    if run.completion_state is not None:
        url = f"It answers at {run.url}" if run.url else ""
        return " ".join(part for part in (said, reason_in_short(run.failure), url) if part)
    if run.question is not None:
        return f"{said} You can decide until {moment(run.question.expires_at)}."
    stage = _STAGES.get(run.node or "")
    return f"{said} {stage}" if stage else said


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
    return explain("Explain the plan", Situation.about(question)).text
