"""Log files: private, redacted, loud or silent about a full disk as it was asked."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.domain.redaction import KnownSecrets, Redactor
from backend.telemetry.log_file import ApplicationLogFile
from backend.telemetry.sinks import StructuredLogSink
from tests.doubles.events import event

SECRET = "hunter2FAKE"


@pytest.fixture
def known() -> KnownSecrets:
    known = KnownSecrets()
    known.register(SECRET)
    return known


@pytest.fixture
def logger(tmp_path: Path, known: KnownSecrets) -> Iterator[logging.Logger]:
    handler = ApplicationLogFile(tmp_path / "logs" / "server.jsonl", Redactor(known))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    yield logger
    handler.close()


def lines(folder: Path) -> list[dict[str, str]]:
    text = (folder / "logs" / "server.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.spec("S2-140")
def test_messages_arguments_and_tracebacks_are_redacted(
    logger: logging.Logger, tmp_path: Path
) -> None:
    try:
        raise ValueError(f"wrong key {SECRET}")
    except ValueError:
        logger.exception("used %s", SECRET)

    (line,) = lines(tmp_path)
    assert line["message"] == "used ***"
    assert "ValueError: wrong key ***" in line["error"]
    assert (line["level"], line["logger"]) == ("error", "test")


def test_a_log_file_is_private_from_its_first_byte(logger: logging.Logger, tmp_path: Path) -> None:
    logger.warning("first")

    assert (tmp_path / "logs" / "server.jsonl").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "logs").stat().st_mode & 0o777 == 0o700


def test_the_programs_own_log_fails_in_silence(
    logger: logging.Logger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs" / "server.jsonl").mkdir()
    logger.warning("lost %s", SECRET)

    assert capsys.readouterr() == ("", "")


async def test_a_sink_on_a_broken_disk_says_so(tmp_path: Path) -> None:
    sink = StructuredLogSink(tmp_path / "logs" / "events.jsonl")
    (tmp_path / "logs" / "events.jsonl").mkdir()

    with pytest.raises(IsADirectoryError):
        await sink.write(event())


async def test_a_link_in_the_place_of_a_log_file_is_not_followed(tmp_path: Path) -> None:
    sink = StructuredLogSink(tmp_path / "logs" / "events.jsonl")
    (tmp_path / "logs" / "events.jsonl").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match="symbolic"):
        await sink.write(event())
    assert not (tmp_path / "elsewhere").exists()
