"""Work that is done again and again while the service is open."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from backend.domain.errors import CopilotError

_log = logging.getLogger(__name__)


@asynccontextmanager
async def repeated(
    work: Callable[[], Awaitable[None]], *, interval_s: float, failing: str
) -> AsyncGenerator[None, None]:
    """``work`` after every interval, until the end of the block; ``failing`` says in the log what
    it means where it fails, which does not end it.
    """
    ending = asyncio.Event()
    task = asyncio.create_task(_until(ending, work, interval_s, failing))
    try:
        yield
    finally:
        ending.set()
        await task


async def _until(
    ending: asyncio.Event, work: Callable[[], Awaitable[None]], interval_s: float, failing: str
) -> None:
    while True:
        try:
            await asyncio.wait_for(ending.wait(), interval_s)
            return
        except TimeoutError:
            await _done_or_logged(work, failing)


async def _done_or_logged(work: Callable[[], Awaitable[None]], failing: str) -> None:
    try:
        await work()
    except CopilotError as error:
        _log.warning("%s: %s", failing, error)
