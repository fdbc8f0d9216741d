"""The process: builds the account, serves it, stops on a signal, on request or when unused."""

import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from backend.sandbox.account.account import ACCOUNT_ID, Account
from backend.sandbox.account.ledger import Ledger
from backend.sandbox.account.moto_app import MotoAccount
from backend.sandbox.account.neighbours import MotoNeighbours
from backend.sandbox.account.request_log import RequestLog
from backend.sandbox.gateway.control import Control, Liveness
from backend.sandbox.gateway.faults import Faults
from backend.sandbox.gateway.front_door import FrontDoor
from backend.sandbox.gateway.server import PortTaken, SandboxServer, bind
from backend.sandbox.home import Home, HomeTaken
from backend.sandbox.lambda_runtime.function_logs import FunctionLogs
from backend.sandbox.lambda_runtime.invoke import InvokeOperation
from backend.sandbox.lambda_runtime.invoker import Invoker
from backend.sandbox.lambda_runtime.pool import WorkerPool
from backend.sandbox.lambda_runtime.unpacking import TaskRoots
from backend.sandbox.lambda_runtime.url_calls import UrlCalls
from backend.sandbox.lambda_service.call import Surroundings
from backend.sandbox.lambda_service.packages import Packages
from backend.sandbox.lambda_service.service import LambdaService
from backend.sandbox.wire.moments import utc_now

STATE_VERSION = 1
HOME_TAKEN_EXIT = 73
PORT_TAKEN_EXIT = 69
_TICK_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """``port`` 0 keeps the account's port, or chooses one for a new account. Times in seconds."""

    home: Path
    port: int
    idle_s: float
    role_delay_s: float
    function_delay_s: float


def run(options: Options) -> int:
    """Serve until stopped; the exit code. Problems are one sentence on standard error."""
    try:
        home = Home(options.home)
    except HomeTaken as problem:
        sys.stderr.write(f"sandbox: {problem}\n")
        return HOME_TAKEN_EXIT
    try:
        server = bind(options.port or home.last_port())
    except PortTaken as problem:
        sys.stderr.write(f"sandbox: {problem}; --port moves the account\n")
        home.close()
        return PORT_TAKEN_EXIT
    _Program(options, home, server).run()
    return 0


class _Program:
    def __init__(self, options: Options, home: Home, server: SandboxServer) -> None:
        self._options = options
        self._home = home
        self._server = server
        self._stopping = threading.Event()
        self._ready = threading.Event()
        now = time.monotonic()
        self._liveness = Liveness(started=now, last_used=now)
        self._facts = {
            "version": STATE_VERSION,
            "pid": os.getpid(),
            "port": server.server_port,
            "url": f"http://127.0.0.1:{server.server_port}",
            "started_at": utc_now().isoformat(),
        }
        self._moto = MotoAccount()
        self._packages = Packages(home.path / "packages")
        self._task_roots = TaskRoots(home.path / "functions")
        self._log = RequestLog(home.path / "requests.log")
        self._ledger = Ledger(self._account(), self._log)
        self._pool = WorkerPool()
        server.answer = self._front_door().answer

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: self._stopping.set())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._home.write_state(self._facts)
        threading.Thread(target=self._load, daemon=True).start()
        while not self._stopping.wait(_TICK_S):
            self._pool.reap()
            if time.monotonic() - self._liveness.last_used > self._options.idle_s:
                break
        self._stop()

    def _load(self) -> None:
        """Make the account stand; requests wait for it, the status does not."""
        self._moto.load()
        self._ledger.replay()
        self._liveness.is_ready = True
        self._ready.set()

    def _stop(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._pool.close()
        self._log.close()
        self._home.write_state({**self._facts, "pid": None})
        self._home.close()

    def _account(self) -> Account:
        around = Surroundings(
            account_id=ACCOUNT_ID,
            base_url=str(self._facts["url"]),
            settle=timedelta(seconds=self._options.function_delay_s),
            packages=self._packages,
            neighbours=MotoNeighbours(self._moto),
        )
        role_delay = timedelta(seconds=self._options.role_delay_s)
        return Account(self._moto, LambdaService(around), role_delay)

    def _front_door(self) -> FrontDoor:
        faults = Faults()
        invoker = Invoker(
            packages=self._packages,
            task_roots=self._task_roots,
            pool=self._pool,
            logs=FunctionLogs(self._ledger),
            home=self._home.path,
        )
        return FrontDoor(
            control=self._control(faults),
            url_calls=UrlCalls(self._ledger, invoker),
            invoke=InvokeOperation(self._ledger, invoker),
            ledger=self._ledger,
            faults=faults,
            packages=self._packages,
            ready=self._ready,
            stopping=self._stopping,
        )

    def _control(self, faults: Faults) -> Control:
        return Control(
            token=self._home.token(),
            facts=self._facts,
            liveness=self._liveness,
            ledger=self._ledger,
            faults=faults,
            stop=self._stopping.set,
            forget_functions=self._forget_functions,
        )

    def _forget_functions(self) -> None:
        self._pool.reap(idle_s=0)
        self._task_roots.clear()
        self._packages.clear()
