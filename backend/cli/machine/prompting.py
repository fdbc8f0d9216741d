"""Asking for a value before the work of a command begins."""

import click

from backend.domain.errors import UserCanFix


def asked(label: str, *, is_hidden: bool = False) -> str:
    """The value that the person types, on standard error so that output stays clean.

    Raises:
        UserCanFix: ``E_NOT_ANSWERED``: nobody is there, or the person stopped at the question.
    """
    try:
        return str(click.prompt(label, hide_input=is_hidden, err=True))
    except click.Abort:
        raise UserCanFix(
            "E_NOT_ANSWERED",
            f"Nobody answered the question for this value: {label}.",
            "Run the command at a terminal, or give the value with it; --help says how.",
        ) from None
