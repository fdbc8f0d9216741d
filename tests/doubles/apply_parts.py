"""Twins of what apply is given: a journal in memory, a vault, artefacts, and a clock that costs no
time.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import cast

from backend.aws.account import AwsAccount
from backend.domain.identifiers import ArtefactDigest, GraphRunId, Scope
from backend.domain.plans.plan import AccountBinding
from backend.domain.secrets import Secret
from backend.tools.aws_deployer.call import Errand
from backend.tools.aws_deployer.journal import JournalRecord
from tests.doubles.fake_account import Died, FakeAws


class MemoryApplyJournal:
    """Keeps records; forgets nothing but a second record of the same step and kind."""

    def __init__(self) -> None:
        self.kept: list[JournalRecord] = []

    async def record(self, record: JournalRecord) -> None:
        if not any(_key(record) == _key(known) for known in self.kept):
            self.kept.append(record)

    async def records(self, scope: Scope, graph_run_id: GraphRunId) -> tuple[JournalRecord, ...]:
        return tuple(
            JournalRecord.from_json(record.to_json())
            for record in self.kept
            if (record.scope, record.graph_run_id) == (scope, graph_run_id)
        )


def _key(record: JournalRecord) -> tuple[str, ...]:
    return (record.graph_run_id, record.plan_digest, record.step_id, record.kind)


@dataclass
class DyingJournal:
    """The same journal in a process that dies at one record, before or after it is kept."""

    journal: MemoryApplyJournal
    dies_at: int
    is_kept: bool
    written: int = 0

    async def record(self, record: JournalRecord) -> None:
        is_last = self.written == self.dies_at
        self.written += 1
        if is_last and not self.is_kept:
            raise Died(f"before {record.kind} of {record.step_id}")
        await self.journal.record(record)
        if is_last:
            raise Died(f"after {record.kind} of {record.step_id}")

    async def records(self, scope: Scope, graph_run_id: GraphRunId) -> tuple[JournalRecord, ...]:
        return await self.journal.records(scope, graph_run_id)


@dataclass
class MemoryVault:
    """Opens the account under the errand's own policy, and the values that it was given."""

    aws: FakeAws
    values: dict[str, str] = field(default_factory=dict)
    account: AwsAccount | None = None
    """Opened in place of the twin, where a test has another."""
    errands: list[Errand] = field(default_factory=list)
    open_now: int = 0

    @asynccontextmanager
    async def open_account(
        self, scope: Scope, binding: AccountBinding, errand: Errand
    ) -> AsyncGenerator[AwsAccount]:
        self.errands.append(errand)
        yield self.account or cast(AwsAccount, self.aws.account(errand.policy))

    @asynccontextmanager
    async def open_values(
        self, scope: Scope, names: frozenset[str]
    ) -> AsyncGenerator[dict[str, Secret]]:
        self.open_now += 1
        try:
            yield {name: Secret(self.values[name]) for name in names}
        finally:
            self.open_now -= 1


@dataclass
class MemoryArtefacts:
    """Packages by digest."""

    packages: dict[str, bytes] = field(default_factory=dict)

    async def read(self, digest: ArtefactDigest) -> bytes:
        return self.packages[digest]

    async def put(self, content: bytes | Path) -> ArtefactDigest:
        is_file = isinstance(content, Path)
        body = await asyncio.to_thread(content.read_bytes) if is_file else content
        digest = ArtefactDigest(f"sha256:{sha256(body).hexdigest()}")
        self.packages[digest] = body
        return digest

    async def exists(self, digest: ArtefactDigest) -> bool:
        return digest in self.packages


async def no_sleep(seconds: float) -> None:
    """Time that passes at once."""
