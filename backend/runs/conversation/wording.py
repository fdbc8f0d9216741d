"""Runs, plans and deployments in plain words."""

from backend.agents.explaining import Situation, explain, reason_in_short, standing
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


def unclear(reason: str | None) -> str:
    """Asking again, with the reason where there is one that helps."""
    if reason in (None, interpreting.UNCLEAR):
        return UNCLEAR
    return f"{reason} Please say in plain words what shall be done."


def run_in_words(run: RunView) -> str:
    """How a run stands."""
    said = standing(run)
    if run.completion_state is not None:
        url = f"It answers at {run.url}" if run.url else ""
        return " ".join(part for part in (said, reason_in_short(run.failure), url) if part)
    if run.question is not None:
        return f"{said} You can decide until {run.question.expires_at:%H:%M} UTC."
    return f"{said} It is in the node {run.node or 'intake'}."


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
