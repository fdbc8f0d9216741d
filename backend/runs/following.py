"""Following a run: its events as they come, and the reason if it cannot go on in this process."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing, suppress
from typing import Any

from backend.stores.repositories.events import EventRecord


async def followed(
    records: AsyncGenerator[EventRecord, None], ended: Coroutine[None, None, object] | None
) -> AsyncGenerator[EventRecord, None]:
    """``records``, until ``ended`` says by an error that no more will come.

    Raises:
        OperatorMustAct: ``E_STORE_UNAVAILABLE``: the run is suspended, and continues when it can.
    """
    watch = asyncio.ensure_future(ended) if ended else None
    following: asyncio.Future[EventRecord] | None = None
    async with aclosing(records):
        try:
            while True:
                following = asyncio.ensure_future(anext(records))
                await _either(following, watch)
                yield await following
        finally:
            await _let_go(following)
            await _let_go(watch)


async def _either(
    following: "asyncio.Future[EventRecord]", watch: "asyncio.Future[object] | None"
) -> None:
    if watch is None:
        return
    await asyncio.wait({following, watch}, return_when=asyncio.FIRST_COMPLETED)
    if watch.done() and not following.done():
        watch.result()


async def _let_go(task: "asyncio.Future[Any] | None") -> None:
    """Cancel and wait: a generator that is still being asked cannot be closed."""
    if task is not None:
        task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await task
