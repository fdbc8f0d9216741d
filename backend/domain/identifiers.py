"""Identifiers: one ``NewType`` per noun, so that one cannot be passed for another.

Every record, key and AAD names its :class:`Scope`.
"""

import json
from typing import NewType, Self

from pydantic import BaseModel, ConfigDict, JsonValue

TenantId = NewType("TenantId", str)
"""Who owns a record; a laptop installation has the one tenant ``local``."""
EnvironmentId = NewType("EnvironmentId", str)
"""Where an application runs; a new installation has the one environment ``default``."""
ApplicationId = NewType("ApplicationId", str)
"""What is deployed: the application's name, unique within tenant and environment."""
SessionId = NewType("SessionId", str)
"""One person's conversation."""
GraphRunId = NewType("GraphRunId", str)
"""One execution of a graph version."""
StepId = NewType("StepId", str)
"""One step, stable within its plan."""
DeploymentId = NewType("DeploymentId", str)
"""An application running in an environment."""
ReleaseId = NewType("ReleaseId", str)
"""One applied version of a deployment."""
ApprovalId = NewType("ApprovalId", str)
"""One question to a person, and its answer."""
CredentialId = NewType("CredentialId", str)
"""A record in the vault; never the key itself."""
ArtefactDigest = NewType("ArtefactDigest", str)
"""``sha256:…`` of packaged bytes."""


class Value(BaseModel):
    """Base of every immutable value: frozen, strict, and without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @classmethod
    def from_json(cls, value: JsonValue) -> Self:
        """Read the JSON form (arrays for tuples, text for times), as strictly as from a file."""
        return cls.model_validate_json(json.dumps(value))

    def to_json(self) -> dict[str, JsonValue]:
        """The JSON form, which every store, event and digest uses."""
        return self.model_dump(mode="json")


UNNAMED = ApplicationId("unnamed")
"""The application of a run that began before anybody said what it is called."""


class Scope(Value):
    """The three ids that every record, key and AAD carries."""

    tenant_id: TenantId
    environment_id: EnvironmentId
    application_id: ApplicationId

    def named(self, application_name: str | None) -> Self:
        """The scope with the name that an unnamed application has got; a name never changes."""
        if self.application_id != UNNAMED or application_name is None:
            return self
        return self.model_copy(update={"application_id": ApplicationId(application_name)})
