"""Runs that are told to stop, and questions of a command that nobody answers."""

import asyncio

import pytest

from backend.domain.commands import CancelRun, DecideApproval
from backend.domain.plans.approval import Actor
from tests.backend.cli.bench import Bench, record_of
from tests.doubles.fake_copilot import FakeCopilot


class LateCopilot(FakeCopilot):
    """Its runs hear of a command a moment after it was given, as those of the durable engine do."""

    async def decide_approval(self, actor: Actor, command: DecideApproval) -> None:
        self.hearing = asyncio.create_task(super().decide_approval(actor, command))

    async def cancel_run(self, actor: Actor, command: CancelRun) -> None:
        self.hearing = asyncio.create_task(super().cancel_run(actor, command))


@pytest.mark.parametrize(
    ("words", "state"),
    [(("reject", "run_1"), "rejected"), (("runs", "cancel", "run_1"), "cancelled")],
    ids=["reject", "cancel"],
)
def test_a_run_that_was_told_to_stop_is_followed_to_its_end(
    words: tuple[str, ...], state: str, bench: Bench
) -> None:
    bench.twin = LateCopilot()
    assert bench.deploy("--json").exit_code == 3
    result = bench.run(*words, "--json")
    assert (result.exit_code, record_of(result)["completion_state"]) == (0, state)


@pytest.mark.parametrize(
    "words",
    [
        ("deploy", ".", "--target", "lambda", "--region", "us-east-1", "--sandbox", "--env", "A"),
        ("credentials", "add", "--name", "mine"),
    ],
    ids=["variable", "credentials"],
)
def test_a_question_without_an_answer_is_told(words: tuple[str, ...], bench: Bench) -> None:
    result = bench.run(*words, "--json", stdin="")
    assert (result.exit_code, record_of(result)["error_code"]) == (1, "E_NOT_ANSWERED")
    assert bench.twin.commands == []
