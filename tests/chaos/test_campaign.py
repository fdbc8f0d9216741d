"""The short form of ``make chaos``: a few runs under kills, on both engines.

``make chaos KILLS=200`` comes to every action at every boundary; this shows that the harness, and
the service under it, stand.
"""

from pathlib import Path

import pytest

from tests.chaos.harness.campaign import Findings, Orders, campaign
from tests.chaos.harness.promises import Judgement, Played
from tests.doubles.postgresql import PostgresServer

pytestmark = pytest.mark.slow


async def played(orders: Orders, folder: Path, **environment: str) -> Findings:
    def silent(played: Played, judgement: Judgement) -> None:
        """The assertion tells what there is to tell."""

    findings = await campaign(orders, folder, environment, silent)
    assert [what for _, what in findings.broken] == []
    assert findings.audit.first_broken is None
    assert findings.audit.checked > 0
    return findings


@pytest.mark.spec("S2-172", "S2-96")
async def test_kills_on_sqlite(tmp_path: Path) -> None:
    findings = await played(Orders(kills=6, engine="sqlite", seed=1), tmp_path)
    assert findings.kills >= 6
    assert findings.executions_of_many_answers == {1: 1}


@pytest.mark.spec("S2-172")
async def test_kills_on_postgresql(tmp_path: Path, postgresql: PostgresServer) -> None:
    url = postgresql.new_database()
    orders = Orders(kills=3, engine="postgresql", seed=3)
    findings = await played(orders, tmp_path, COPILOT_ENGINE_URL=url)
    assert findings.kills >= 3
