"""The declared fields: what may stand under a name, wherever it is declared for an answer.

Adding a field is a decision: may a stranger write it freely? Then its grammar is :func:`nothing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.agents.quarantine.grammars import (
    ACCOUNT_ID,
    ARN,
    BUCKET,
    CODE,
    DIGEST,
    IAM_ACTION,
    IDENTIFIER,
    LOG_GROUP,
    NAME,
    OBJECT,
    REGION,
    RESOURCE,
    RUNTIME,
    SOURCE,
    TIME,
    URL,
    VARIABLE,
    VERSION,
    Grammar,
    nothing,
    one_of,
)


@dataclass(frozen=True, slots=True)
class Keyed:
    """An object whose names are data, such as aliases: both halves have a grammar."""

    names: Grammar
    values: Grammar


Field = Grammar | Keyed
_STATES = one_of(
    *("planned", "applied", "unchanged", "failed", "undone", "left"),
    *("live", "retired", "removed", "open", "closed", "queued", "running", "waiting", "paused"),
    *("ended", "passed", "skipped", "succeeded", "rejected", "expired", "cancelled", "escalated"),
    *("Pending", "Active", "Inactive", "Failed", "Successful", "InProgress", "Creating"),
)
_KINDS = one_of(
    *("create", "update", "replace", "delete", "run", "none", "read"),
    *("file", "directory", "link", "other"),
    *("lambda", "asgi", "requirements_hashed", "uv_lock", "requirements", "pyproject"),
    *("local_owner", "person", "service", "git_remote", "git_worktree", "folder"),
    *("UserCanFix", "ModelCanFix", "OperatorMustAct", "Bug"),
    *("access_key", "role", "sandbox_account", "github_token", "environment_values"),
)

FIELDS: Mapping[str, Field] = {
    **dict.fromkeys(("account_id",), ACCOUNT_ID),
    **dict.fromkeys(
        ("arn", "caller_arn", "function_arn", "policy_arn", "role_arn", "user_arn"), ARN
    ),
    **dict.fromkeys(("role",), ARN),
    **dict.fromkeys(
        ("at", "changed_at", "created_at", "ended_at", "expires_at", "occurred_at", "updated_at"),
        TIME,
    ),
    **dict.fromkeys(
        ("digest", "plan_digest", "change_set_digest", "content_digest", "code_sha256", "commit"),
        DIGEST,
    ),
    **dict.fromkeys(
        (
            *("approval_id", "credential_id", "deployment_id", "graph_id", "graph_run_id"),
            *("memory_id", "release_id", "session_id", "step_id", "turn_id", "user_id"),
            *("application_id", "environment_id", "tenant_id", "node", "action", "tool"),
            *("compensation", "rule", "exposures", "undoes", "collection"),
        ),
        IDENTIFIER,
    ),
    **dict.fromkeys(("error_code", "reason_code"), CODE),
    **dict.fromkeys(
        (
            *("alias", "application_name", "function_name", "policy_name", "qualifier"),
            *("role_name", "statement_id", "user_name", "name"),
        ),
        NAME,
    ),
    "aliases": Keyed(NAME, VERSION),
    "artefact": DIGEST,
    "branch": NAME,
    "bucket_name": BUCKET,
    "code": DIGEST,
    "confirmations": Keyed(IDENTIFIER, RESOURCE),
    "environment": Keyed(VARIABLE, IDENTIFIER),
    "environment_names": VARIABLE,
    "iam_actions": IAM_ACTION,
    "location": SOURCE,
    "log_group": LOG_GROUP,
    "missing": VARIABLE,
    "object_name": OBJECT,
    "provenance": Keyed(VARIABLE, one_of("user", "default", "aws_read", "repo_fact", "model")),
    "region": REGION,
    "repository": SOURCE,
    "resource": RESOURCE,
    "resources": Keyed(RESOURCE, DIGEST),
    "absent": RESOURCE,
    "runtime": RUNTIME,
    "source": SOURCE,
    "url": URL,
    "version": VERSION,
    "policy_version": VERSION,
    "previous_version": VERSION,
    "architecture": one_of("x86_64", "arm64"),
    "auth_type": one_of("NONE", "AWS_IAM"),
    "author": one_of("person", "assistant"),
    "completion_state": _STATES,
    "decision": one_of("approved", "fixable", "vetoed"),
    "deploys": one_of("commit", "working_tree"),
    "effect": one_of("read", "write", "destructive"),
    "framework": one_of(
        "fastapi", "starlette", "litestar", "quart", "lambda_handler", "static", "unknown"
    ),
    "kind": _KINDS,
    "label": one_of("exact", "compensatable", "irreversible"),
    "moment": one_of("before", "after"),
    "package_manager": one_of("pnpm", "yarn", "npm"),
    "permission": one_of("lambda:InvokeFunctionUrl", "lambda:InvokeFunction"),
    "service_principal": one_of("lambda.amazonaws.com"),
    "state": _STATES,
    "status": _STATES,
    "target": one_of("lambda", "operation", "rollback"),
    **dict.fromkeys(
        (
            *("body_excerpt", "content", "content_type", "cost", "dependencies", "description"),
            *(
                "exposes",
                "handler",
                "health_path",
                "intent",
                "last_four",
                "left_out",
                "line",
                "looked_for",
            ),
            *("message", "next_step", "notes", "path", "payload", "policy", "prefix", "reason"),
            *("routes", "said", "summary", "tags", "text", "title", "uncommitted"),
        ),
        nothing,
    ),
}
"""Each name means one thing everywhere. Numbers and truth values may stand under any of them."""
