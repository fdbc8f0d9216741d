"""What a source of AWS keys promises."""

from typing import Protocol

from backend.domain.aws_credentials import AwsCredentials


class CredentialProvider(Protocol):
    """One source of keys; implement it to add another (a company's own secret store)."""

    @property
    def name(self) -> str:
        """What people read when they ask where the keys came from."""
        ...

    async def is_available(self) -> bool:
        """Whether asking makes sense; cheap, without any network, never raises."""
        ...

    async def get_credentials(self, profile: str | None = None) -> AwsCredentials | None:
        """The keys of ``profile`` (its default without one), or ``None`` if it has none.

        Raises:
            CopilotError: the source has them, but they cannot be used.
        """
        ...
