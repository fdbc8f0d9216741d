"""People who use an installation: their roles, and what a role may do."""

from enum import StrEnum

from pydantic import Field

from backend.domain.identifiers import Value


class Permission(StrEnum):
    """What a person may be allowed to do."""

    READ = "read"
    DEPLOY = "deploy"
    APPROVE = "approve"
    MANAGE_CREDENTIALS = "manage_credentials"


class Role(StrEnum):
    """What somebody is to an installation; a person may have several."""

    VIEWER = "viewer"
    DEPLOYER = "deployer"
    APPROVER = "approver"
    OPERATOR = "operator"
    OWNER = "owner"


_LOOKING = frozenset({Permission.READ})
_DEPLOYING = _LOOKING | {Permission.DEPLOY}
GRANTED: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _LOOKING,
    Role.DEPLOYER: _DEPLOYING,
    Role.APPROVER: _LOOKING | {Permission.APPROVE},
    Role.OPERATOR: _DEPLOYING | {Permission.APPROVE, Permission.MANAGE_CREDENTIALS},
    Role.OWNER: frozenset(Permission),
}


def permissions_of(roles: tuple[Role, ...]) -> frozenset[Permission]:
    """Everything that any of the roles may do."""
    return frozenset(permission for role in roles for permission in GRANTED[role])


class UserView(Value):
    """One person, as everybody may see them."""

    user_id: str
    user_name: str
    roles: tuple[Role, ...]


class IdentityView(Value):
    """Who asks, and whether anybody has set this installation up."""

    is_set_up: bool
    user: UserView | None
    roles: tuple[Role, ...] = Field(default=tuple(Role))
    """All roles that there are."""
