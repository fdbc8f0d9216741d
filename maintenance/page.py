"""The tools of the page, run by the project's own Node: ``python -m maintenance.page NAME``.

Where a tool does not say how much it examined, this module counts: the gates of ``make check``
believe only numbers. The exit code is the tool's.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from maintenance.files import PROJECT

FRONTEND = PROJECT / "frontend"
_MODULES = FRONTEND / "node_modules"


def node() -> str:
    """The path of the Node to use; ``SystemExit`` says how to get one."""
    found = subprocess.run(
        [str(PROJECT / "maintenance" / "find-node")], stdout=subprocess.PIPE, text=True, check=False
    )
    if found.returncode or not _MODULES.is_dir():
        raise SystemExit("The tools of the page are not installed. Run: make check")
    return found.stdout.strip()


def run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script of a package, such as ``vite/bin/vite.js``, in the folder of the page."""
    argv = [node(), str(_MODULES / tool), *arguments]
    return subprocess.run(
        argv, cwd=FRONTEND, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def types() -> int:
    """The TypeScript compiler over source and tests."""
    done = run("typescript/bin/tsc", "--noEmit", "--listFiles")
    lines = done.stdout.splitlines()
    files = [line for line in lines if _is_ours(line)]
    _say(line for line in lines if not Path(line).is_absolute())
    print(f"checked {len(files)} files")
    return done.returncode


def lint() -> int:
    """ESLint over source, tests and configuration."""
    done = run("eslint/bin/eslint.js", ".", "--format", "json", "--max-warnings", "0")
    try:
        results: list[dict[str, Any]] = json.loads(done.stdout)
    except ValueError:
        print(done.stdout)
        return done.returncode or 1
    for result in results:
        path = Path(result["filePath"]).relative_to(PROJECT)
        _say(f"{path}:{m.get('line')} {m['message']} ({m['ruleId']})" for m in result["messages"])
    print(f"linted {len(results)} files")
    return done.returncode


def tests() -> int:
    """The tests of the page."""
    return _passed_on(run("vitest/vitest.mjs", "run"))


def layers() -> int:
    """dependency-cruiser over the source."""
    script = "dependency-cruiser/bin/dependency-cruise.mjs"
    return _passed_on(run(script, "--config", ".dependency-cruiser.mjs", "src"))


def build() -> int:
    """The page as the service serves it, in ``frontend/dist``."""
    return _passed_on(run("vite/bin/vite.js", "build"))


TOOLS: dict[str, Callable[[], int]] = {
    each.__name__: each for each in (types, lint, tests, layers, build)
}


def _is_ours(line: str) -> bool:
    path = Path(line)
    return path.is_relative_to(FRONTEND) and not path.is_relative_to(_MODULES)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _passed_on(done: subprocess.CompletedProcess[str]) -> int:
    print(done.stdout, end="")
    return done.returncode


def main(arguments: Sequence[str]) -> int:
    """Run the tool of that name."""
    if len(arguments) != 1 or arguments[0] not in TOOLS:
        print(f"usage: python -m maintenance.page {'|'.join(TOOLS)}")
        return 2
    return TOOLS[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
