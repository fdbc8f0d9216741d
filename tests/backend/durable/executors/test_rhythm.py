"""How long the host waits before it tries a suspended run again."""

from backend.durable.executors.rhythm import Rhythm


def test_the_pauses_between_attempts_grow_up_to_a_limit() -> None:
    rhythm = Rhythm()
    assert [rhythm.retry_after(failures) for failures in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert rhythm.retry_after(10_000) == 30
