"""``copilot aws``: every action of the catalogue is a command of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO, TypedDict, TypeVar, Unpack

import click
from click.core import augment_usage_errors

from backend.cli.options import (
    allow_public_option,
    confirm_option,
    credential_options,
    finish,
    json_option,
    pass_program,
    policy_option,
)
from backend.cli.program import Program

if TYPE_CHECKING:
    from backend.domain.plans.drafting import ToolCall

F = TypeVar("F", bound=Callable[..., Any])
_REGION = "us-east-1"


class _Typed(TypedDict):
    region: str
    sandbox: bool
    credentials: str | None
    is_approved: bool
    allow_public: bool
    confirm: tuple[str, ...]
    show_policy: bool
    as_json: bool


def _operation_options(command: F) -> F:
    """What all operations take: which account, and what is said beforehand."""
    for option in (
        json_option,
        policy_option,
        confirm_option,
        allow_public_option,
        click.option("--approve", "is_approved", is_flag=True, help="Approve the printed plan."),
        click.option("--region", metavar="REGION", default=_REGION, show_default=True),
        credential_options,
    ):
        command = option(command)
    return command


class _ActionGroup(click.Group):
    """Besides its own commands, it has one for each action, which is looked up when it is used."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command ``run``, or the one of that action; wrong usage if there is neither."""
        with augment_usage_errors(ctx):
            return super().get_command(ctx, cmd_name) or _command_of(cmd_name)


@click.group(cls=_ActionGroup, subcommand_metavar="ACTION [OPTIONS]", no_args_is_help=True)
def command() -> None:
    """Read from an AWS account, or change it by an approved plan.

    ACTION is a name that `copilot actions` lists. What only reads is answered at once; what
    changes something shows its plan and asks first.
    """


@command.command("run")
@click.argument("file", type=click.File(encoding="utf-8"))
@_operation_options
@pass_program
def run_file(program: Program, *, file: TextIO, **typed: Unpack[_Typed]) -> None:
    """Perform a chain of actions, as one plan.

    FILE is a JSON list of {"tool": ACTION, "args": {…}}; - is standard input. An argument may be
    {"$output": "step_1.NAME"}, an output of an earlier step.
    """
    from backend.cli.runs.calls import calls_in

    _operate(program, calls_in(file), typed)


def _command_of(name: str) -> click.Command:
    from backend.cli.catalogue import known_action
    from backend.cli.runs.calls import typed_call

    action = known_action(name)
    needed = " ".join(each.name for each in action.parameters if each.is_required)
    optional = " ".join(each.name for each in action.parameters if not each.is_required)
    takes = f"Needs: {needed or 'nothing'}. May have: {optional or 'nothing more'}."

    @click.command(name, help=f"Effect: {action.effect}. {takes}")
    @click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="Repeatable.")
    @click.option(
        "--json-params",
        type=click.File(encoding="utf-8"),
        help="A file with a JSON object of arguments; - is standard input.",
    )
    @_operation_options
    @pass_program
    def perform(
        program: Program,
        *,
        params: tuple[str, ...],
        json_params: TextIO | None,
        **typed: Unpack[_Typed],
    ) -> None:
        _operate(program, (typed_call(action, params, json_params),), typed)

    return perform


def _operate(program: Program, calls: tuple[ToolCall, ...], typed: _Typed) -> None:
    if typed["sandbox"] and typed["credentials"]:
        raise click.UsageError("Give --sandbox or --credentials, not both.")
    from backend.cli.accounts import AccountChoice
    from backend.cli.runs.consent import Consent
    from backend.cli.runs.following import Manner
    from backend.cli.runs.operating import Wanted, operate

    consent = Consent(
        is_approved=typed["is_approved"],
        is_public_allowed=typed["allow_public"],
        confirmations=frozenset(typed["confirm"]),
    )
    wanted = Wanted(
        calls=calls,
        region=typed["region"],
        account=AccountChoice(is_sandbox=typed["sandbox"], name=typed["credentials"]),
    )
    manner = Manner(consent=consent, is_policy_shown=typed["show_policy"])
    finish(operate(program, wanted, manner, as_json=typed["as_json"]))
