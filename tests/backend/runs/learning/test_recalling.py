"""What a person is shown of the memories, and that erasing one is on record."""

import pytest

from backend.domain.errors import UserCanFix
from backend.runs.learning.recalling import forgotten, recalled
from backend.runs.service import TENANT
from tests.backend.runs.house import OWNER, House
from tests.contracts.knowledge_stores import NOW, memory


async def test_all_collections_and_applications_are_searched(house: House) -> None:
    kept = memory("a", "E_UNHEALTHY", collection="failures", expires_at=None)
    await house.library.remember(kept, memory("b", expires_at=None))
    found = await recalled(house.library, "unhealthy", 20)
    assert [match.memory.memory_id for match in found] == ["a"]
    assert len(await recalled(house.library, "", 20)) == 2
    assert len(await recalled(house.library, "", 1)) == 1


async def test_erasing_is_on_record_without_what_was_erased(house: House) -> None:
    await house.library.remember(memory(expires_at=None, occurred_at=NOW))
    await forgotten(house.library, house.audit, OWNER, "a")
    assert await house.library.store.count(TENANT) == 0
    assert await house.audited() == ["memory_forgotten"]
    with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
        await forgotten(house.library, house.audit, OWNER, "a")
    assert await house.audited() == ["memory_forgotten"]
