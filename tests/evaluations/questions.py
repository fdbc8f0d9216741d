"""Print how well questions are answered; every line of the set says what must be in the answer.

Run as ``python -m tests.evaluations.questions``.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from backend.agents.explaining import explain
from tests.doubles.situations import SITUATIONS

SETS = ("questions", "questions_held_out")
"""The first was learnt from; the second was written afterwards, and nothing was changed for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question in a named situation, its topic, and what its answer holds."""

    question: str
    situation: str
    topic: str
    facts: tuple[str, ...]


@dataclass(kw_only=True)
class Answered:
    """Counts by topic, and the questions whose answer lacks something."""

    count: Counter[str] = field(default_factory=Counter[str])
    right_topic: Counter[str] = field(default_factory=Counter[str])
    complete: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])


def questions(name: str) -> list[Asked]:
    """A whole set."""
    text = (Path(__file__).parent / f"{name}.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    return [Asked(**{**row, "facts": tuple(row["facts"])}) for row in rows]


def measure(asked: list[Asked]) -> Answered:
    """Answer everything once."""
    found = Answered()
    for each in asked:
        told = explain(each.question, SITUATIONS[each.situation])
        lacking = [fact for fact in each.facts if fact not in told.text]
        found.count[each.topic] += 1
        found.right_topic[each.topic] += told.topic == each.topic
        found.complete[each.topic] += told.topic == each.topic and not lacking
        if lacking or told.topic != each.topic:
            found.wrong.append(f"{each.situation}: {each.question!r} {told.topic}, lacks {lacking}")
    return found


def lines(found: Answered) -> list[str]:
    """The report."""
    rows = [
        f"{topic:10}{count:>6}{found.right_topic[topic] / count:>9.1%}"
        f"{found.complete[topic] / count:>10.1%}"
        for topic, count in sorted(found.count.items())
    ]
    return [f"{'':10}{'count':>6}{'topic':>9}{'complete':>10}", *rows, *found.wrong]


if __name__ == "__main__":
    for each in SETS:
        sys.stdout.write("\n".join([f"{each}:", *lines(measure(questions(each)))]) + "\n\n")
