"""A task that is cancelled while pymongo works for it does end."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def heeding_cancellation() -> Generator[None]:
    """Raise :class:`asyncio.CancelledError` behind a call during which the task was cancelled.

    pymongo sends by ``asyncio.wait_for``, and that of Python 3.11 forgets a cancellation that comes
    together with its result (CPython issue 86296, mended in 3.12): whoever listens in a loop
    would listen for ever.
    """
    task = asyncio.current_task()
    before = task.cancelling() if task else 0
    yield
    if task and task.cancelling() > before:
        raise asyncio.CancelledError
