"""Many answers to one approval at once, from several processes.

``python -m tests.chaos.harness.crowd HOME COUNT`` reads one answer (JSON) from its input and sends
it ``COUNT`` times, over as many connections; one line (JSON) says what became of them.
"""

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path

from backend.api.client import open_remote
from backend.api.owner import LOCAL_OWNER
from backend.api.server_file import ServerAddress, read_server_file
from backend.domain.commands import DecideApproval
from backend.domain.errors import CopilotError
from maintenance.files import PROJECT

PROCESSES = 2
TAKEN = "taken"


async def answers_from_processes(home: Path, answer: DecideApproval, count: int) -> Counter[str]:
    """What became of ``count`` answers that were sent by several processes at the same time."""
    crowds = [await _started(home, count // PROCESSES) for _ in range(PROCESSES)]
    said = answer.model_dump_json().encode()
    told = await asyncio.gather(*(crowd.communicate(said) for crowd in crowds))
    return sum((Counter(json.loads(out)) for out, _ in told), Counter[str]())


async def _started(home: Path, count: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.chaos.harness.crowd", str(home), str(count)),
        cwd=PROJECT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


async def _crowd(home: Path, answer: DecideApproval, count: int) -> Counter[str]:
    address = read_server_file(home)
    assert address is not None
    return Counter(await asyncio.gather(*(_say(address, answer) for _ in range(count))))


async def _say(address: ServerAddress, answer: DecideApproval) -> str:
    async with open_remote(address) as copilot:
        try:
            await copilot.decide_approval(LOCAL_OWNER, answer)
        except CopilotError as error:
            return error.error_code
        return TAKEN


def main() -> None:
    home, count = sys.argv[1:]
    answer = DecideApproval.model_validate_json(sys.stdin.read())
    sys.stdout.write(json.dumps(asyncio.run(_crowd(Path(home), answer, int(count)))))


if __name__ == "__main__":
    main()
