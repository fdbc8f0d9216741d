"""``copilot actions``."""

import click

from backend.cli.options import json_option


@click.command()
@json_option
def command(*, as_json: bool) -> None:
    """List the actions that `copilot aws` knows.

    With what each does, how well it can be undone, and its arguments; [optional] ones in brackets.
    """
    from backend.cli.showing.actions import show_actions

    show_actions(as_json=as_json)
