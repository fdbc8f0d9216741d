"""``copilot interpret``: what a message is understood to be. Nothing is done about it."""

import json
import sys
from collections.abc import Mapping
from typing import Any, TextIO, cast

import click


@click.command("interpret")
@click.argument("text", required=False)
@click.option(
    "--jsonl",
    is_flag=True,
    help='Read lines {"text": …, "context": …} from standard input, write one frame a line.',
)
@click.option("--context", metavar="JSON", help="What is known of the conversation, as an object.")
def command(text: str | None, jsonl: bool, context: str | None) -> None:
    """Show how a message is understood, as one JSON object.

    Nothing is done about it. --context has what is known of the conversation.
    """
    if jsonl == (text is not None):
        raise click.UsageError("Give either TEXT or --jsonl.")
    if jsonl:
        from backend.agents.interpreter import prepare

        prepare()
        interpret_lines(sys.stdin, sys.stdout)
    else:
        click.echo(_frame({"text": text, "context": _object(context or "{}")}))


def interpret_lines(lines: TextIO, frames: TextIO) -> None:
    """One frame for each line, written at once; a line that is no request is not understood."""
    for line in lines:
        if line.strip():
            frames.write(f"{_frame(_object(line))}\n")
            frames.flush()


def _object(text: str) -> Mapping[str, Any]:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _frame(request: Mapping[str, Any]) -> str:
    from backend.agents.interpreter import interpret

    text, context = request.get("text"), request.get("context")
    known = cast("dict[str, object]", context) if isinstance(context, dict) else None
    frame = interpret(text if isinstance(text, str) else "", known)
    # ASCII, so that a lone surrogate in a value cannot break the output.
    return json.dumps(frame.as_record())
