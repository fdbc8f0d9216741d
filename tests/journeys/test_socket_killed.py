"""The server is killed, or stopped, while the page is open: the page comes back as it was."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import websockets

from tests.backend.cli.test_up import free_port
from tests.backend.sandbox.running import RunningSandbox
from tests.journeys.browser import Conversation, browsing, yes_to

pytestmark = pytest.mark.slow

UP = ("-c", "from backend.cli.main import main; main()", "up", "--no-sandbox", "--workspace")
SETUP = re.compile(r"http://127\.0\.0\.1:[0-9]+/setup#\S+")


class Server:
    """``copilot up`` as a process of its own, on the same data each time."""

    def __init__(self, home: Path, workspace: Path) -> None:
        self._settings = {"COPILOT_HOME": str(home), "PORT": str(free_port())}
        self._workspace = workspace
        self.url = f"http://127.0.0.1:{self._settings['PORT']}"
        self.setup_url = ""

    def start(self) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, *UP, str(self._workspace)],
            env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", **self._settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert child.stdout is not None
        for line in child.stdout:
            if found := SETUP.search(line):
                self.setup_url = found[0]
            if line.startswith("Stop with"):
                return child
        raise AssertionError(f"it did not start: {child.wait()}")


async def test_a_killed_server_comes_back_with_the_open_approval(
    sandbox: RunningSandbox, tmp_path: Path, plain: Path
) -> None:
    server = Server(tmp_path / "home", plain.parent)
    child = server.start()
    try:
        async with browsing(server.url) as person:
            await person.set_up(server.setup_url)
            endpoint = {"kind": "sandbox_account", "name": "sandbox", "endpoint_url": sandbox.url}
            await person.post("/credentials", **endpoint)
            session_id = await person.begin()
            async with person.connected(session_id) as talk:
                await talk.say(f"deploy {plain} to lambda in us-east-1")
                question = (await talk.until("approval_requested"))["payload"]
                child.send_signal(signal.SIGKILL)
                child.communicate(timeout=60)
                with pytest.raises((websockets.ConnectionClosed, OSError)):
                    await talk.until("graph_completed")
            child = server.start()
            last, epoch = talk.events[-1]["sequence"], talk.frames[0]["epoch"]
            async with person.connected(session_id, after=last, epoch=epoch) as back:
                assert back.frames[0]["epoch"] == epoch
                await back.send("decide_approval", **yes_to(question))
                assert await back.until_ended() == "succeeded"
                assert_gap_free(talk, back)
    finally:
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=60)
    assert child.returncode == 0


def assert_gap_free(*talks: Conversation) -> None:
    sequences = [event["sequence"] for talk in talks for event in talk.events]
    assert sequences == list(range(1, len(sequences) + 1))


async def test_ctrl_c_ends_open_sockets_at_once(tmp_path: Path, plain: Path) -> None:
    server = Server(tmp_path / "home", plain.parent)
    child = server.start()
    async with browsing(server.url) as person:
        await person.set_up(server.setup_url)
        async with person.connected(await person.begin()) as talk:
            child.send_signal(signal.SIGINT)
            assert await talk.closed() == 1012
    child.communicate(timeout=60)
    assert child.returncode == 0


async def test_an_expired_session_is_told_and_loses_nothing(
    sandbox: RunningSandbox, tmp_path: Path, plain: Path
) -> None:
    server = Server(tmp_path / "home", plain.parent)
    child = server.start()
    try:
        async with browsing(server.url) as person:
            await person.set_up(server.setup_url)
            session_id = await person.begin()
            async with person.connected(session_id) as talk:
                await person.post("/identity/sign_out")
                await talk.socket.send(json.dumps({"type": "subscribe"}))
                refused = await talk.until_frame("refused")
                assert refused["error_code"] == "E_UNAUTHENTICATED"
                assert await talk.closed() == 4401
            answer = await person.http.get("/api/v1/sessions")
            assert answer.status_code == httpx.codes.UNAUTHORIZED
            await person.sign_in()
            assert [each["session_id"] for each in await person.get("/sessions")] == [session_id]
    finally:
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=60)
    assert child.returncode == 0
