"""A listener of pauses that notes what it is told."""

from backend.domain.errors import OperatorMustAct


class NotedPauses:
    """Can be out of order itself for the first few times."""

    def __init__(self, fails: int = 0) -> None:
        self.told: list[str] = []
        self._fails = fails

    def fail(self, times: int) -> None:
        """Be out of order again."""
        self._fails = times

    async def paused(self, graph_run_id: str, reason: OperatorMustAct) -> None:
        self._note(f"paused {graph_run_id} {reason.error_code}")

    async def resumed(self, graph_run_id: str) -> None:
        self._note(f"resumed {graph_run_id}")

    def _note(self, text: str) -> None:
        if self._fails > 0:
            self._fails -= 1
            raise OSError("the disk is full")
        self.told.append(text)
