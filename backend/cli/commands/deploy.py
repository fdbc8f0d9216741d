"""``copilot deploy``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from backend.cli.options import (
    account_options,
    allow_public_option,
    finish,
    json_option,
    pass_program,
    policy_option,
)
from backend.cli.program import Program

if TYPE_CHECKING:
    from backend.cli.runs.deploying import Wish


class _Typed(TypedDict):
    source: str
    target: str
    region: str
    credentials: str | None
    sandbox: bool
    name: str | None
    branch: str | None
    variables: tuple[str, ...]
    variable_files: tuple[Path, ...]
    runtime: str | None
    memory: int | None
    timeout: int | None
    allow_public: bool
    is_approved: bool
    show_policy: bool
    as_json: bool


@click.command()
@click.argument("source", metavar="PATH_OR_URL")
@click.option("--target", required=True, metavar="TARGET", help="What to deploy to: lambda.")
@account_options
@click.option("--name", metavar="NAME", help="The application's name; by default the folder's.")
@click.option("--branch", metavar="BRANCH", help="The branch of a repository.")
@click.option(
    "--env",
    "variables",
    multiple=True,
    metavar="NAME=VALUE",
    help="An environment variable; NAME alone asks for its value. Repeatable.",
)
@click.option(
    "--env-file",
    "variable_files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of lines NAME=VALUE. Repeatable.",
)
@click.option("--runtime", metavar="RUNTIME", help="The Lambda runtime, such as python3.11.")
@click.option("--memory", type=click.IntRange(128, 10240), help="Memory in MiB; default 512.")
@click.option("--timeout", type=click.IntRange(1, 900), help="Seconds per request; default 30.")
@allow_public_option
@click.option("--approve", "is_approved", is_flag=True, help="Approve the plan that is printed.")
@policy_option
@json_option
@pass_program
def command(program: Program, **typed: Unpack[_Typed]) -> None:
    """Deploy a folder or a repository.

    Works out an exact plan, previews it, asks, applies it, checks that the URL answers. What fails
    is undone. Ctrl-C undoes; a second Ctrl-C lets go of the run.
    """
    if typed["sandbox"] and typed["credentials"]:
        raise click.UsageError("Give --sandbox or --credentials, not both.")
    from backend.cli.runs.consent import Consent
    from backend.cli.runs.deploying import deploy
    from backend.cli.runs.following import Manner

    consent = Consent(is_approved=typed["is_approved"], is_public_allowed=typed["allow_public"])
    manner = Manner(consent=consent, is_policy_shown=typed["show_policy"])
    finish(deploy(program, _wish(typed), manner, as_json=typed["as_json"]))


def _wish(typed: _Typed) -> Wish:
    from backend.cli.accounts import AccountChoice
    from backend.cli.runs.deploying import Wish
    from backend.cli.runs.variables import typed_variables
    from backend.domain.intake import DeploymentRequest

    given = {
        "source": typed["source"],
        "branch": typed["branch"],
        "target": typed["target"],
        "region": typed["region"],
        "application_name": typed["name"],
        "runtime": typed["runtime"],
        "memory_mb": typed["memory"],
        "timeout_s": typed["timeout"],
    }
    return Wish(
        request=DeploymentRequest.model_validate(
            {field: value for field, value in given.items() if value is not None}
        ),
        environment=typed_variables(typed["variables"], typed["variable_files"]),
        account=AccountChoice(is_sandbox=typed["sandbox"], name=typed["credentials"]),
    )
