"""Environment variables as they are typed: ``NAME=VALUE``, ``NAME`` alone, or lines of a file."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from backend.cli.machine.prompting import asked
from backend.domain.secrets import Secret


def typed_variables(options: Iterable[str], files: Iterable[Path]) -> dict[str, Secret]:
    """All variables; what is typed wins over files. ``NAME`` alone is asked for, unseen.

    Raises:
        click.BadParameter: for what is no variable, without quoting its value.
        UserCanFix: ``E_NOT_ANSWERED``.
    """
    found = [pair for file in files for pair in _of_file(file)]
    found += [_of_option(option) for option in options]
    return {name: Secret(value) for name, value in found}


def _of_option(text: str) -> tuple[str, str]:
    name, is_given, value = text.partition("=")
    if not name.strip():
        raise click.BadParameter("Write NAME=VALUE, or NAME to be asked.", param_hint="--env")
    if not is_given:
        value = asked(f"Value of {name}", is_hidden=True)
    return name, value


def _of_file(path: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise click.BadParameter(f"{path} cannot be read.", param_hint="--env-file") from None
    for number, line in enumerate(lines, start=1):
        name, is_pair, value = line.strip().removeprefix("export ").partition("=")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not is_pair or not name.strip():
            message = f"Line {number} of {path} is not NAME=VALUE."
            raise click.BadParameter(message, param_hint="--env-file")
        yield name.strip(), _unquoted(value.strip())


def _unquoted(value: str) -> str:
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value
