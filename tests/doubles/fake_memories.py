"""The memories of the service's twin: a list that is searched by its words as they stand."""

from backend.domain.errors import UserCanFix
from backend.domain.memories import Match
from backend.domain.plans.approval import Actor


class FakeMemories:
    """What a test has put there; ``actors`` are those who erased something."""

    def __init__(self) -> None:
        self.remembered: list[Match] = []
        self.actors: list[Actor] = []

    async def memories(self, text: str, limit: int) -> tuple[Match, ...]:
        return tuple(each for each in self.remembered if text in each.memory.text)[:limit]

    async def forget_memory(self, actor: Actor, memory_id: str) -> None:
        self.actors.append(actor)
        left = [each for each in self.remembered if each.memory.memory_id != memory_id]
        if len(left) == len(self.remembered):
            raise UserCanFix("E_NOT_FOUND", f"There is no memory {memory_id}.", "List them.")
        self.remembered = left
