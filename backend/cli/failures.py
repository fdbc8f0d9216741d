"""How commands fail: one sentence, its code and a next step; never a traceback."""

import json
import logging
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from agentpro.errors import ExplainedError
from backend.cli.exits import ExitCode
from backend.cli.lazy import LazyGroup
from backend.cli.program import Program
from backend.domain.errors import Bug, UserCanFix

AS_JSON = "backend.cli.as_json"
"""The key in click's ``meta`` that says whether standard output is for a machine."""
_PASSED_ON = (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError)


class ExplainingGroup(LazyGroup):
    """The top of the command line: whatever goes wrong below is explained here."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """The context; what the arguments are for is known before they are understood."""
        is_for_machine = "--json" in args
        with _usage_told(is_for_machine=is_for_machine):
            ctx = super().make_context(info_name, args, parent, **extra)
        ctx.meta[AS_JSON] = is_for_machine
        return ctx

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit 1 after an error that it explains itself, or after a defect."""
        try:
            with _usage_told(is_for_machine=bool(ctx.meta.get(AS_JSON))):
                return super().invoke(ctx)
        except _PASSED_ON:
            raise
        except Exception as error:  # noqa: BLE001 - a person gets a sentence, the log the details
            if not isinstance(error, ExplainedError):
                error = _recorded(ctx.ensure_object(Program), error)
            show_failure(error, as_json=bool(ctx.meta.get(AS_JSON)))
            ctx.exit(ExitCode.FAILED)


def show_failure(error: ExplainedError, *, as_json: bool) -> None:
    """Tell of an error: as the JSON object on standard output, or in words on standard error."""
    if as_json:
        record = {
            "completion_state": None,
            "error_code": error.error_code,
            "message": error.message,
            "next_step": error.next_step,
        }
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
    else:
        click.echo(f"{error.error_code}: {error.message}\n  {error.next_step}", err=True)


@contextmanager
def _usage_told(*, is_for_machine: bool) -> Generator[None]:
    """Wrong usage as the JSON object, where one is expected; for people, click says it."""
    try:
        yield
    except click.ClickException as error:
        if not is_for_machine:
            raise
        show_failure(_wrong_usage(error), as_json=True)
        raise click.exceptions.Exit(error.exit_code) from None


def _wrong_usage(error: click.ClickException) -> ExplainedError:
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    path = ctx.command_path if ctx else "copilot"
    message = error.format_message().strip() or "Something is missing."
    return UserCanFix("E_USAGE", message, f"See how it is used: {path} --help")


def _recorded(program: Program, error: Exception) -> ExplainedError:
    return Bug(
        "E_DEFECT",
        f"This is a defect of copilot: an unexpected {type(error).__name__}.",
        f"Report it{_details(program, error)}. Runs go on from where they are: copilot runs list",
    )


def _details(program: Program, error: Exception) -> str:
    try:
        return f" with the details in {_log(program.settings().home, error)}"
    except Exception:  # noqa: BLE001 - the log must not hide what it was to tell of
        return "; the details could not be written to the log"


def _log(home: Path, error: Exception) -> Path:
    from backend.domain.redaction import KnownSecrets, Redactor
    from backend.telemetry.log_file import PrivateRotatingFile, RedactingFormatter

    path = home / "logs" / "command-line.log"
    file = PrivateRotatingFile(path)
    file.setFormatter(RedactingFormatter(Redactor(KnownSecrets())))
    told = (type(error), error, error.__traceback__)
    file.emit(
        logging.LogRecord(__name__, logging.ERROR, __file__, 0, "a defect", None, exc_info=told)
    )
    file.close()
    return path
