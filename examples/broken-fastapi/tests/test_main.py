"""What the application promises: to be unhealthy, with a reason."""

from main import health


def test_health_says_why_it_fails() -> None:
    assert health().status == "unhealthy"
    assert "on purpose" in health().reason
