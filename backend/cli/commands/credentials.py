"""``copilot credentials``."""

import sys

import click

from backend.cli.options import json_option, pass_program, run
from backend.cli.program import Program


@click.group()
def command() -> None:
    """Store credentials and list them."""


@command.command("list")
@json_option
@pass_program
def list_(program: Program, *, as_json: bool) -> None:
    """List what is stored; keys are never shown."""
    from backend.cli.showing.listing import show_credentials

    run(show_credentials(program, as_json=as_json))


@command.command()
@click.option("--name", metavar="NAME", help="What to call them; a stored name is replaced.")
@click.option("--access-key-id", metavar="ID", help="The id of an access key; the rest is asked.")
@click.option("--temporary", is_flag=True, help="Ask for a session token too.")
@click.option("--role-arn", metavar="ARN", help="A role to assume with other credentials.")
@click.option("--external-id", metavar="ID", help="The external id that the role asks for.")
@click.option("--source", metavar="NAME", help="The stored credentials that assume the role.")
@click.option(
    "--stdin", "from_stdin", is_flag=True, help="Read one JSON object from standard input."
)
@json_option
@pass_program
def add(
    program: Program,
    *,
    name: str | None,
    access_key_id: str | None,
    temporary: bool,
    role_arn: str | None,
    external_id: str | None,
    source: str | None,
    from_stdin: bool,
    as_json: bool,
) -> None:
    """Store an access key or a role.

    Secrets are asked for unseen, or read from standard input: never given as arguments, which other
    programs of this machine can see. AWS is asked whose they are before they are kept.
    """
    from backend.cli.storing import AccessKeyForm, RoleForm, read_spec, store

    if from_stdin:
        form = read_spec(sys.stdin.buffer.read())
    elif name is None:
        raise click.UsageError("Give a --name, or --stdin.")
    elif role_arn is not None:
        if source is None:
            raise click.UsageError("A role needs --source, the credentials that assume it.")
        form = RoleForm(name=name, role_arn=role_arn, external_id=external_id, source=source)
    else:
        form = AccessKeyForm.asked(name, access_key_id, is_temporary=temporary)
    run(store(program, form, as_json=as_json))
