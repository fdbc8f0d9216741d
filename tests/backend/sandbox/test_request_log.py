"""The request log survives a torn end, and its ids do not survive a reset."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.sandbox.account.request_log import Entry, RequestLog
from backend.sandbox.wire.messages import Request

AT = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
REQUEST = Request(
    method="PUT", target="/b/k?x=%20", headers=(("A", "1"), ("a", "2")), body=b"\x00\xff\n"
)


def read(path: Path) -> list[Entry]:
    log = RequestLog(path)
    log.close()
    return list(log.entries())


def test_what_was_appended_is_read_again(tmp_path: Path):
    log = RequestLog(tmp_path / "log")
    moments = [log.moment(AT)]
    log.append(moments[0], REQUEST)
    moments.append(log.moment(AT))
    log.append(moments[1], REQUEST)
    log.close()
    entries = read(tmp_path / "log")
    assert [entry.request for entry in entries] == [REQUEST, REQUEST]
    assert [entry.moment for entry in entries] == moments
    assert moments[0].seed != moments[1].seed


@pytest.mark.parametrize("cut", [1, 10, 60])
def test_a_torn_last_line_is_cut_off(tmp_path: Path, cut: int):
    path = tmp_path / "log"
    log = RequestLog(path)
    for _ in range(2):
        log.append(log.moment(AT), REQUEST)
    log.close()
    path.write_bytes(path.read_bytes()[:-cut])
    again = RequestLog(path)
    assert again.length == 1
    again.append(again.moment(AT), REQUEST)
    again.close()
    assert len(read(path)) == 2


def test_a_cleared_log_is_a_new_account(tmp_path: Path):
    log = RequestLog(tmp_path / "log")
    before = log.moment(AT)
    log.append(before, REQUEST)
    log.clear()
    assert list(log.entries()) == []
    assert log.moment(AT).seed != before.seed
    log.close()


def test_a_log_of_another_format_is_refused(tmp_path: Path):
    (tmp_path / "log").write_text('{"format": 99}\n')
    with pytest.raises(ValueError, match="reset the sandbox"):
        RequestLog(tmp_path / "log")
