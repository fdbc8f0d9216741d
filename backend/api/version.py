"""Which version this is."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version


def version() -> str:
    """The installed version, or ``unreleased`` where the source is used without installation."""
    try:
        return installed_version("aws-copilot")
    except PackageNotFoundError:
        return "unreleased"
