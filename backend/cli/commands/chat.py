"""``copilot chat``."""

import click

from backend.cli.options import finish, json_option, pass_program
from backend.cli.program import Program


@click.command()
@click.argument("message", required=False)
@click.option("--session", "session_id", metavar="SESSION_ID", help="Go on in a conversation.")
@click.option("--sandbox", is_flag=True, help="Store the simulated account of this machine first.")
@json_option
@pass_program
def command(
    program: Program, *, message: str | None, session_id: str | None, sandbox: bool, as_json: bool
) -> None:
    """Say in plain words what you want.

    With a MESSAGE the reply is printed, and a run that it starts is followed to its end or to its
    question, which `copilot approve` answers. Without one you can go on talking, until `exit`.
    """
    if message is None and (as_json or not program.terminal().is_interactive):
        raise click.UsageError("Give a message, or run this at a terminal and without --json.")
    from backend.cli.runs.chatting import chat, say_once

    if message is None:
        finish(chat(program, session_id, is_sandbox_wanted=sandbox))
    else:
        finish(say_once(program, message, session_id, is_sandbox_wanted=sandbox, as_json=as_json))
