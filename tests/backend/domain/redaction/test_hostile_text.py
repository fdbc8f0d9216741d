"""No text makes the search slow: four times the text takes about four times the work."""

import time

import pytest

from backend.domain.redaction import KnownSecrets, Redactor

SIZE = 16_000
TIMES_LONGER = 4
QUADRATIC_FROM = 10
"""Linear work grows 4 times, quadratic work 16 times."""
HOSTILE = (
    "password=",
    'password="',
    'password="\\',
    "token: '\n",
    "--a-password ",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN ",
    "://a:",
    "://",
    ":b@",
    "eyJ",
    "eyJa.",
    "sk-a",
    "bearer a",
    "authorization:",
    "cookie: a=",
    "arn:aws:a:a::",
    "AKIAFAKEFAKEFAKE1234",
    "FakeFakeFakeFakeFake/FakeFakeFa+FakeFake secret ",
    "cGFzc3dvcmQ9",
    "A",
    "Aa",
    " ",
    "\\",
    "secret-key-",
    "${{",
    " -u a",
)


def processor_time(text: str) -> float:
    redactor = Redactor(KnownSecrets())
    runs: list[float] = []
    for _ in range(5):
        start = time.thread_time()
        redactor.text(text)
        runs.append(time.thread_time() - start)
    return min(runs)


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_the_work_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    text = unit * (SIZE // len(unit))
    growth = processor_time(text * TIMES_LONGER) / processor_time(text)

    assert growth < QUADRATIC_FROM


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_comes_to_rest(unit: str) -> None:
    redactor = Redactor(KnownSecrets())
    once = redactor.text(unit * 200)

    assert redactor.text(once) == once
