"""URLs of health checks: what is refused before anything is sent."""

import pytest

from backend.domain.errors import UserCanFix
from backend.tools.health_probe.target import checked_address, parse_target


@pytest.mark.parametrize(
    ("url", "path", "expected"),
    [
        ("https://app.example", "/api/health", "https://app.example/api/health"),
        ("https://app.example/prod/", "/health", "https://app.example/prod/health"),
        ("http://127.0.0.1:8080", "/", "http://127.0.0.1:8080/"),
        ("https://[2600::1]:8443/", "/x", "https://[2600::1]:8443/x"),
    ],
)
def test_joins_origin_and_path(url: str, path: str, expected: str) -> None:
    assert parse_target(url, path).url == expected


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("ftp://app.example", "/"), ("file:///etc/passwd", "/"),
        ("https://user:FAKE@app.example", "/"),
        ("https://app.example?x=1", "/"), ("https://app.example", "no-slash"), ("https://", "/"),
        ("https://app.example", "/a b"), ("https://app.example", "/a\r\nHost: x"),
        ("https://a:99999", "/"),
        ("https://exa mple", "/"),
    ],
)  # fmt: skip
def test_refuses_odd_urls(url: str, path: str) -> None:
    with pytest.raises(UserCanFix) as refused:
        parse_target(url, path)
    assert refused.value.error_code == "URL_BLOCKED"


async def address_of(
    url: str, answers: tuple[str, ...], ports: frozenset[int] = frozenset()
) -> str:
    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return answers

    return await checked_address(parse_target(url, "/"), resolve, ports)


async def test_dials_the_first_public_address() -> None:
    assert await address_of("https://app.example", ("8.8.8.8", "8.8.4.4")) == "8.8.8.8"


@pytest.mark.parametrize("answers", [("8.8.8.8", "169.254.169.254"), ("127.0.0.1",), ("::1",)])
async def test_one_bad_answer_refuses_all(answers: tuple[str, ...]) -> None:
    with pytest.raises(UserCanFix):
        await address_of("https://app.example", answers)


async def test_loopback_is_allowed_for_named_ports_alone() -> None:
    allowed = frozenset({4566})
    assert await address_of("http://f.localhost:4566", (), allowed) == "127.0.0.1"
    for url, answers in (("http://f.localhost:4567", ()), ("http://x.example:4566", ("10.0.0.1",))):
        with pytest.raises(UserCanFix):
            await address_of(url, answers, allowed)


async def test_a_name_without_address_is_a_failed_connection() -> None:
    with pytest.raises(OSError, match="no address"):
        await address_of("https://app.example", ())
