"""``copilot account``."""

import click

from backend.cli.options import account_options, json_option, pass_program, run
from backend.cli.program import Program


@click.group()
def command() -> None:
    """Look at the account."""


@command.command()
@account_options
@json_option
@pass_program
def digest(
    program: Program, *, region: str, credentials: str | None, sandbox: bool, as_json: bool
) -> None:
    """Show a digest of everything in the account that copilot can touch.

    Two equal digests mean that nothing changed in between.
    """
    if sandbox and credentials:
        raise click.UsageError("Give --sandbox or --credentials, not both.")
    from backend.cli.accounts import AccountChoice
    from backend.cli.showing.listing import show_account_digest

    choice = AccountChoice(is_sandbox=sandbox, name=credentials)
    run(show_account_digest(program, choice, region, as_json=as_json))
