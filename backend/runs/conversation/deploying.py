"""From a wish to deploy to a run: with which credentials, and what is known of the request."""

from dataclasses import dataclass

from backend.agents.interpreter import Slots
from backend.domain.aws_credentials import ACCOUNT_KINDS, CredentialSummary
from backend.domain.commands import StartDeployment
from backend.domain.conversations.turns import Suggestion
from backend.domain.identifiers import UNNAMED
from backend.domain.intake import TARGETS, DeploymentRequest, name_from
from backend.runs.conversation.reply import Reply, Wish
from backend.runs.conversation.wording import NO_CREDENTIALS, SAY_AGAIN
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
            return _other_target(slots.target)
        usable = _fitting(await self.copilot.credentials(), slots)
        match usable:
            case ():
                return _without_credentials(wish)
            case (only,):
                return await self._start(wish, only)
            case _:
                return _unclear(wish, usable)

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
            environment=environment,
        )
        command = StartDeployment(request=request, credential_id=credential.credential_id)
        run_id = await self.copilot.start_deployment(wish.actor, command, wish.place)
        return Reply(text=_begun(request, credential), graph_run_id=run_id)


def _fitting(stored: tuple[CredentialSummary, ...], slots: Slots) -> tuple[CredentialSummary, ...]:
    """The credentials that the person can mean; the newest sandbox stands for all of them."""
    usable = [each for each in stored if each.kind in ACCOUNT_KINDS]
    if slots.credential_name is not None:
        return tuple(each for each in usable if each.name == slots.credential_name)
    sandboxes = [each for each in usable if each.is_sandbox]
    newest = sorted(sandboxes, key=lambda each: each.created_at)[-1:]
    if slots.is_sandbox:
        return tuple(newest)
    return (*(each for each in usable if not each.is_sandbox), *newest)


def _begun(request: DeploymentRequest, credential: CredentialSummary) -> str:
    where = "the sandbox account" if credential.is_sandbox else f"account {credential.account_id}"
    what = request.source or request.application_name or "your application"
    said = f"I am preparing the deployment of {what} to {where}."
    if request.missing:
        return f"{said} I ask for what is missing in one form."
    return f"{said} I read the source, check it and draft a plan; nothing is changed yet."


def _without_credentials(wish: Wish) -> Reply:
    if wish.values:
        return Reply(text=f"{NO_CREDENTIALS} {SAY_AGAIN}", needs="credentials")
    again = Suggestion(label="Try again", text=wish.text)
    return Reply(text=NO_CREDENTIALS, needs="credentials", suggestions=(again,))


def _unclear(wish: Wish, usable: tuple[CredentialSummary, ...]) -> Reply:
    if wish.values:
        names = ", ".join(each.name for each in usable)
        asked = f"Which credentials shall I use: {names}? Say so with your request. {SAY_AGAIN}"
        return Reply(text=asked)
    return Reply(
        text="Which credentials shall I use? More than one set is stored.",
        suggestions=tuple(
            Suggestion(
                label=f"{each.name} ({each.account_id})",
                text=f"{wish.text} with credentials {each.name}",
            )
            for each in usable
        ),
    )


def _other_target(target: str) -> Reply:
    name = _TARGET_NAMES.get(target, target)
    return Reply(text=f"I cannot deploy to {name} in this version, only to AWS Lambda.")
