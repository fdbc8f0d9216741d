"""The declared answers: which names the answer of each tool may have.

What is not declared here does not exist for a model. What may stand under the names is declared in
``backend.agents.quarantine.fields``.
"""

from collections.abc import Mapping

_IDENTITY = ("account_id", "caller_arn", "region", "credential_id", "is_sandbox")
_SCOPE = ("scope", "tenant_id", "environment_id", "application_id")
_STEP = (
    *("step_id", "action", "title", "resource", "params", "provenance", "effect", "label"),
    *("compensation", "iam_actions", "exposes", "call", "tool", "args", "depends_on"),
)
_PARAMS = (
    *("alias", "architecture", "artefact", "auth_type", "bucket_name", "code", "configuration"),
    *("content", "content_type", "description", "environment", "function_name", "handler", "limit"),
    *("log_group", "memory_mb", "object_name", "payload", "permission", "policy", "policy_name"),
    *("prefix", "previous", "previous_days", "previous_version", "qualifier", "region"),
    *("retention_days", "role", "role_name", "runtime", "service_principal", "statement_id"),
    *("tags", "timeout_s", "version"),
)
_OUTPUTS = ("function_arn", "role_arn", "url", "version", "bucket_name", "object_name", "outputs")
_ARTEFACT = ("name", "digest", "size_bytes", "unzipped_bytes", "dependencies", "notes")
_SOURCE = (
    *("kind", "location", "repository", "branch", "commit", "deploys", "content_digest"),
    *("uncommitted", "left_out", "file_count", "size_bytes"),
)
_PLAN = (
    *("schema_version", "intent", "target", "deployment_id", "release_id", "graph_run_id"),
    *("graph_id", "policy_version", "account", "source", "artefacts", "steps", "health", "path"),
    *("status", "cost", "undoes", "expires_at"),
    *(*_SCOPE, *_IDENTITY, *_SOURCE, *_ARTEFACT, *_STEP, *_PARAMS, *_OUTPUTS),
)
_CHANGES = (
    *("plan_digest", "changes", "step_id", "kind", "resource", "before", "after", "arn"),
    *("state", "code_sha256", "code_size_bytes", *_IDENTITY, *_PARAMS, *_OUTPUTS),
)
_VERDICT = (
    *("verdict", "plan_digest", "policy_version", "decision", "findings", "rule", "reason_code"),
    *("message", "step_id", "is_fixable", "rules_checked"),
)
_FAILURE = ("failure", "kind", "error_code", "message", "next_step", "node", "step_id")
_ANSWER = ("step_id", "title", "action", "answer", "columns", "rows", "total", "facts")
_DETECTION = (
    *("detection", "framework", "handler", "kind", "dependencies", "health_path", "routes"),
    *("front_end", "package_manager", "has_build_script", "syntax_issues", "line", "message"),
    *("python_file_count", "has_index_page", "looked_for", "path"),
)
_HEALTH = (
    *("url", "status", "latency_ms", "body_excerpt", "attempts", "is_healthy", "reason"),
    "health",
)
_DIGEST = (
    *("digest", "region", "resource_count", "is_complete", "resources", "absent", "moment"),
    "reason",
)
_QUESTION = (
    *("question", "approval_id", "graph_run_id", "plan", "plan_digest", "change_set"),
    *("change_set_digest", "exposures", "confirmations", "expires_at"),
    *(*_PLAN, *_VERDICT, *_CHANGES),
)
_RUN = (
    *("graph_run_id", "graph_id", "session_id", "actor", "user_id", "kind", "created_at"),
    *("ended_at", "node", "completion_state", "deployment_id", "plan_digest", "answers", "state"),
    *("change_set_digest", "url", "health", "undo", "undone", "left", "label", "account"),
    *("before", "after", "changed", "error"),
    *(*_SCOPE, *_STEP, *_FAILURE, *_ANSWER, *_HEALTH, *_DIGEST, *_QUESTION),
)

