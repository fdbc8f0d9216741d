"""What only a fresh process can show: where it dials, and when the SDK is loaded."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

TRAFFIC = """
import asyncio, io, logging, sys
written = io.StringIO()
logging.basicConfig(level=logging.DEBUG, stream=written)
dialled, resolved = [], []
def watch(event, args):
    if event == "socket.connect":
        dialled.append(args[1])
    elif event == "socket.getaddrinfo":
        resolved.append(str(args[0]))
sys.addaudithook(watch)
from tests.backend.tools.openai_llm.llm_parts import house_at
from tests.doubles.openai_server import openai_server, says
async def main():
    async with openai_server(says("hi"), says("hi")) as server:
        house = house_at(server.base_url)
        assert (await house.complete()).is_ok
        assert (await house.complete(input="quiet question")).is_ok
        port = int(server.base_url.rsplit(":", 1)[1].split("/")[0])
        return port, {text for asked in server.asked for text in asked.headers.values()}
port, headers = asyncio.run(main())
import agents
agents.flush_traces()
print(set(dialled) == {("127.0.0.1", port)}, resolved)
print("quiet" in written.getvalue(), "sha256:" in written.getvalue())
print([text for text in headers if "temptation" in text])
"""


def test_whatever_the_environment_says_one_address_is_dialled_and_prompts_are_not_logged() -> None:
    assert run(TRAFFIC).strip().split() == ["True", "[]", "False", "True", "[]"]


LAZY = """
import sys
import backend.tools.openai_llm
from backend.domain.redaction import KnownSecrets
from tests.backend.tools.openai_llm.llm_parts import house_at
house_at("http://127.0.0.1:9/v1")
heavy = ("agents", "openai", "httpx2", "jsonschema", "boto3")
print([name for name in heavy if name in sys.modules])
"""


def test_no_sdk_is_imported_before_the_first_turn() -> None:
    assert run(LAZY).strip() == "[]"


def run(program: str) -> str:
    """What a fresh interpreter prints; its environment tempts the SDK to go elsewhere."""
    tempting = {
        "OPENAI_API_KEY": "sk-FAKE-temptation",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/temptation",
        "OPENAI_ORG_ID": "org-temptation",
        "OPENAI_CUSTOM_HEADERS": "Authorization: Bearer temptation",
        "OPENAI_LOG": "debug",
        "OPENAI_AGENTS_DONT_LOG_MODEL_DATA": "0",
        "HTTP_PROXY": "http://127.0.0.1:9",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **tempting, "PYTHONPATH": os.pathsep.join(("", *sys.path))},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
