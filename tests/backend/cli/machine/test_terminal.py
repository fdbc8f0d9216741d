"""Asking at a real terminal."""

import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress

import pytest

ASK = """
import asyncio, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
from backend.cli.machine.terminal import StandardTerminal
terminal = StandardTerminal()
async def main():
    print("interactive", terminal.is_interactive)
    print("answer", repr(await terminal.ask("Really? [y/N]")))
asyncio.run(main())
"""


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    outer, inner = pty.openpty()
    yield outer, inner
    for end in (outer, inner):
        with suppress(OSError):
            os.close(end)


@contextmanager
def started(inner: int) -> Generator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", ASK],
        stdin=inner,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def await_question(child: subprocess.Popen[str]) -> None:
    assert child.stderr is not None
    told = b""
    while b"Really? [y/N] " not in told:
        assert select.select([child.stderr], [], [], 60)[0], told
        told += os.read(child.stderr.fileno(), 4096)
        assert child.poll() is None, told


def test_a_line_is_the_answer(ends: tuple[int, int]) -> None:
    outer, inner = ends
    with started(inner) as child:
        await_question(child)
        os.write(outer, b"yes please\n")
        assert child.communicate(timeout=60)[0] == "interactive True\nanswer 'yes please'\n"


def test_the_end_of_input_is_no_answer(ends: tuple[int, int]) -> None:
    outer, inner = ends
    with started(inner) as child:
        await_question(child)
        os.write(outer, b"\x04")
        assert child.communicate(timeout=60)[0] == "interactive True\nanswer None\n"


def test_a_question_can_be_interrupted(ends: tuple[int, int]) -> None:
    _outer, inner = ends
    with started(inner) as child:
        await_question(child)
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=60)
    assert "KeyboardInterrupt" in told
