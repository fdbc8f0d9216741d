"""What the application promises."""

from main import health, hello, page


def test_health_is_ok() -> None:
    assert health().status == "ok"


def test_greets_by_name() -> None:
    assert hello("Ada").message == "Hello, Ada!"


def test_page_escapes_the_name() -> None:
    assert "&lt;b&gt;" in page("<b>")
