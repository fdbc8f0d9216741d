"""IAM: the execution role of a function, with one inline policy."""

import json
from typing import Any

from pydantic import Field

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Effect, UndoLabel
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    IamNeed,
    LiveState,
    Params,
    Undo,
)

_MISSING = ("NoSuchEntity",)


class RoleName(Params):
    role_name: str = Field(pattern=r"^[A-Za-z0-9_+=,.@-]{1,64}$")


class CreateRoleParams(RoleName):
    service_principal: str
    tags: dict[str, str]


class RolePolicyName(RoleName):
    policy_name: str = Field(pattern=r"^[A-Za-z0-9_+=,.@-]{1,128}$")


class PutRolePolicyParams(RolePolicyName):
    policy: dict[str, Any]


class ReplaceRolePolicyParams(PutRolePolicyParams):
    previous: dict[str, Any]


def trust_policy(service_principal: str) -> JsonObject:
    """The document that lets one AWS service, and nobody else, use a role."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": service_principal},
                "Action": "sts:AssumeRole",
            }
        ],
    }


def _text(document: JsonObject) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"))


def _read_role(reader: Reader, params: RoleName) -> LiveState:
    answer = reader.find("iam", "GetRole", _MISSING, RoleName=params.role_name)
    if answer is None:
        return None
    role = answer["Role"]
    return {
        "role_arn": role["Arn"],
        "trust": role["AssumeRolePolicyDocument"],
        "tags": {tag["Key"]: tag["Value"] for tag in role.get("Tags", [])},
    }


def _role_needs(*actions: str) -> Any:
    def needs(params: RoleName) -> tuple[IamNeed, ...]:
        arn = f"arn:aws:iam::{{account}}:role/{params.role_name}"
        return (IamNeed(actions=actions, resources=(arn,)),)

    return needs


CREATE_ROLE = Action(
    name="create_role",
    service="iam",
    operation="CreateRole",
    kind=ActionKind.CREATE,
    params=CreateRoleParams,
    title=lambda p: f"Create the role {p.role_name}, usable by {p.service_principal} alone",
    resource=lambda p: f"iam:role/{p.role_name}",
    request=lambda p: {
        "RoleName": p.role_name,
        "AssumeRolePolicyDocument": _text(trust_policy(p.service_principal)),
        "Tags": [{"Key": key, "Value": value} for key, value in sorted(p.tags.items())],
    },
    read=_read_role,
    wanted=lambda p: {"trust": trust_policy(p.service_principal), "tags": p.tags},
    outputs=lambda p, live: {"role_arn": str(live["role_arn"])},
    output_names=frozenset({"role_arn"}),
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(action="delete_role", params={"role_name": p.role_name}),
    undo_action="delete_role",
    needs=_role_needs("iam:CreateRole", "iam:TagRole", "iam:GetRole", "iam:PassRole"),
    is_tagged=True,
)

DELETE_ROLE = Action(
    name="delete_role",
    service="iam",
    operation="DeleteRole",
    kind=ActionKind.DELETE,
    params=RoleName,
    title=lambda p: f"Delete the role {p.role_name}",
    resource=lambda p: f"iam:role/{p.role_name}",
    request=lambda p: {"RoleName": p.role_name},
    read=_read_role,
    wanted=lambda p: {},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.IRREVERSIBLE,
    needs=_role_needs("iam:DeleteRole", "iam:GetRole"),
    is_tagged=True,
)


def _read_role_policy(reader: Reader, params: RolePolicyName) -> LiveState:
    answer = reader.find(
        "iam",
        "GetRolePolicy",
        _MISSING,
        RoleName=params.role_name,
        PolicyName=params.policy_name,
    )
    return None if answer is None else {"policy": answer["PolicyDocument"]}


PUT_ROLE_POLICY = Action(
    name="put_role_policy",
    service="iam",
    operation="PutRolePolicy",
    kind=ActionKind.CREATE,
    params=PutRolePolicyParams,
    title=lambda p: f"Give the role {p.role_name} the permissions {p.policy_name}",
    resource=lambda p: f"iam:role/{p.role_name}/policy/{p.policy_name}",
    part_of=lambda p: f"iam:role/{p.role_name}",
    request=lambda p: {
        "RoleName": p.role_name,
        "PolicyName": p.policy_name,
        "PolicyDocument": _text(p.policy),
    },
    read=_read_role_policy,
    wanted=lambda p: {"policy": p.policy},
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="delete_role_policy",
        params={"role_name": p.role_name, "policy_name": p.policy_name},
    ),
    undo_action="delete_role_policy",
    needs=_role_needs("iam:PutRolePolicy", "iam:GetRolePolicy"),
    grants_on=lambda p: f"iam:role/{p.role_name}",
)

REPLACE_ROLE_POLICY = Action(
    name="replace_role_policy",
    service="iam",
    operation="PutRolePolicy",
    kind=ActionKind.UPDATE,
    params=ReplaceRolePolicyParams,
    title=lambda p: f"Replace the permissions {p.policy_name} of the role {p.role_name}",
    resource=PUT_ROLE_POLICY.resource,
    part_of=lambda p: f"iam:role/{p.role_name}",
    request=PUT_ROLE_POLICY.request,
    read=_read_role_policy,
    wanted=PUT_ROLE_POLICY.wanted,
    replaces=lambda p: {"policy": p.previous},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="replace_role_policy",
        params={
            "role_name": p.role_name,
            "policy_name": p.policy_name,
            "policy": p.previous,
            "previous": p.policy,
        },
    ),
    undo_action="replace_role_policy",
    needs=_role_needs("iam:PutRolePolicy", "iam:GetRolePolicy"),
)


def _put_again(params: RolePolicyName, before: LiveState, _outputs: Any) -> Undo:
    # Without a state before it, only the permissions are asked for: the same for all policies.
    return Undo(
        action="put_role_policy",
        params={
            "role_name": params.role_name,
            "policy_name": params.policy_name,
            "policy": before["policy"] if before else {},
        },
    )


DELETE_ROLE_POLICY = Action(
    name="delete_role_policy",
    service="iam",
    operation="DeleteRolePolicy",
    kind=ActionKind.DELETE,
    params=RolePolicyName,
    title=lambda p: f"Take the permissions {p.policy_name} from the role {p.role_name}",
    resource=lambda p: f"iam:role/{p.role_name}/policy/{p.policy_name}",
    request=lambda p: {"RoleName": p.role_name, "PolicyName": p.policy_name},
    read=_read_role_policy,
    wanted=lambda p: {},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.EXACT,
    undo=_put_again,
    undo_action="put_role_policy",
    needs=_role_needs("iam:DeleteRolePolicy", "iam:GetRolePolicy"),
)

ACTIONS = (CREATE_ROLE, DELETE_ROLE, PUT_ROLE_POLICY, REPLACE_ROLE_POLICY, DELETE_ROLE_POLICY)
