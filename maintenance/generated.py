"""All generators in one: ``python -m maintenance.generated`` rewrites, ``--check`` only compares.

A generator answers for its own files: it has the same two forms and prints one line per file.
"""

import subprocess
import sys
from collections.abc import Sequence

from maintenance.files import PROJECT

GENERATORS = (
    "agentpro.lock",
    "maintenance.agents_md",
    "maintenance.contract",
    "maintenance.page_contract",
)


def main(arguments: Sequence[str]) -> int:
    """Run every generator; the exit code is 1 where one of them found a stale file."""
    failed: list[str] = []
    files = 0
    for module in GENERATORS:
        argv = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(argv, cwd=PROJECT, capture_output=True, text=True, check=False)
        print(done.stdout + done.stderr, end="")
        files += len(done.stdout.splitlines())
        if done.returncode:
            failed.append(module)
    if failed:
        print(f"stale or broken: {', '.join(failed)}; `make generate` rewrites")
        return 1
    print(f"{files} generated files are current")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
