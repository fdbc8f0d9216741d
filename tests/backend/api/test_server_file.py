"""``server.json``: private, gone with its server, and believed only when it is ours."""

import json
from pathlib import Path

import pytest

from backend.api.client import is_served, open_remote
from backend.api.server_file import FILE_NAME, ServerAddress, announced, read_server_file
from backend.api.serving import serving
from backend.domain.errors import OperatorMustAct
from backend.domain.secrets import Secret
from tests.doubles.fake_copilot import FakeCopilot
from tests.doubles.loopback_server import served
from tests.doubles.served_parts import parts_around

ADDRESS = ServerAddress(url="http://127.0.0.1:8000", token=Secret("FAKE-token"))


def test_the_file_is_private_and_disappears(tmp_path: Path) -> None:
    with announced(tmp_path, ADDRESS):
        assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600
        assert read_server_file(tmp_path) == ADDRESS
    assert read_server_file(tmp_path) is None


def test_a_file_that_a_killed_server_left_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "server.new").write_text("half")
    (tmp_path / FILE_NAME).write_text("old")
    with announced(tmp_path, ADDRESS):
        assert read_server_file(tmp_path) == ADDRESS


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"url": "http://evil.test:80", "token": "x"}', '{"url": 1, "token": 2}'],
)
def test_a_damaged_or_foreign_address_is_not_believed(tmp_path: Path, content: str) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(content)
    path.chmod(0o600)
    assert read_server_file(tmp_path) is None


def test_a_file_that_others_could_write_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(json.dumps({"url": ADDRESS.url, "token": "FAKE"}))
    path.chmod(0o644)
    assert read_server_file(tmp_path) is None


async def test_a_served_address_is_found_and_another_is_not(tmp_path: Path) -> None:
    parts = parts_around(FakeCopilot())
    async with serving(parts, tmp_path, 8000) as found, served(found.app) as url:
        announced_address = read_server_file(tmp_path)
        assert announced_address is not None
        here = ServerAddress(url=url, token=announced_address.token)
        assert await is_served(here)
        async with open_remote(here) as remote:
            assert await remote.runs(5) == ()
    assert not await is_served(here)
    async with open_remote(here) as remote:
        with pytest.raises(OperatorMustAct, match="E_SERVER_UNREACHABLE"):
            await remote.runs(5)
