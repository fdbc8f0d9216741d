"""Keys from environment variables, for the local command line alone."""

from collections.abc import Mapping

from backend.domain.aws_credentials import AwsCredentials
from backend.domain.secrets import Secret


class EnvironmentProvider:
    """``AWS_ACCESS_KEY_ID`` and its companions, from the variables that it is given."""

    name = "environment"

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    async def is_available(self) -> bool:
        """Whether both halves of a key are set."""
        return all(
            self._variables.get(name) for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        )

    async def get_credentials(self, profile: str | None = None) -> AwsCredentials | None:
        """The keys; whoever names a profile does not mean the environment."""
        if profile is not None or not await self.is_available():
            return None
        token = self._variables.get("AWS_SESSION_TOKEN")
        return AwsCredentials(
            access_key_id=self._variables["AWS_ACCESS_KEY_ID"],
            secret_access_key=Secret(self._variables["AWS_SECRET_ACCESS_KEY"]),
            session_token=Secret(token) if token else None,
            region=self._variables.get("AWS_REGION") or self._variables.get("AWS_DEFAULT_REGION"),
            source=self.name,
        )
