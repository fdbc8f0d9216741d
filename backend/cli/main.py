"""``copilot``: the table of commands, and the entry point."""

import click

from backend.cli.failures import ExplainingGroup
from backend.cli.lazy import LazyCommand
from backend.cli.program import Program

_FOLDER = "backend.cli.commands"
COMMANDS = {
    name: LazyCommand(module=f"{_FOLDER}.{name}", summary=summary)
    for name, summary in {
        "chat": "Say in plain words what you want.",
        "deploy": "Deploy a folder or a repository.",
        "approve": "Approve the plan that a run waits with.",
        "reject": "Reject the plan that a run waits with.",
        "rollback": "Undo the newest release of a deployment.",
        "aws": "Read from an AWS account, or change it by an approved plan.",
        "actions": "List the actions that `copilot aws` knows.",
        "deployments": "List what is deployed, or show one deployment.",
        "escalations": "List the cases that wait for a person, or show one.",
        "runs": "List, show, replay, resume, cancel, fork and undo runs.",
        "memory": "List, search and forget what earlier runs have taught.",
        "credentials": "Store credentials and list them.",
        "account": "Look at the account.",
        "sandbox": "Manage the simulated account of this machine.",
        "graph": "Validate, show, compare and write the graphs of the agents.",
        "doctor": "Check whether everything needed is there.",
    }.items()
}
COMMANDS["interpret"] = LazyCommand(
    module="backend.cli.interpret", summary="Show how a message is understood."
)
COMMANDS["up"] = LazyCommand(
    module="backend.cli.up", summary="Serve this data directory over HTTP."
)


def _show_version(ctx: click.Context, _option: click.Parameter, is_asked: bool) -> None:
    if is_asked and not ctx.resilient_parsing:
        from backend.api.version import version

        click.echo(f"copilot {version()}")
        ctx.exit()


@click.group(
    cls=ExplainingGroup,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "obj": None},
    epilog="Exit codes: 0 done, 1 failed and undone, 2 wrong usage, 3 needs a person, "
    "4 failed and not fully undone.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@click.pass_context
def copilot(ctx: click.Context) -> None:
    """Deploy applications on AWS: an exact plan, your approval, exact undo."""
    ctx.ensure_object(Program)


def main() -> None:
    """Run the command line of this process."""
    copilot(prog_name="copilot")
