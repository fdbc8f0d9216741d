"""``copilot rollback``."""

import click

from backend.cli.options import (
    confirm_option,
    finish,
    json_option,
    pass_program,
    policy_option,
)
from backend.cli.program import Program


@click.command()
@click.argument("deployment")
@confirm_option
@policy_option
@json_option
@pass_program
def command(
    program: Program, *, deployment: str, confirm: tuple[str, ...], show_policy: bool, as_json: bool
) -> None:
    """Undo the newest release of a deployment.

    DEPLOYMENT is an id or the application's name. The plan is shown first; --confirm with the name
    that it asks for approves it.
    """
    from backend.cli.runs.answering import rollback
    from backend.cli.runs.consent import Consent
    from backend.cli.runs.following import Manner

    manner = Manner(consent=Consent(confirmations=frozenset(confirm)), is_policy_shown=show_policy)
    finish(rollback(program, deployment, manner, as_json=as_json))
