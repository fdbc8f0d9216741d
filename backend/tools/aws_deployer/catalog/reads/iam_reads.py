"""IAM: who there is in the account, and which policies it has of its own."""

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject
from backend.tools.aws_deployer.catalog.declaration import IamNeed, NoParams, ReadAction
from backend.tools.aws_deployer.catalog.reads.answers import items, listing, moment

_PAGES = ("Marker", "Marker")


def _roles(reader: Reader, _params: NoParams) -> JsonObject:
    found = items(reader, ("iam", "ListRoles"), _PAGES, "Roles")
    rows = ([role["RoleName"], role["Arn"], moment(role, "CreateDate")] for role in found)
    return listing(("role_name", "role_arn", "created_at"), rows)


def _users(reader: Reader, _params: NoParams) -> JsonObject:
    found = items(reader, ("iam", "ListUsers"), _PAGES, "Users")
    rows = ([user["UserName"], user["Arn"], moment(user, "CreateDate")] for user in found)
    return listing(("user_name", "user_arn", "created_at"), rows)


def _policies(reader: Reader, _params: NoParams) -> JsonObject:
    found = items(reader, ("iam", "ListPolicies"), _PAGES, "Policies", Scope="Local")
    rows = (
        [policy["PolicyName"], policy["Arn"], policy.get("AttachmentCount", 0)] for policy in found
    )
    return listing(("policy_name", "policy_arn", "attachments"), rows)


def _everywhere(operation: str) -> tuple[IamNeed, ...]:
    """IAM's listings know no resource (Service Authorization Reference, IAM)."""
    return (IamNeed(actions=(f"iam:{operation}",), resources=("*",)),)


READS = (
    ReadAction(
        name="list_iam_roles",
        service="iam",
        operation="ListRoles",
        params=NoParams,
        title=lambda p: "List the roles of the account",
        resource=lambda p: "iam:roles/all",
        answer=_roles,
        needs=lambda p: _everywhere("ListRoles"),
    ),
    ReadAction(
        name="list_iam_users",
        service="iam",
        operation="ListUsers",
        params=NoParams,
        title=lambda p: "List the users of the account",
        resource=lambda p: "iam:users/all",
        answer=_users,
        needs=lambda p: _everywhere("ListUsers"),
    ),
    ReadAction(
        name="list_iam_policies",
        service="iam",
        operation="ListPolicies",
        params=NoParams,
        title=lambda p: "List the account's own policies",
        resource=lambda p: "iam:policies/all",
        answer=_policies,
        needs=lambda p: _everywhere("ListPolicies"),
    ),
)
