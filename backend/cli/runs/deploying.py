"""``copilot deploy``: from what was typed to a run that is followed to its end."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.api.owner import LOCAL_OWNER
from backend.cli.accounts import AccountChoice, chosen_credential
from backend.cli.connection import service
from backend.cli.program import Program
from backend.cli.runs.following import Follower, Manner
from backend.cli.runs.report import present
from backend.cli.showing.surface import Surface
from backend.domain.commands import StartDeployment
from backend.domain.copilot import Copilot
from backend.domain.errors import UserCanFix
from backend.domain.intake import DeploymentRequest, name_from, require_valid
from backend.domain.secrets import Secret

_REMOTE = re.compile(r"[a-z+]+://|[\w.-]+@[\w.-]+:|[\w-]+(\.[\w-]+)+/", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What was typed. ``environment`` holds values, which go to the vault before anything else."""

    request: DeploymentRequest
    environment: Mapping[str, Secret]
    account: AccountChoice


async def deploy(program: Program, wish: Wish, manner: Manner, *, as_json: bool) -> int:
    """Deploy, and give the exit code."""
    request = _completed(wish.request)
    require_valid(request.model_copy(update={"environment": dict.fromkeys(wish.environment, "")}))
    surface = Surface(as_json=as_json)
    async with service(program, "copilot deploy", _roots(request)) as copilot:
        credential_id = await chosen_credential(copilot, program, wish.account)
        request = await _with_environment(copilot, request, wish.environment)
        graph_run_id = await copilot.start_deployment(
            LOCAL_OWNER, StartDeployment(request=request, credential_id=credential_id)
        )
        follower = Follower(copilot, surface, program.terminal(), manner)
        return present(await follower.follow(graph_run_id), surface)


def _roots(request: DeploymentRequest) -> tuple[Path, ...]:
    """The folder that the person at this machine named; for a repository, none of it."""
    folder = Path(request.source or "")
    return (folder,) if folder.is_absolute() else ()


def _completed(request: DeploymentRequest) -> DeploymentRequest:
    source = _located(request.source or ".")
    name = request.application_name or name_from(source)
    return request.model_copy(update={"source": source, "application_name": name})


def _located(source: str) -> str:
    """An absolute path, since a server has another working directory; a URL as it was typed."""
    path = Path(source).expanduser()
    if path.exists():
        return str(path.absolute())
    if _REMOTE.match(source):
        return source
    raise UserCanFix(
        "SOURCE_NOT_FOUND",
        f"There is no folder {source!r} here.",
        "Give the path of a folder, or the https URL of a repository.",
    )


async def _with_environment(
    copilot: Copilot, request: DeploymentRequest, values: Mapping[str, Secret]
) -> DeploymentRequest:
    if not values:
        return request
    name = request.application_name or ""
    references = await copilot.keep_environment(LOCAL_OWNER, name, values)
    return request.model_copy(update={"environment": references})
