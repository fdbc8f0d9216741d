"""Telling listeners in this process, on any event loop, that there is something new."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress


class Wakeup:
    """What one listener waits for, on the event loop on which it was made."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def clear(self) -> None:
        """Forget what has happened so far; to be called before looking."""
        self._event.clear()

    async def wait(self, timeout_s: float) -> None:
        """Until something happens, and at most ``timeout_s`` seconds."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._event.wait()
        except TimeoutError:
            return

    def set(self) -> None:
        """Something has happened; may be called from any thread."""
        # A listener whose event loop has ended needs no news.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._event.set)


class Wakeups:
    """The listeners of each topic."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, list[Wakeup]] = {}

    def notify(self, topic: str) -> None:
        """Wake all who listen to ``topic``."""
        with self._lock:
            listeners = tuple(self._listeners.get(topic, ()))
        for listener in listeners:
            listener.set()

    @contextmanager
    def listening(self, topic: str) -> Generator[Wakeup]:
        """A listener to ``topic``, as long as the context lasts."""
        listener = Wakeup()
        with self._lock:
            self._listeners.setdefault(topic, []).append(listener)
        try:
            yield listener
        finally:
            with self._lock:
                remaining = [each for each in self._listeners[topic] if each is not listener]
                if remaining:
                    self._listeners[topic] = remaining
                else:
                    del self._listeners[topic]
