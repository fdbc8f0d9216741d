"""Print how well the interpreter understands; ``--wrong`` shows what it does not.

Run as ``python -m tests.evaluations.report [--wrong] [SET ...]``.
"""

import sys

from tests.evaluations.measuring import Measurement, Tally, measure
from tests.evaluations.utterances import SETS, utterances

_HEAD = f"{'':26}{'count':>6}{'action':>9}{'frame':>9}{'recall':>9}{'invented':>10}{'unsafe':>8}"


def _row(name: str, tally: Tally) -> str:
    return (
        f"{name:26}{tally.count:>6}{tally.action_accuracy:>9.1%}{tally.exact_frames:>9.1%}"
        f"{tally.slot_recall:>9.1%}{tally.slots_invented:>10}{tally.unsafe:>8}"
    )


def lines(name: str, found: Measurement, *, with_wrong: bool) -> list[str]:
    """The report of one set."""
    rows = [_row(intent, tally) for intent, tally in sorted(found.by_intent.items())]
    wrong = [f"  {said.text!r}: {said.action} read as {frame}" for said, frame in found.wrong]
    return [
        f"{name}: {found.percentile_ms(50):.1f} ms p50, {found.percentile_ms(95):.1f} ms p95",
        _HEAD,
        *rows,
        _row("all", found.total),
        *(wrong if with_wrong else ()),
        "",
    ]


def main(arguments: list[str]) -> None:
    """Report the sets that are named, or all."""
    names = [each for each in arguments if not each.startswith("-")] or list(SETS)
    for name in names:
        found = measure(utterances(name))
        sys.stdout.write("\n".join(lines(name, found, with_wrong="--wrong" in arguments)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
