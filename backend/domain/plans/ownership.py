"""The tags that mark everything that the copilot creates, where AWS allows tags.

``aws-copilot:run`` is what undo looks at: a resource without the tag of its run is never deleted by
that run.
"""

import re

from backend.domain.identifiers import DeploymentId, GraphRunId, Scope

TAG_PREFIX = "aws-copilot:"
RUN_TAG = f"{TAG_PREFIX}run"
LONGEST_VALUE = 256
_NOT_ALLOWED = re.compile(r"[^\w .:/=+@-]")


def ownership_tags(
    scope: Scope, deployment_id: DeploymentId, graph_run_id: GraphRunId, owner: str
) -> dict[str, str]:
    """The tags of one resource: who owns it, for which application, and the run that made it."""
    return {
        f"{TAG_PREFIX}tenant": scope.tenant_id,
        f"{TAG_PREFIX}environment": scope.environment_id,
        f"{TAG_PREFIX}application": scope.application_id,
        f"{TAG_PREFIX}deployment": deployment_id,
        f"{TAG_PREFIX}owner": tag_value(owner),
        RUN_TAG: graph_run_id,
    }


def tag_value(text: str) -> str:
    """``text`` as every service takes it as a tag's value: an ARN may hold more than that.

    Letters, digits, spaces and ``_.:/=+-@``, 256 characters at most (IAM API Reference, ``Tag``).
    """
    return _NOT_ALLOWED.sub("_", text)[:LONGEST_VALUE]