READS: Mapping[str, tuple[str, ...]] = {
    "list_buckets": ("bucket_name", "created_at"),
    "list_s3_objects": ("object_name", "size_bytes", "changed_at"),
    "get_bucket_policy": ("bucket_name", "policy"),
    "list_iam_roles": ("role_name", "role_arn", "created_at"),
    "list_iam_users": ("user_name", "user_arn", "created_at"),
    "list_iam_policies": ("policy_name", "policy_arn", "attachments"),
    "list_lambda_functions": (
        *("function_name", "runtime", "memory_mb", "timeout_s", "changed_at"),
    ),
    "get_lambda_function": (
        *("function_name", "function_arn", "role", "runtime", "handler", "memory_mb", "timeout_s"),
        *("code_sha256", "code_size_bytes", "state", "changed_at", "environment_names", "aliases"),
        "tags",
    ),
    "list_log_groups": ("log_group", "retention_days", "stored_bytes"),
    "read_logs": ("at", "line"),
}
"""What each read of the catalogue finds, by its name: columns of a listing, facts of one thing."""

ANSWERS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("aws_deployer", "identity"): _IDENTITY,
    ("aws_deployer", "compose"): _PLAN,
    ("aws_deployer", "draft_operation"): ("draft", *_PLAN),
    ("aws_deployer", "draft_rollback"): ("draft", *_PLAN),
    ("aws_deployer", "preview"): _CHANGES,
    ("aws_deployer", "begin"): (),
    ("aws_deployer", "apply_step"): ("is_changed", *_ANSWER, *_OUTPUTS),
    ("aws_deployer", "undo_step"): ("step_id", "is_changed", *_OUTPUTS),
    ("aws_deployer", "read"): ("steps", "step_id", "resource", "is_as_planned", "live", *_CHANGES),
    ("aws_deployer", "digest"): _DIGEST,
    ("aws_deployer", "answer"): _ANSWER,
    ("github_deployer", "fetch"): ("source", *_SOURCE, *_DETECTION),
    ("github_deployer", "check"): ("checks", "name", "status", "reason"),
    ("github_deployer", "package"): ("artefact", *_ARTEFACT, "handler", "runtime", "architecture"),
    ("github_deployer", "draft"): ("draft", *_PLAN),
    ("health_probe", "check"): _HEALTH,
    ("mongo_store", "find_deployment"): (
        *("deployment_id", "release", "code", "configuration", "version", "url"),
        *_PARAMS,
    ),
    ("qdrant_vector", "query"): (
        *("matches", "memory_id", "collection", "text", "tags", "score", "occurred_at"),
        *("graph_run_id", "deployment_id"),
    ),
    ("repo_reader", "inspect"): _DETECTION,
    ("repo_reader", "list_dir"): ("path", "kind", "size_bytes"),
    ("repo_reader", "read_file"): (),
    ("situation", "credentials"): (
        *("credential_id", "scope", "kind", "name", "is_sandbox", "account_id", "arn"),
        *("user_id", "last_four", "expires_at", "created_at", *_SCOPE),
    ),
    ("situation", "deployments"): (
        *("deployment_id", "account_id", "region", "is_sandbox", "status", "url", "release_id"),
        *("release_count", "updated_at", "account", "before", "after", "changed"),
        *(*_SCOPE, *_DIGEST),
    ),
    ("situation", "failure"): _FAILURE,
    ("situation", "pending"): ("steps", "action", "slots", "missing", *_PARAMS),
    ("situation", "question"): _QUESTION,
    ("situation", "run"): _RUN,
    ("situation", "turns"): (
        *("turn_id", "author", "text", "graph_run_id", "message_id", "is_final"),
    ),
}
"""The names that may stand in an answer, by tool and capability. ``situation`` is no tool: it is
what the program itself knows of the conversation, by its part.
"""


def declared_names(tool: str, capability: str, action: str | None = None) -> frozenset[str]:
    """The names of an answer; of a read of the catalogue also those of its ``action``."""
    names = ANSWERS.get((tool, capability), ())
    return frozenset((*names, *READS.get(action or "", ())))
