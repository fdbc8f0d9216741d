"""``--help`` answers at once, everywhere, and the overview says what the commands say."""

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from backend.cli.main import COMMANDS, copilot
from tests.backend.cli.bench import Bench, record_of

HEAVY = ("pydantic", "boto3", "dbos", "rich", "fastapi", "httpx", "backend.wiring", "asyncio")
CHILD = """
import sys
from click.testing import CliRunner
from backend.cli.main import copilot
result = CliRunner().invoke(copilot, sys.argv[1:])
assert result.exit_code == 0, result.output
print(*sys.modules)
"""


def paths(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from paths(command, (*path, name))


@pytest.mark.parametrize(
    "path", [(), *paths(copilot)], ids=lambda path: " ".join(path) or "copilot"
)
def test_every_command_has_help(bench: Bench, path: tuple[str, ...]) -> None:
    result = bench.run(*path, "--help")
    assert result.exit_code == 0
    assert f"Usage: copilot {' '.join(path)}".strip() in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_the_overview_says_what_the_command_says(name: str) -> None:
    command = copilot.get_command(click.Context(copilot), name)
    assert command is not None
    assert (command.help or "").splitlines()[0].startswith(COMMANDS[name].summary.rstrip("."))


@pytest.mark.parametrize("args", [["--help"], ["deploy", "--help"], ["runs", "--help"]])
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    child = [sys.executable, "-c", CHILD, *args]
    listed = subprocess.run(child, capture_output=True, text=True, check=True).stdout.split()
    assert "click" in listed
    assert [name for name in HEAVY if name in listed] == []


def test_the_version_is_told(bench: Bench) -> None:
    assert bench.run("--version").output.startswith("copilot ")


@pytest.mark.parametrize(
    "args",
    [
        ("deploy",),
        ("deploy", "x", "--region", "us-east-1"),
        ("deploy", "x", "--target", "lambda"),
        ("nothing",),
        ("runs", "show"),
        ("runs", "list", "--limit", "0"),
        ("deploy", "x", "--target", "lambda", "--region", "r", "--sandbox", "--credentials", "n"),
        ("deploy", "x", "--target", "lambda", "--region", "r", "--memory", "1"),
        ("deploy", "x", "--target", "lambda", "--region", "r", "--env", "=FAKE"),
        ("deploy", "x", "--target", "lambda", "--region", "r", "--env-file", "absent"),
        ("approve", "run_1", "--plan-digest", "sha256:1"),
        ("account", "digest", "--sandbox", "--credentials", "n", "--region", "r"),
        ("credentials", "add"),
        ("credentials", "add", "--name", "n", "--role-arn", "arn:aws:iam::123456789012:role/r"),
    ],
)
def test_wrong_usage_exits_with_2(bench: Bench, args: tuple[str, ...]) -> None:
    result = bench.run(*args)
    assert result.exit_code == 2
    assert "FAKE" not in result.output
    assert bench.opened == []


@pytest.mark.parametrize(
    ("args", "message", "command"),
    [
        (("runs", "show"), "Missing argument 'RUN_ID'.", "copilot runs show"),
        (("runs", "show", "run_1", "--odd"), "No such option '--odd'.", "copilot runs show"),
        (("runs", "list", "--limit", "0"), "'--limit': 0 is not in the range", "copilot runs list"),
        (("nothing",), "No such command 'nothing'.", "copilot"),
        (("--odd",), "No such option '--odd'.", "copilot"),
        (("approve", "run_1", "--plan-digest", "x"), "Give both digests", "copilot approve"),
        (("aws", "list_bucket"), "There is no action 'list_bucket'.", "copilot aws"),
    ],
)
def test_wrong_usage_is_an_object_for_machines(
    bench: Bench, args: tuple[str, ...], message: str, command: str
) -> None:
    result = bench.run(*args, "--json")
    record = record_of(result)
    assert (result.exit_code, record["error_code"], result.stderr) == (2, "E_USAGE", "")
    assert message in record["message"]
    assert record["next_step"] == f"See how it is used: {command} --help"
