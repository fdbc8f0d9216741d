"""``copilot approve``."""

import click

from backend.cli.options import (
    allow_public_option,
    confirm_option,
    finish,
    json_option,
    pass_program,
    policy_option,
    run_argument,
)
from backend.cli.program import Program


@click.command()
@run_argument
@click.option("--plan-digest", metavar="DIGEST", help="The plan that was shown.")
@click.option("--change-set-digest", metavar="DIGEST", help="The preview that was shown.")
@confirm_option
@allow_public_option
@policy_option
@json_option
@pass_program
def command(
    program: Program,
    *,
    graph_run_id: str,
    plan_digest: str | None,
    change_set_digest: str | None,
    confirm: tuple[str, ...],
    allow_public: bool,
    show_policy: bool,
    as_json: bool,
) -> None:
    """Approve the plan that a run waits with.

    With both digests the answer is given; without them the plan is shown and you are asked.
    """
    from backend.cli.runs.answering import approve
    from backend.cli.runs.consent import Consent
    from backend.cli.runs.following import Manner

    consent = Consent(
        digests=_both(plan_digest, change_set_digest),
        is_public_allowed=allow_public,
        confirmations=frozenset(confirm),
    )
    manner = Manner(consent=consent, is_policy_shown=show_policy)
    finish(approve(program, graph_run_id, manner, as_json=as_json))


def _both(plan_digest: str | None, change_set_digest: str | None) -> tuple[str, str] | None:
    if plan_digest is not None and change_set_digest is not None:
        return plan_digest, change_set_digest
    if plan_digest is None and change_set_digest is None:
        return None
    raise click.UsageError("Give both digests, or none to be asked.")
