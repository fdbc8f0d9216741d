"""The architecture gate: import-linter over the contracts in ``pyproject.toml``.

import-linter has no ``python -m`` entry; this is one. Its own exit code and text are passed on.
"""

import sys

from importlinter.cli import lint_imports

if __name__ == "__main__":
    sys.exit(lint_imports(no_cache=True, no_logo=True))
