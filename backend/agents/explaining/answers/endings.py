"""Why a run failed, what was undone, what is left, what was made, and how it goes."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from backend.agents.explaining.answers.common import (
    references_of,
    run_name,
    standing,
    steps_done,
)
from backend.agents.explaining.phrasing import (
    counted,
    joined,
    listed,
    name,
    paragraphs,
    quoted,
    shown,
)
from backend.agents.explaining.purposes import noun_of
from backend.agents.explaining.query import Query, Told
from backend.agents.explaining.reasons import CODE, REASONS
from backend.agents.explaining.situation import Situation
from backend.domain.canonical import JsonObject
from backend.domain.views import RunView

NOTHING_YET = "Nothing has been run in this conversation yet."
_APPROVAL = "approval"
"""The node in which a person ends a run, or nobody answers: how it ended is its own reason."""


def failure(query: Query) -> Told:
    """The reason in words, the message as it was, the next step; a code that was asked about."""
    asked = [code for each in CODE.findall(query.text) if (code := each.upper()) in REASONS]
    run = query.situation.run
    failed = run.failure if run else None
    if asked and (failed is None or failed.get("error_code") not in asked):
        return Told(text=paragraphs(*(_code_in_words(code) for code in asked)))
    if run is None:
        return Told(text=NOTHING_YET)
    if failed is None:
        said = "It has not failed." if run.completion_state in (None, "succeeded") else ""
        return Told(text=paragraphs(standing(run), said), references=references_of(query.situation))
    text = paragraphs(standing(run), failure_in_words(failed, run), undone_in_short(run))
    return Told(text=text, references=references_of(query.situation))


def failure_in_words(failed: JsonObject, run: RunView) -> str:
    """A failure with its code, its meaning, its own message and what can be done."""
    code = str(failed.get("error_code") or "E_BUG")
    reason = REASONS.get(code)
    step = next((each for each in run.steps if each.get("step_id") == failed.get("step_id")), None)
    where = f" at the step {shown(str(step.get('title')))}" if step else ""
    return paragraphs(
        f"{reason.meaning if reason else 'It stopped'}{'' if reason else where + '.'} "
        f"The code is {name(code)}{where if reason else ''}; the message was "
        f"{quoted(failed.get('message') or 'none')}.",
        f"What helps: {advice_for(failed)}",
    )


def reason_in_short(failed: JsonObject | None) -> str:
    """The message and what helps, in one line; empty where nothing more is known than its end."""
    if not failed or not failed.get("message"):
        return ""
    message = str(failed["message"]).rstrip(".")
    if is_by_person(failed):
        given = message.partition(": ")[2]
        return f"The reason given was {quoted(given)}." if given else ""
    return f"{shown(f'{message}.')} {advice_for(failed)}"


def is_by_person(failed: JsonObject) -> bool:
    """Whether a person ended the run at its plan, or let the time for an answer pass."""
    return failed.get("node") == _APPROVAL


def advice_for(failed: JsonObject) -> str:
    """The failure's own next step; without one, that of its code."""
    own = str(failed.get("next_step") or "").strip()
    if own:
        return shown(own)
    reason = REASONS.get(str(failed.get("error_code")))
    return reason.advice if reason else "Report it with the id of the run."


def undone(query: Query) -> Told:
    """What the run took back."""
    run = query.situation.run
    if run is None:
        return Told(text=NOTHING_YET)
    taken = _resources(run.undo.get("undone"))
    said = (
        f"{run_name(run)} took back, newest first:\n\n{listed(taken)}"
        if taken
        else "Nothing was undone: nothing had been applied, or all of it stands."
    )
    return Told(text=paragraphs(said, _left(run)), references=references_of(query.situation))


def left(query: Query) -> Told:
    """What of the run is still in the account."""
    run = query.situation.run
    if run is None:
        return Told(text=NOTHING_YET)
    return Told(
        text=paragraphs(_left(run), _account(run)), references=references_of(query.situation)
    )


def created(query: Query) -> Told:
    """What the run made, by kind and by name."""
    run = query.situation.run
    if run is None:
        return Told(text=NOTHING_YET)
    done = [each for each in run.steps if each.get("state") == "applied"]
    if not done:
        text = paragraphs(standing(run), "It has changed nothing that still stands.")
        return Told(text=text, references=references_of(query.situation))
    lines = [f"{shown(str(each.get('title')))} ({name(each.get('resource'))})" for each in done]
    text = paragraphs(
        f"{run_name(run)} applied {kinds_in_words(each.get('resource') for each in done)}:",
        listed(lines),
    )
    return Told(text=text, references=references_of(query.situation))


def progress(query: Query) -> Told:
    """How the run stands, with its steps."""
    situation = query.situation
    if situation.run is None:
        return Told(text=NOTHING_YET)
    text = paragraphs(standing(situation.run), steps_done(situation))
    return Told(text=text, references=references_of(situation))


def kinds_in_words(resources: Iterable[object]) -> str:
    """``1 bucket, 2 permissions of a function and 1 role``: resources by kind."""
    kinds = Counter(noun_of(str(each)) for each in resources)
    return joined([f"{count} {_plural(noun, count)}" for noun, count in kinds.items()])


def undone_in_short(run: RunView) -> str:
    """One or two sentences about what was taken back and what is left."""
    taken = _resources(run.undo.get("undone"))
    if not taken and not run.undo.get("left"):
        has_changed = any(each.get("state") == "applied" for each in run.steps)
        return "" if has_changed else "Nothing had been changed, so nothing had to be undone."
    verb = "was" if len(taken) == 1 else "were"
    return paragraphs(f"{counted(len(taken), 'change')} {verb} undone.", _left(run))


def remainders(found: Any) -> str:
    """What an undo has left, with the reason of each; empty where that is nothing."""
    remains = _records(found)
    if not remains:
        return ""
    return f"Still there, and to be looked at by hand:\n\n{listed(map(_remainder, remains))}"


def _left(run: RunView) -> str:
    remains = remainders(run.undo.get("left"))
    if remains:
        return remains
    stands = [each for each in run.steps if each.get("state") == "applied"]
    if stands:
        made = kinds_in_words(each.get("resource") for each in stands)
        return f"What the run applied stands: {made}."
    return "Nothing of the run is left in the account."


def _account(run: RunView) -> str:
    if run.account is None or run.account.is_equal is None:
        return ""
    if run.account.is_equal:
        return "The account was compared before and after: it is the same."
    return f"Different from before:\n\n{listed(name(each) for each in run.account.changed)}"


def _remainder(record: dict[str, Any]) -> str:
    error: dict[str, Any] = record.get("error") or {}
    return (
        f"{name(record.get('resource'))}: {quoted(error.get('message') or 'no reason was given')}"
    )


def _resources(found: Any) -> list[str]:
    return [name(each.get("resource")) for each in _records(found)]


def _records(found: Any) -> list[dict[str, Any]]:
    return [each for each in found or () if isinstance(each, dict)]


def _code_in_words(code: str) -> str:
    reason = REASONS[code]
    return f"{name(code)}: {reason.meaning} {reason.advice}"


def _plural(noun: str, count: int) -> str:
    if count == 1:
        return noun
    head, of, tail = noun.partition(" of ")
    return f"{'policie' if head == 'policy' else head}s{of}{tail}"


def situation_has_failed(situation: Situation) -> bool:
    """Whether the newest run ended otherwise than it was meant to."""
    state = situation.run.completion_state if situation.run else None
    return state not in (None, "succeeded")
