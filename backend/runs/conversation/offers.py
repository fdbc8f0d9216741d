"""What is understood but not offered: what is missing, and what can be done instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.agents.interpreter import Step
from backend.domain.conversations.turns import Need, Suggestion
from backend.runs.conversation.changing.commands import command_of
from backend.runs.conversation.partly import in_words
from backend.runs.conversation.reply import Reply
from backend.runs.conversation.wording import EXAMPLES, UNCLEAR
from backend.tools.aws_deployer.operations.forms import catalogue_name


@dataclass(frozen=True, kw_only=True, slots=True)
class Instead:
    """For some actions: what this version cannot do, and what comes nearest to it.

    ``offers`` are actions of the catalogue or of the conversation that ``nearest`` speaks of.
    ``says`` are messages to suggest; one with a slot that nobody has filled is left out.
    """

    actions: frozenset[str]
    missing: str
    nearest: str
    offers: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    needs: Need | None = None


def _actions(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MOST = 4
_DEPLOY = "Deploy examples/hello-fastapi to Lambda in us-east-1"

INSTEAD: tuple[Instead, ...] = (
    Instead(
        actions=_actions(
            "launch_ec2 start_ec2_instances stop_ec2 terminate_ec2 list_ec2_instances "
            "describe_ec2_instance describe_images list_key_pairs create_key_pair delete_key_pair "
            "resize_volume deploy_ec2_repo"
        ),
        missing="work with virtual machines (EC2), their images, volumes or key pairs",
        nearest="An application needs no machine of its own here: name its repository or folder, "
        "and I deploy it to AWS Lambda.",
        offers=("deploy_repo",),
        says=(_DEPLOY,),
    ),
    Instead(
        actions=_actions(
            "create_cluster register_task_definition create_service update_service deploy_ecs_repo"
        ),
        missing="run containers (ECS, Fargate)",
        nearest="If the application is written in Python, name its repository or folder, and I "
        "deploy it to AWS Lambda, which starts as many copies as are called.",
        offers=("deploy_repo",),
        says=(_DEPLOY,),
    ),
    Instead(
        actions=_actions("download_s3 transfer_files"),
        missing="download objects, or copy them between buckets and folders",
        nearest="I can list what a bucket holds, and upload single files of the workspace.",
        offers=("list_s3_objects", "upload_s3"),
        says=("List the objects in {bucket_name}", "List my buckets"),
    ),
    Instead(
        actions=_actions("put_bucket_versioning put_bucket_policy"),
        missing="change the policy or the versioning of a bucket",
        nearest="I can show the policy that a bucket has. Buckets that I create are private.",
        offers=("get_bucket_policy", "create_bucket"),
        says=("Show the policy of bucket {bucket_name}", "List my buckets"),
    ),
    Instead(
        actions=_actions(
            "create_iam_user delete_iam_user create_iam_policy delete_iam_policy "
            "attach_iam_policy detach_iam_policy"
        ),
        missing="create or change IAM users and managed policies",
        nearest="I can list them, and create and delete roles. Permissions belong to roles here: "
        "each as an inline policy of its own, with the exact actions and resources.",
        offers=("list_iam_users", "list_iam_policies", "create_iam_role", "put_role_policy"),
        says=("List my IAM users", "List my IAM policies", "List my IAM roles"),
    ),
    Instead(
        actions=_actions("create_access_key rotate_credentials"),
        missing="make new access keys",
        nearest="Make the key in the AWS console, and store it in the credentials dialog; then "
        "delete the old one there.",
        offers=("configure_aws_credentials",),
        needs="credentials",
    ),
    Instead(
        actions=_actions(
            "list_profiles switch_profile validate_credentials delete_credentials "
            "configure_github_token"
        ),
        missing="manage stored credentials in the conversation",
        nearest="The credentials dialog shows what is stored, and adds and deletes it. Name "
        'credentials in a request to use them: "… with credentials main".',
        offers=("configure_aws_credentials",),
        needs="credentials",
    ),
    Instead(
        actions=_actions(
            "list_vpcs create_vpc delete_vpc list_subnets create_subnet delete_subnet create_route "
            "list_security_groups create_security_group delete_security_group "
            "authorize_security_group_ingress revoke_security_group_ingress"
        ),
        missing="work with networks, subnets, routes or security groups",
        nearest="What I deploy to AWS Lambda needs none of them: it is called through its URL.",
        offers=("deploy_repo",),
        says=(_DEPLOY,),
    ),
    Instead(
        actions=_actions(
            "list_repositories create_repository delete_repository clone_repository "
            "update_repository_settings add_collaborator remove_collaborator list_issues "
            "create_issue close_issue comment_issue list_pull_requests create_pull_request "
            "merge_pull_request close_pull_request comment_pull_request review_pull_request "
            "list_workflows trigger_workflow get_workflow_status"
        ),
        missing="work on GitHub itself",
        nearest="I only read a repository in order to deploy it, and never change it.",
        offers=("deploy_repo",),
        says=(_DEPLOY,),
    ),
    Instead(
        actions=_actions("aws_cost_analysis find_unused_resources recommend_optimizations"),
        missing="analyse costs or look for savings",
        nearest="I can list buckets and roles, so that you see what is there. Cost "
        "Explorer in the AWS console shows what is paid for.",
        offers=("list_buckets", "list_iam_roles"),
        says=("List my buckets", "What is running?"),
    ),
    Instead(
        actions=_actions("aws_security_scan"),
        missing="scan an account for weak points",
        nearest="I can list users, roles and policies, and show the policy of a bucket.",
        offers=("list_iam_users", "list_iam_roles", "list_iam_policies", "get_bucket_policy"),
        says=("List my IAM users", "List my IAM roles", "List my buckets"),
    ),
    Instead(
        actions=_actions("aws_service_health"),
        missing="ask AWS for outages",
        nearest="The AWS Health Dashboard tells of them. I can say what you have deployed, and how "
        "it was checked.",
        offers=("list_deployments",),
        says=("What is running?",),
    ),
    Instead(
        actions=_actions("deploy_stack deploy_static_repo"),
        missing="deploy CloudFormation stacks or static sites",
        nearest="I deploy applications to AWS Lambda, also such as serve a built front end.",
        offers=("deploy_repo",),
        says=(_DEPLOY,),
    ),
)
"""Every action that is understood and is in no catalogue stands in exactly one row."""

_BY_ACTION = {action: row for row in INSTEAD for action in row.actions}
_OTHERWISE = Instead(
    actions=frozenset(),
    missing="do that",
    nearest="I deploy to AWS Lambda, and work with buckets, objects, roles and functions.",
    says=tuple(each.text for each in EXAMPLES),
)


def not_offered(steps: Sequence[Step]) -> Reply:
    """The honest answer to a wish of which at least one part cannot be done; nothing is done.

    A value that nobody had asked for is no wish at all.
    """
    lacking = [step for step in steps if catalogue_name(step.action) is None]
    if not lacking:
        return Reply(text=UNCLEAR, suggestions=EXAMPLES)
    rows = list(dict.fromkeys(_BY_ACTION.get(step.action, _OTHERWISE) for step in lacking))
    said = [f"I cannot {row.missing} in this version. {row.nearest}" for row in rows]
    rest = [step for step in steps if step not in lacking]
    if rest:
        said.append(
            "I did none of what you asked for, since the parts may belong together. I understood "
            f"{in_words(rest)} too: send that by itself, and I plan it."
        )
    slots = {name: value for step in lacking for name, value in step.slots.items()}
    return Reply(
        text="\n\n".join(said),
        suggestions=(*_as_suggestion(rest), *_suggestions(rows, slots))[:_MOST],
        needs=next((row.needs for row in rows if row.needs), None),
    )


def _as_suggestion(steps: Sequence[Step]) -> Sequence[Suggestion]:
    command = command_of(steps) if steps else None
    return [Suggestion(label=command, text=command)] if command else []


def _suggestions(rows: Sequence[Instead], slots: dict[str, Any]) -> Sequence[Suggestion]:
    found = [_filled(text, slots) for row in rows for text in row.says]
    return [Suggestion(label=text, text=text) for text in dict.fromkeys(found) if text]


def _filled(text: str, slots: dict[str, Any]) -> str | None:
    try:
        return text.format_map(slots)
    except KeyError:
        return None
