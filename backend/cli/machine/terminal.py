"""Asking the person at this terminal."""

import asyncio
import sys


class StandardTerminal:
    """Standard input, with the questions on standard error, so that output stays clean."""

    @property
    def is_interactive(self) -> bool:
        return sys.stdin is not None and sys.stdin.isatty()

    async def ask(self, question: str) -> str | None:
        # A thread in input() could not be cancelled: Ctrl-C would wait for the return key.
        sys.stderr.write(f"{question} ")
        sys.stderr.flush()
        loop = asyncio.get_running_loop()
        ready = loop.create_future()
        loop.add_reader(sys.stdin.fileno(), lambda: ready.done() or ready.set_result(None))
        try:
            await ready
        finally:
            loop.remove_reader(sys.stdin.fileno())
        line = sys.stdin.readline()
        return line.rstrip("\n") if line else None
