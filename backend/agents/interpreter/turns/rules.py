"""The interpreter behind the conversation: the same message is always read the same way."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace

from backend.agents.interpreter.frame import Frame
from backend.agents.interpreter.interpreting import UNCLEAR
from backend.agents.interpreter.text.normalising import normalised
from backend.agents.interpreter.turns.open_plans import in_dialogue
from backend.agents.interpreter.turns.reading import Action, Reading
from backend.agents.interpreter.turns.referents import resolved
from backend.agents.interpreter.turns.sources import bare_name, find_slots
from backend.agents.interpreter.turns.unread import unread_parts

_ABOUT_AN_APPLICATION = (Action.DEPLOY_REPO, Action.ROLLBACK, Action.DEPLOYMENT_STATUS)
_ACTIONS = {
    "deploy_repo": Action.DEPLOY_REPO,
    "deploy_lambda_repo": Action.DEPLOY_REPO,
    "deploy_ec2_repo": Action.DEPLOY_REPO,
    "deploy_ecs_repo": Action.DEPLOY_REPO,
    "deploy_static_repo": Action.DEPLOY_REPO,
    "deployment_status": Action.DEPLOYMENT_STATUS,
    "show_history": Action.LIST_DEPLOYMENTS,
    "show_plan": Action.SHOW_PLAN,
    "explain": Action.SHOW_PLAN,
    "approve_plan": Action.APPROVE_PLAN,
    "reject_plan": Action.REJECT_PLAN,
    "rollback": Action.ROLLBACK,
    "cancel": Action.CANCEL,
    "configure_aws_credentials": Action.CONFIGURE_AWS_CREDENTIALS,
    "help": Action.HELP,
    "small_talk": Action.SMALL_TALK,
    "refuse": Action.REFUSE,
    "clarify": Action.CLARIFY,
    "out_of_scope": Action.CLARIFY,
    "modify_plan": Action.MODIFY_PLAN,
    "provide_slot": Action.OPERATE,
    "escalate": Action.CLARIFY,
    "dry_run": Action.CLARIFY,
}
_TOPICS = (
    (r"cost", "costs and bills"),
    (r"health", "outages of AWS services"),
    (r"ec2|image|key_pair|volume", "virtual machines (EC2)"),
    (r"cluster|service|task_definition", "containers (ECS, Fargate)"),
    (r"bucket|s3|transfer", "S3 buckets and objects"),
    (r"iam|access_key", "users, roles and policies (IAM)"),
    (r"vpc|subnet|route|security_group", "networks"),
    (r"security_scan|unused|optimization", "a look at the whole account"),
    (r"repositor|collaborator|issue|pull_request|workflow|github", "work on GitHub itself"),
    (r"stack", "CloudFormation stacks"),
    (r"lambda", "single Lambda functions"),
    (r"credential|profile", "that for credentials"),
)
_LISTING = re.compile(
    r"\bwhat('?s| is| are)? (currently |now )?(running|deployed|live|online)\b|"
    r"\b(list|show|which|what|my)\b.{0,20}\b(deployments|applications|apps)\b",
    re.I,
)
_WITHOUT_SOURCE = ("deploy_lambda", "deploy_stack")


class RuleInterpreter:
    """Reads by ``interpret``, and says of it what a conversation can act on."""

    async def read(self, text: str, context: Mapping[str, object] | None = None) -> Reading:
        """See the protocol. Pages of text take some tenths of a second: nobody else waits."""
        return await asyncio.to_thread(read, text, context)


def read(text: str, context: Mapping[str, object] | None = None) -> Reading:
    """What a message says in its context: that of the interpreter, and ``turns.referents``.

    A bare "yes" is an answer to a plan also where none waits: the conversation says so.
    """
    known = context or {}
    frame, meant = resolved(text, in_dialogue(text, known), known)
    reading = reading_of(frame, text)
    return replace(reading, meant=meant, unread=unread_parts(text, frame))


def reading_of(frame: Frame, text: str) -> Reading:
    """What a conversation can act on of a frame of that text, whoever has read it."""
    slots, rest = find_slots(text)
    action = _action_of(frame, text, has_source=slots.source is not None)
    if action in _ABOUT_AN_APPLICATION and slots.name is None:
        slots = replace(slots, name=bare_name(rest))
    topic = _topic_of(frame) if action is Action.OPERATE else None
    return Reading(action=action, slots=slots, frame=frame, topic=topic)


def _action_of(frame: Frame, text: str, *, has_source: bool) -> Action:
    is_listing = _LISTING.search(normalised(text)) is not None
    if is_listing and frame.action in ("deployment_status", "show_history", "clarify"):
        return Action.LIST_DEPLOYMENTS
    if has_source and (frame.action in _WITHOUT_SOURCE or _is_unclear(frame)):
        return Action.DEPLOY_REPO
    return _ACTIONS.get(frame.action, Action.OPERATE)


def _is_unclear(frame: Frame) -> bool:
    """Not understood: what is contradictory, negated or unreadable was understood well enough."""
    return frame.action == "clarify" and frame.reason in (None, UNCLEAR)


def _topic_of(frame: Frame) -> str | None:
    names = [step.action for step in frame.steps] or [frame.action]
    return next((topic for words, topic in _TOPICS if re.search(words, names[0])), None)
