"""What only a fresh process can show: what is imported, and where LangChain dials."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

AWAY = {"LANGSMITH_ENDPOINT": "http://127.0.0.1:9", "LANGSMITH_API_KEY": "lsv2_FAKE_EXAMPLE"}
LAZY = """
import sys
import backend.sdk, backend.wiring
heavy = ("agents", "openai", "langchain_core", "langsmith")
print([name for name in heavy if name in sys.modules])
"""

TRACED = """
import asyncio, sys, tempfile
from pathlib import Path
dialled, resolved = [], []
def watch(event, args):
    if event == "socket.connect":
        dialled.append(args[1])
    elif event == "socket.getaddrinfo":
        resolved.append(str(args[0]))
sys.addaudithook(watch)
from tests.backend.sdk.scene import CONTEXT, PERSON, open_scene, read
from backend.sdk.langchain_tools import as_langchain_tools
async def main():
    async with open_scene(Path(tempfile.mkdtemp())) as scene:
        (tool,) = as_langchain_tools(scene.copilot, PERSON, CONTEXT, ["list_buckets"])
        assert read(await tool.ainvoke({}))["status"] == "done"
        assert read(await asyncio.to_thread(tool.invoke, {}))["status"] == "done"
        assert read(await tool.ainvoke({"nothing": "like it"}))["status"] == "failed"
asyncio.run(main())
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
print(dialled, resolved)
"""

OF_SOMEBODY_ELSE = """
import os, sys, threading
dialling = threading.Event()
sys.addaudithook(lambda event, args: dialling.set() if event == "socket.connect" else None)
from langchain_core.tools import tool
@tool
def length(text: str) -> int:
    "How long a text is."
    return len(text)
length.invoke({"text": "abc"})
print(dialling.wait(30), flush=True)
os._exit(0)
"""


def test_no_framework_is_imported_by_who_does_not_use_it() -> None:
    assert run(LAZY) == "[]"


@pytest.mark.parametrize(
    "tempting",
    [
        {"LANGSMITH_TRACING": "true"},
        {"LANGCHAIN_TRACING_V2": "true"},
        {"LANGCHAIN_TRACING": "true"},
        {"LANGCHAIN_TRACING": "true", "LANGSMITH_TRACING_V2": "true"},
    ],
    ids=lambda given: "+".join(given),
)
def test_the_environment_starts_no_tracing(tempting: dict[str, str]) -> None:
    assert run(TRACED, **AWAY, **tempting) == "[] []"


def test_a_tool_that_is_not_ours_would_give_in() -> None:
    assert run(OF_SOMEBODY_ELSE, **AWAY, LANGSMITH_TRACING="true") == "True"


def run(program: str, **environment: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **environment, "PYTHONPATH": os.pathsep.join(("", *sys.path))},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
