"""The screen: lines with a style, progress while something lasts, one JSON object for machines."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import JsonValue
from rich.console import Console
from rich.live import Live
from rich.status import Status
from rich.text import Text

# Control characters and bidirectional overrides: what comes from a repository or from AWS must not
# move the cursor, nor make a plan read other than it is.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line and its style, in rich's words; plain where there is no colour."""

    text: str
    style: str = ""


class Surface:
    """Shows to a person on standard output, or on standard error when the other is a machine's."""

    def __init__(self, *, as_json: bool) -> None:
        self.is_for_machine = as_json
        self._console = Console(stderr=as_json, markup=False, highlight=False, emoji=False)
        self._status: Status | None = None
        self._draft: Live | None = None

    def show(self, lines: Iterable[Line]) -> None:
        """Print the lines, each whole, whatever the width."""
        for line in lines:
            self._console.print(Text(_printable(line.text), style=line.style), soft_wrap=True)

    def progress(self, what: str, *, is_detail: bool = False) -> None:
        """Say what is being done now: on a terminal in one line that moves, else as a line.

        Without a terminal a detail is left out; its end is told soon enough.
        """
        if not self._console.is_terminal:
            self.show([] if is_detail else [Line(f"{what} …", "dim")])
        elif self._status is None:
            self._status = self._console.status(_one_line(what))
            self._status.start()
        else:
            self._status.update(_one_line(what))

    def draft(self, text: str) -> None:
        """A text that is still being written, on a terminal alone: :meth:`still` takes it away."""
        if not self._console.is_terminal:
            return
        if self._draft is None:
            self._draft = Live(console=self._console, transient=True, auto_refresh=False)
            self._draft.start()
        self._draft.update(Text(_printable(text)), refresh=True)

    def still(self) -> None:
        """End the progress and the draft: a question or the result comes."""
        if self._status is not None:
            self._status.stop()
            self._status = None
        if self._draft is not None:
            self._draft.stop()
            self._draft = None

    def result(self, record: JsonValue) -> None:
        """The one object on standard output."""
        print(json.dumps(record, indent=2, ensure_ascii=False), flush=True)


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _one_line(text: str) -> Text:
    return Text(_printable(text), no_wrap=True, overflow="ellipsis")
