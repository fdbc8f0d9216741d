"""From a wish to deploy to a run: with which credentials, and what is known of the request."""

from dataclasses import dataclass

from backend.domain.aws_credentials import CredentialSummary
from backend.domain.commands import StartDeployment
from backend.domain.conversations.turns import Suggestion
from backend.domain.identifiers import UNNAMED
from backend.domain.intake import TARGETS, DeploymentRequest, name_from
from backend.runs.conversation.accounts import account_for, account_in_words
from backend.runs.conversation.reply import Reply, Wish
from backend.runs.copilot import LocalCopilot

_TARGET_NAMES = {"ecs": "ECS", "ec2": "EC2", "static": "a static site"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Deploying:
    """Starts deployments out of a conversation."""

    copilot: LocalCopilot

    async def reply(self, wish: Wish) -> Reply:
        """Start the run, or say what is missing before it can start."""
        slots = wish.reading.slots
        if slots.target is not None and slots.target not in TARGETS:
            return _other_target(slots.target, slots.source)
        account = await account_for(self.copilot, wish)
        return account if isinstance(account, Reply) else await self._start(wish, account)

    async def _start(self, wish: Wish, credential: CredentialSummary) -> Reply:
        slots = wish.reading.slots
        name = slots.name or (name_from(slots.source) if slots.source else None)
        environment = await self.copilot.keep_environment(wish.actor, name or UNNAMED, wish.values)
        request = DeploymentRequest(
            source=slots.source,
            branch=slots.branch,
            target=slots.target,
            region=slots.region,
            application_name=name,
            runtime=_runtime(wish),
            environment=environment,
        )
        command = StartDeployment(request=request, credential_id=credential.credential_id)
        run_id = await self.copilot.start_deployment(wish.actor, command, wish.place)
        return Reply(text=_begun(request, credential), graph_run_id=run_id)


def _runtime(wish: Wish) -> str | None:
    said = wish.reading.frame.slots.get("runtime")
    return said if isinstance(said, str) else None


def _begun(request: DeploymentRequest, credential: CredentialSummary) -> str:
    what = request.source or request.application_name or "your application"
    said = f"I am preparing the deployment of {what} to {account_in_words(credential)}."
    if request.missing:
        return f"{said} I ask for what is missing in one form."
    return f"{said} I read the source, check it and draft a plan; nothing is changed yet."


def _other_target(target: str, source: str | None) -> Reply:
    name = _TARGET_NAMES.get(target, target)
    instead = f"Deploy {source or 'examples/hello-fastapi'} to Lambda"
    return Reply(
        text=f"I cannot deploy to {name} in this version, only to AWS Lambda. That takes Python "
        "applications, also such as serve a built front end.",
        suggestions=(Suggestion(label=instead, text=instead),),
    )
