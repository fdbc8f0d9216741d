"""Options and the context that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import click

from backend.cli.failures import AS_JSON
from backend.cli.program import Program

F = TypeVar("F", bound=Callable[..., Any])
_T = TypeVar("_T")

pass_program = click.make_pass_decorator(Program, ensure=True)


def _remember(ctx: click.Context, _option: click.Parameter, is_json: bool) -> bool:
    ctx.meta[AS_JSON] = is_json
    return is_json


json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    is_eager=True,
    callback=_remember,
    help="Print JSON on standard output, and nothing else there.",
)
allow_public_option = click.option(
    "--allow-public", is_flag=True, help="Allow the public endpoints that the plan names."
)
confirm_option = click.option(
    "--confirm",
    multiple=True,
    metavar="[STEP=]NAME",
    help="A name that confirms a destructive step of the plan. Repeatable.",
)
policy_option = click.option(
    "--show-policy", is_flag=True, help="Show the IAM policy that the plan needs."
)
run_argument = click.argument("graph_run_id", metavar="RUN_ID")


def account_options(command: F) -> F:
    """``--sandbox``, ``--credentials`` and ``--region``: which account, and where in it."""
    region = click.option("--region", metavar="REGION", required=True, help="The AWS region.")
    return credential_options(region(command))


def credential_options(command: F) -> F:
    """``--sandbox`` and ``--credentials``: which account."""
    for option in (
        click.option("--credentials", metavar="NAME", help="Stored credentials of an account."),
        click.option("--sandbox", is_flag=True, help="The simulated account of this machine."),
    ):
        command = option(command)
    return command


def finish(work: Coroutine[Any, Any, int]) -> None:
    """Run a command's work and exit with its code."""
    finish_with(run(work))


def finish_with(exit_code: int) -> None:
    """Exit with a code."""
    click.get_current_context().exit(exit_code)


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """Run a command's work for its result."""
    import asyncio

    return asyncio.run(work)
