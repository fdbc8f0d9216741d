"""Who acts, and where: what everything that acts for one person is handed.

It goes with a person's calls to actions and with every turn of a language model, where guardrails
and hooks see it. It holds references to credentials and never their values, and no model reads it.
"""

from pydantic import Field

from backend.domain.identifiers import CredentialId, Value


class DevOpsContext(Value):
    """One person, a region, and the credentials to be used, by reference."""

    user_id: str = Field(min_length=1, max_length=256)
    aws_region: str = Field(pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$", max_length=32)
    """Where actions happen that name no region themselves."""
    github_org: str | None = Field(
        default=None, pattern=r"^[A-Za-z0-9](-?[A-Za-z0-9])*$", max_length=39
    )
    """Whose repositories are meant where only their name is said."""
    aws_credential_id: CredentialId | None = None
    github_credential_id: CredentialId | None = None

    def get_aws_region(self) -> str:
        """The region of everything that names none."""
        return self.aws_region

    def region_or_default(self, region: str | None) -> str:
        """``region`` where one was said, else the context's."""
        return self.aws_region if region is None else region

    def repository(self, name: str) -> str:
        """``owner/name``: a bare name belongs to the organisation of the context.

        Raises:
            ValueError: the name is bare, and there is no organisation.
        """
        if "/" in name:
            return name
        if self.github_org is None:
            raise ValueError("a repository is named as owner/name")
        return f"{self.github_org}/{name}"
