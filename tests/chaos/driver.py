"""A process that forks a copilot for every job, and tells how each of them ended: most are killed.

``python -m tests.chaos.driver`` reads one job per line and answers each with one line (JSON). A job
runs in a process of its own, forked from this one, which has imported everything and opened
nothing: a real process, a real ``SIGKILL``, without the second that a start from nothing takes.
"""

import asyncio
import json
import os
import signal
import sys
import threading
import traceback
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from backend.aws.permits import ReadOnly
from backend.aws.session import Endpoint, make_client
from backend.domain.errors import UserCanFix
from backend.domain.views import ApprovalQuestion
from backend.tools.aws_deployer.access import SANDBOX_KEYS
from tests.chaos.deaths import Death, Killer
from tests.doubles.watched_documents import WatchedDocuments
from tests.journeys.journey import REGION, Journey, Story, open_journey, says_yes


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """What a forked copilot does with the one run of its home, which it starts if there is none.

    ``work`` is ``ask`` (until the run waits for its answer), ``wait`` (and then on and on) or
    ``finish`` (to its end, approving what is open, and cancelling the run first if
    ``is_cancelled``).
    """

    home: str
    sandbox_url: str
    source: str
    work: str = "finish"
    is_cancelled: bool = False
    death: dict[str, Any] | None = None
    dies_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """As much of a running sandbox as a journey needs."""

    url: str


async def perform(job: Job) -> dict[str, Any]:
    """The job's work in this process."""
    killer = Killer(Death(**job.death)) if job.death else None
    wrap = (lambda store: WatchedDocuments(store, killer)) if killer else None
    sandbox: Any = Address(job.sandbox_url)
    roots = (Path(job.source),)
    async with open_journey(Path(job.home), sandbox, roots=roots, wrap_store=wrap) as journey:
        known = await journey.copilot.runs(1)
        run_id = known[0].graph_run_id if known else await journey.start(job.source)
        if job.work != "finish":
            question = await journey.until_asked(run_id)
            if job.work == "wait":
                await asyncio.Event().wait()
            return {"approval_id": question.approval_id}
        if job.is_cancelled:
            await journey.cancel(run_id)
        return _told(await journey.follow(run_id, _says_yes_once))


async def _says_yes_once(journey: Journey, question: ApprovalQuestion) -> None:
    """The process before this one may have been killed right after it had kept the answer."""
    try:
        await says_yes(journey, question)
    except UserCanFix as error:
        if error.error_code != "REPLAY":
            raise


def _told(story: Story) -> dict[str, Any]:
    return {
        "completion_state": story.view.completion_state,
        "error_code": story.error_code,
        "undo": story.view.undo,
        "url": story.view.url,
        "sequences": [event.sequence for event in story.events],
        "event_types": [event.type for event in story.events],
        "event_ids": [event.event_id for event in story.events],
    }


def _in_a_process_of_its_own(job: Job) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _die_with_an_answer(job, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        value = answer.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return {"code": code, "value": json.loads(value) if value else None}


def _die_with_an_answer(job: Job, writing: int) -> None:
    code = 1
    try:
        if job.dies_after_s is not None:
            death = (os.getpid(), signal.SIGKILL)
            threading.Timer(job.dies_after_s, os.kill, death).start()
        value = asyncio.run(perform(job))
        os.write(writing, json.dumps(value).encode())
        code = 0
    except BaseException:  # noqa: BLE001 - a forked child must never run on in its parent's code
        traceback.print_exc()
    finally:
        os._exit(code)


def warm_up() -> None:
    """Load here, once, what every job would load again: the engine, and AWS's service models."""
    import_module("backend.durable.dbos_runner")
    import_module("backend.durable.dbos_client")
    nowhere = Endpoint(region=REGION, url="http://127.0.0.1:9")
    for service in ("s3", "iam", "logs", "lambda", "sts"):
        make_client(service, SANDBOX_KEYS, nowhere, ReadOnly())
    assert threading.active_count() == 1, "only a process of one thread may be forked"


def main() -> None:
    warm_up()
    for line in sys.stdin:
        answer = _in_a_process_of_its_own(Job(**json.loads(line)))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def as_line(job: Job) -> str:
    """A job as the driver reads it."""
    return json.dumps(asdict(job)) + "\n"


if __name__ == "__main__":
    main()
