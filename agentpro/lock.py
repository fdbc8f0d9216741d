"""``python -m agentpro.lock [--check]``: write, or compare, the digests of the shipped graphs.

Exit code 1 with ``--check`` means that the lock and the files differ, or that there was nothing to
compare.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from agentpro.loading import graph_digest, graph_ids, locked_digests, parse_named
from agentpro.loading.resources import LOCK_FILE


def current_digests(folder: Path) -> dict[str, str]:
    """The digest of every graph file in ``folder``, by graph id."""
    return {each: graph_digest(parse_named(each, folder).definition) for each in graph_ids(folder)}


def main(arguments: Sequence[str], folder: Path) -> int:
    """Do what the module says, on the graphs of ``folder``; return the exit code."""
    digests = current_digests(folder)
    if "--check" not in arguments:
        (folder / LOCK_FILE).write_text(
            json.dumps(digests, indent=2, sort_keys=True) + "\n", encoding="utf-8"
        )
    differing = [
        key for key, digest in digests.items() if locked_digests(folder).get(key) != digest
    ]
    vanished = [key for key in locked_digests(folder) if key not in digests]
    for graph_id in (*differing, *vanished):
        sys.stderr.write(f"{graph_id} is not what {LOCK_FILE} says\n")
    sys.stdout.write(f"compared {len(digests)} graphs with {LOCK_FILE}\n")
    return 0 if digests and not differing and not vanished else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).parent))
