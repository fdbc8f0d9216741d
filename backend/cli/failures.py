"""How commands fail: one sentence, its code and a next step; never a traceback."""

import json
import logging
from pathlib import Path
from typing import Any

import click

from agentpro.errors import ExplainedError
from backend.cli.exits import ExitCode
from backend.cli.lazy import LazyGroup
from backend.cli.program import Program

AS_JSON = "backend.cli.as_json"
"""The key in click's ``meta`` that says whether standard output is for a machine."""
_PASSED_ON = (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError)


class ExplainingGroup(LazyGroup):
    """The top of the command line: whatever goes wrong below is explained here."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit 1 after an error that it explains itself, or after a defect."""
        try:
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


def _recorded(program: Program, error: Exception) -> ExplainedError:
    from backend.domain.errors import Bug

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
