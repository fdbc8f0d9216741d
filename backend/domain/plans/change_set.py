"""The change set: what a preview says that a plan would do. It holds no clock values."""

from pydantic import JsonValue

from backend.domain.canonical import digest_of
from backend.domain.identifiers import StepId, Value
from backend.domain.plans.actions import ChangeKind


class Change(Value):
    """What one step would do to its resource; ``before`` is the live state, ``None`` where it is
    absent.
    """

    step_id: StepId
    kind: ChangeKind
    resource: str
    before: JsonValue
    after: JsonValue


class ChangeSet(Value):
    """The preview of a whole plan, bound to it and to the identity that looked."""

    plan_digest: str
    account_id: str
    caller_arn: str
    changes: tuple[Change, ...]
    arn: str | None = None
    """Set where a CloudFormation change set is behind it."""

    @property
    def digest(self) -> str:
        """``sha256:…`` over the canonical JSON."""
        return digest_of(self.to_json())

    def change(self, step_id: str) -> Change:
        """The change of that step; ``KeyError`` if the preview has none."""
        return {change.step_id: change for change in self.changes}[StepId(step_id)]
