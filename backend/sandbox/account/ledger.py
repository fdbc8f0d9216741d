"""The account together with its request log and its lock: applied, recorded, then answered."""

import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from backend.sandbox.account.account import Account
from backend.sandbox.account.request_log import Entry, RequestLog
from backend.sandbox.wire.errors import AwsError, error_reply
from backend.sandbox.wire.messages import Reply, Request
from backend.sandbox.wire.moments import Moment, utc_now
from backend.sandbox.wire.recognition import Operation, recognise


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many requests are recorded, and how many of them could not be replayed."""

    recorded: int
    replay_failures: int


class Ledger:
    """The only way to the account. One request at a time: moto is not safe for threads."""

    def __init__(self, account: Account, log: RequestLog) -> None:
        self._account = account
        self._log = log
        self._lock = threading.RLock()
        self._replay_failures = 0

    @contextmanager
    def reading(self) -> Generator[tuple[Account, Moment]]:
        """The account for a look that changes nothing. Keep it short: everybody waits."""
        with self._lock:
            yield self._account, self._log.moment(utc_now())

    def perform(self, operation: Operation, request: Request) -> Reply:
        """Apply a request, record it if it changed anything, and answer; never raises AwsError."""
        with self._lock:
            moment = self._log.moment(utc_now())
            try:
                return self._perform(operation, request, moment)
            except AwsError as error:
                return error_reply(operation.protocol, error, moment.new_id("request"))

    def replay(self) -> None:
        """Rebuild the account. What cannot be replayed is reported and left out."""
        with self._lock:
            for entry in self._log.entries():
                self._replay(entry)

    def clear(self) -> None:
        """Forget the account and its log."""
        with self._lock:
            self._log.clear()
            self._account.clear()
            self._replay_failures = 0

    def counts(self) -> Counts:
        return Counts(recorded=self._log.length, replay_failures=self._replay_failures)

    def _perform(self, operation: Operation, request: Request, moment: Moment) -> Reply:
        known = self._account.remembered(operation)
        if known is not None:
            return known
        refusal = self._account.refusal(operation, moment)
        if refusal is not None:
            raise refusal
        reply = self._account.apply(operation, request, moment)
        if reply.is_success and operation.is_mutating:
            self._log.append(moment, request)
        return reply

    def _replay(self, entry: Entry) -> None:
        operation = recognise(entry.request)
        try:
            is_applied = self._account.apply(operation, entry.request, entry.moment).is_success
        except AwsError:
            is_applied = False
        if not is_applied:
            self._replay_failures += 1
            sys.stderr.write(f"not replayed: {operation.service} {operation.name}\n")
