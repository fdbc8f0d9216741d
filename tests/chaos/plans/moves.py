"""One move per action of the catalogue: the call that asks for it, where the account allows it.

A preview looks at every step before the first is applied. So a plan touches each thing once,
creates before it uses, and changes or deletes only what was there before.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.backend.sandbox.running import ACCOUNT_ID, ARCHITECTURE, RUNTIME
from tests.chaos.plans import scenery

Args = dict[str, Any]
Move = Callable[["World"], Args]
"""The arguments of the call; raises :class:`NothingLeft`."""


class NothingLeft(Exception):
    """There is nothing that the action could work on without touching it a second time."""


@dataclass(slots=True)
class World:
    """What a plan has come to, step by step."""

    chance: random.Random
    packages: tuple[str, ...]
    """Files below the workspace."""
    step_id: str = ""
    _touched: set[str] = field(default_factory=set[str])
    _count: int = 0
    buckets: list[str] = field(default_factory=list[str])
    roles: dict[str, Any] = field(default_factory=dict[str, Any])
    """New ones; by name, how a later step refers to their ARN."""
    log_groups: list[str] = field(default_factory=list[str])
    functions: list[str] = field(default_factory=list[str])
    aliases: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """New ones: function and name."""

    def fresh(self, word: str) -> str:
        """A name that nothing has yet."""
        self._count += 1
        return f"chaos-{word}-{self._count}"

    def take(self, *things: str) -> str:
        """One of them that no step has touched; from now on it is. Raises :class:`NothingLeft`."""
        left = [thing for thing in things if thing not in self._touched]
        if not left:
            raise NothingLeft
        chosen = self.chance.choice(left)
        self._touched.add(chosen)
        return chosen

    def output(self, name: str) -> Args:
        """A reference to what the step in hand will give."""
        return {"$output": f"{self.step_id}.{name}"}

    def package(self) -> str:
        return self.chance.choice(self.packages)


def _policy(world: World) -> Args:
    """As narrow as compliance asks for."""
    action = world.chance.choice(("logs:CreateLogStream", "logs:PutLogEvents", "s3:GetObject"))
    group = f"arn:aws:logs:{scenery.REGION}:{ACCOUNT_ID}:log-group:{scenery.KEPT}:*"
    box = f"arn:aws:s3:::{scenery.ATTIC}/{scenery.OBJECTS[0]}"
    resource = box if action.startswith("s3") else group
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement]}


def create_bucket(world: World) -> Args:
    name = world.fresh("bucket")
    world.buckets.append(name)
    return {"bucket_name": name, "region": scenery.REGION}


def delete_bucket(world: World) -> Args:
    name = world.take(scenery.CELLAR)
    return {"bucket_name": name}


def upload_s3(world: World) -> Args:
    return {
        "bucket_name": world.chance.choice([scenery.ATTIC, *world.buckets]),
        "file_path": world.package(),
        "object_name": world.fresh("object"),
    }


def replace_s3_object(world: World) -> Args:
    name = world.take(*scenery.OBJECTS)
    place = {"bucket_name": scenery.ATTIC, "object_name": name}
    return {**place, "file_path": world.package()}


def delete_s3_object(world: World) -> Args:
    name = world.take(*scenery.OLD_OBJECTS)
    return {"bucket_name": scenery.ATTIC, "object_name": name}


def create_role(world: World) -> Args:
    name = world.fresh("role")
    world.roles[name] = world.output("role_arn")
    return {"role_name": name, "service_principal": "lambda.amazonaws.com"}


def delete_role(world: World) -> Args:
    name = world.take(scenery.GUEST)
    return {"role_name": name}


def put_role_policy(world: World) -> Args:
    role = world.chance.choice([scenery.KEEPER, *world.roles])
    return {"role_name": role, "policy_name": world.fresh("policy"), "policy": _policy(world)}


def replace_role_policy(world: World) -> Args:
    name = world.take(scenery.POLICY)
    place = {"role_name": scenery.KEEPER, "policy_name": name}
    return {**place, "policy": _policy(world)}


def delete_role_policy(world: World) -> Args:
    name = world.take(scenery.OLD_POLICY)
    return {"role_name": scenery.KEEPER, "policy_name": name}


def create_log_group(world: World) -> Args:
    name = f"/{world.fresh('group')}"
    world.log_groups.append(name)
    return {"log_group": name}


def delete_log_group(world: World) -> Args:
    name = world.take(scenery.LOOSE)
    return {"log_group": name}


def set_log_retention(world: World) -> Args:
    name = world.take(*world.log_groups)
    return {"log_group": name, "retention_days": world.chance.choice((1, 7, 90))}


def limit_log_retention(world: World) -> Args:
    name = world.take(scenery.LAMP_LOGS)
    return {"log_group": name, "retention_days": world.chance.choice((1, 7, 90))}


def change_log_retention(world: World) -> Args:
    name = world.take(scenery.KEPT)
    return {"log_group": name, "retention_days": world.chance.choice((1, 7, 90))}


def delete_log_retention(world: World) -> Args:
    name = world.take(scenery.OLD_KEPT)
    return {"log_group": name}


def deploy_lambda(world: World) -> Args:
    name = world.fresh("function")
    world.functions.append(name)
    known = scenery.role_arn_of(scenery.KEEPER)
    return {
        "function_name": name,
        "zip_file": world.package(),
        "role_arn": world.chance.choice([known, *world.roles.values()]),
        "handler": "app.handler",
        "runtime": RUNTIME,
        "architecture": ARCHITECTURE,
    }


def delete_lambda(world: World) -> Args:
    name = world.take(scenery.OLD_FUNCTION)
    return {"function_name": name}


def update_lambda_code(world: World) -> Args:
    world.take(f"code of {scenery.LAMP}")
    return {"function_name": scenery.LAMP, "zip_file": world.package()}


def update_lambda_configuration(world: World) -> Args:
    world.take(f"settings of {scenery.LAMP}")
    return {
        "function_name": scenery.LAMP,
        "memory_mb": world.chance.choice((256, 512)),
        "timeout_s": world.chance.choice((5, 30)),
    }


def publish_version(world: World) -> Args:
    name = world.take(*(f"version of {name}" for name in (scenery.TORCH, *world.functions)))
    return {"function_name": name.removeprefix("version of "), "description": name}


def delete_lambda_version(world: World) -> Args:
    version = world.take(scenery.LOOSE_VERSION)
    return {"function_name": scenery.LAMP, "version": version}


def create_alias(world: World) -> Args:
    name = world.fresh("alias")
    world.aliases.append((scenery.LAMP, name))
    return {
        "function_name": scenery.LAMP,
        "alias": name,
        "version": world.chance.choice(("1", "2")),
    }


def update_lambda_alias(world: World) -> Args:
    name = world.take(scenery.SPARE)
    return {"function_name": scenery.LAMP, "alias": name, "version": "1"}


def delete_lambda_alias(world: World) -> Args:
    name = world.take(scenery.OLD_ALIAS)
    return {"function_name": scenery.LAMP, "alias": name}


def invoke_lambda(world: World) -> Args:
    place = {"function_name": scenery.LAMP, "qualifier": world.take("1")}
    return {**place, "payload": {"number": world.chance.randrange(100)}}


def create_function_url(world: World) -> Args:
    aliases = [name for _, name in world.aliases]
    found = world.take(*(f"URL of {name}" for name in (scenery.SPARE, *aliases)))
    return {
        "function_name": scenery.LAMP,
        "qualifier": found.removeprefix("URL of "),
        "auth_type": "AWS_IAM",
    }


def delete_function_url(world: World) -> Args:
    world.take(f"URL of {scenery.LIVE}")
    return {"function_name": scenery.LAMP, "qualifier": scenery.LIVE}


def add_lambda_permission(world: World) -> Args:
    permissions = ("lambda:InvokeFunctionUrl", "lambda:InvokeFunction")
    return {
        "function_name": scenery.LAMP,
        "qualifier": scenery.LIVE,
        "statement_id": world.fresh("statement"),
        "permission": world.chance.choice(permissions),
    }


def remove_lambda_permission(world: World) -> Args:
    name = world.take(*scenery.PUBLIC)
    place = {"function_name": scenery.LAMP, "qualifier": scenery.LIVE}
    return {**place, "statement_id": name}


MOVES: dict[str, Move] = {
    move.__name__: move
    for move in (
        create_bucket, delete_bucket, upload_s3, replace_s3_object, delete_s3_object,
        create_role, delete_role, put_role_policy, replace_role_policy, delete_role_policy,
        create_log_group, delete_log_group, set_log_retention, limit_log_retention,
        change_log_retention, delete_log_retention, deploy_lambda, delete_lambda,
        update_lambda_code, update_lambda_configuration, publish_version,
        delete_lambda_version, create_alias, update_lambda_alias, delete_lambda_alias,
        invoke_lambda, create_function_url, delete_function_url, add_lambda_permission,
        remove_lambda_permission,
    )
}  # fmt: skip
TOOLS = {
    "replace_s3_object": "upload_s3",
    "replace_role_policy": "put_role_policy",
    "change_log_retention": "set_log_retention",
    "limit_log_retention": "set_log_retention",
}
"""Actions that nobody calls by name: the tool looks at the account and makes one of the other."""
NEEDS = {"set_log_retention": "create_log_group"}
"""Actions that only work on what the same plan has created, and what creates it."""
READS: dict[str, Args] = {
    "list_buckets": {},
    "list_s3_objects": {"bucket_name": scenery.ATTIC},
    "list_iam_roles": {},
    "list_lambda_functions": {},
    "list_log_groups": {},
}
