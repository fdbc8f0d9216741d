"""A few warm processes, lent to one invocation at a time."""

import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from backend.sandbox.lambda_runtime.worker import Launch, Worker

MAX_WORKERS = 6
MAX_WORKERS_PER_VERSION = 3
IDLE_S = 300.0


class NoFreeWorker(Exception):
    """Every process was busy for as long as the caller was willing to wait."""


class WorkerPool:
    """Keeps processes warm by key; a process that failed is killed, an idle one after a while."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._idle: list[tuple[str, Worker]] = []
        self._busy: list[tuple[str, Worker | None]] = []
        # Bubblewrap's processes die with the *thread* that started them: let it be a lasting one.
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker-starter")

    @contextmanager
    def lend(self, key: str, launch: Launch, patience_s: float) -> Generator[Worker]:
        """A process of ``key``; killed if the body raises. Raises :class:`NoFreeWorker`."""
        worker = self._reserve(key, patience_s)
        place = (key, worker)
        try:
            if worker is None:
                worker = self._starter.submit(Worker, launch).result()
                place = self._occupy(key, worker)
            yield worker
        except BaseException:
            self._release(place, is_sound=False)
            raise
        self._release(place, is_sound=True)

    def reap(self, idle_s: float = IDLE_S) -> None:
        """Kill what has been idle for longer than ``idle_s``."""
        horizon = time.monotonic() - idle_s
        with self._changed:
            old = [place for place in self._idle if place[1].idle_since <= horizon]
            self._idle = [place for place in self._idle if place not in old]
        for _key, worker in old:
            worker.kill()

    def close(self) -> None:
        """Kill every process, busy or not."""
        with self._changed:
            workers = [worker for _key, worker in (*self._idle, *self._busy)]
            self._idle.clear()
        for worker in workers:
            if worker is not None:
                worker.kill()
        self._starter.shutdown(wait=False)

    def _reserve(self, key: str, patience_s: float) -> Worker | None:
        """A warm process, or None for a reserved place that the caller fills with a new one."""
        deadline = time.monotonic() + patience_s
        with self._changed:
            while True:
                worker = self._take_warm(key)
                if worker is not None or self._has_room(key):
                    self._busy.append((key, worker))
                    return worker
                if not self._changed.wait(deadline - time.monotonic()):
                    raise NoFreeWorker

    def _take_warm(self, key: str) -> Worker | None:
        for place in reversed(self._idle):
            if place[0] == key:
                self._idle.remove(place)
                if place[1].is_alive:
                    return place[1]
                place[1].kill()
                return self._take_warm(key)
        return None

    def _has_room(self, key: str) -> bool:
        """Whether one more process may start; the longest idle one of others makes room."""
        mine = sum(1 for busy_key, _worker in self._busy if busy_key == key)
        if mine >= MAX_WORKERS_PER_VERSION or len(self._busy) >= MAX_WORKERS:
            return False
        if len(self._busy) + len(self._idle) >= MAX_WORKERS:
            _key, worker = self._idle.pop(0)
            worker.kill()
        return True

    def _occupy(self, key: str, worker: Worker) -> tuple[str, Worker]:
        with self._changed:
            self._busy.remove((key, None))
            self._busy.append((key, worker))
        return key, worker

    def _release(self, place: tuple[str, Worker | None], *, is_sound: bool) -> None:
        key, worker = place
        if worker is not None and not is_sound:
            worker.kill()
        with self._changed:
            self._busy.remove(place)
            if worker is not None and is_sound:
                worker.idle_since = time.monotonic()
                self._idle.append((key, worker))
            self._changed.notify()
