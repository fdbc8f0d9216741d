"""What all runs together may use is what the graphs declare."""

import pytest

from backend.settings import settings_from
from backend.wiring.limits import aws_requests_per_second, run_queues


@pytest.mark.spec("S2-11")
def test_planning_cycles_are_limited_as_the_graphs_say() -> None:
    (queue,) = run_queues(settings_from({}))
    assert (queue.name, queue.starts_per_minute) == ("planning_cycles", 4)


def test_a_setting_replaces_what_the_graphs_say() -> None:
    (queue,) = run_queues(settings_from({"COPILOT_PLANNING_CYCLES_PER_MINUTE": "250"}))
    assert queue.starts_per_minute == 250


@pytest.mark.spec("S2-12")
def test_requests_to_aws_are_limited_as_the_graphs_say() -> None:
    assert aws_requests_per_second() == 2.0
