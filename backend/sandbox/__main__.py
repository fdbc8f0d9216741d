"""``python -m backend.sandbox --home DIR``: serve one simulated AWS account."""

import argparse
import sys
from pathlib import Path

from backend.sandbox.program import Options, run

_IDLE_S = 12 * 3600.0


def main() -> int:
    """Read the options and serve; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m backend.sandbox", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="folder of the account's state")
    parser.add_argument("--port", type=int, default=0, help="move the account to this port")
    parser.add_argument("--idle-s", type=float, default=_IDLE_S, help="stop after so long unused")
    parser.add_argument(
        "--role-delay-s", type=float, default=2.0, help="how long a new role cannot be assumed"
    )
    parser.add_argument(
        "--function-delay-s", type=float, default=0.0, help="how long a changed function is pending"
    )
    given = parser.parse_args()
    return run(
        Options(
            home=given.home,
            port=given.port,
            idle_s=given.idle_s,
            role_delay_s=given.role_delay_s,
            function_delay_s=given.function_delay_s,
        )
    )


if __name__ == "__main__":
    sys.exit(main())
