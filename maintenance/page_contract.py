"""The page's types, generated from ``backend/contract``.

Run as ``python -m maintenance.page_contract [--check]``.
"""

import subprocess
import sys
from collections.abc import Sequence

from maintenance.page import FRONTEND, node


def main(arguments: Sequence[str]) -> int:
    """Rewrite the types, or only compare them; prints one line per file."""
    argv = [node(), "scripts/generate-contract.mjs", *arguments]
    return subprocess.run(argv, cwd=FRONTEND, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
