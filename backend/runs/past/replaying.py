"""A replay: the state of a run from its events alone, held against what its records say.

The *event digest* is ``sha256:`` and the SHA-256, in hexadecimal, over the canonical JSON (RFC
8785) of one array: the run's events in the order of their sequence, each the object that is stored,
with its ``sequence``. Two readers of the same log come to the same digest, whatever their release.
"""

from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from backend.domain.account_digests import AccountDigest
from backend.domain.canonical import JsonObject, digest_of
from backend.domain.views import ReplayDifference, RunReplay
from backend.runs.replay import RunState, replayed
from backend.runs.views import event_of
from backend.stores.repositories.approvals import ApprovalRecord
from backend.stores.repositories.events import EventRecord
from backend.stores.repositories.runs import RunRecord


def event_digest(events: Sequence[JsonObject]) -> str:
    """The digest of a run's events as they are stored, each with its sequence."""
    return digest_of([*events])


def replay_of(
    run: RunRecord, log: Sequence[EventRecord], approvals: Sequence[ApprovalRecord]
) -> RunReplay:
    """The replay of a run from the log of its session."""
    own = [record for record in log if record.event.get("graph_run_id") == run.graph_run_id]
    state = replayed(event_of(record) for record in own)
    return RunReplay(
        graph_run_id=run.graph_run_id,
        event_count=len(own),
        first_sequence=own[0].sequence if own else None,
        last_sequence=own[-1].sequence if own else None,
        event_digest=event_digest(
            [{**record.event, "sequence": record.sequence} for record in own]
        ),
        missing_sequences=_gaps([record.sequence for record in log]),
        state=state.to_json(),
        differences=tuple(_differences(run, state, approvals)),
    )


def _gaps(sequences: Sequence[int]) -> tuple[int, ...]:
    """What is missing in a log that is numbered 1, 2, 3, …; at most the first hundred."""
    known = set(sequences)
    missing = (number for number in range(1, max(known, default=0)) if number not in known)
    return tuple(number for number, _ in zip(missing, range(100), strict=False))


def _differences(
    run: RunRecord, state: RunState, approvals: Sequence[ApprovalRecord]
) -> Iterator[ReplayDifference]:
    """Where the fold and the records disagree; what a record does not say yet is no difference."""
    asked = state.question["approval_id"] if state.question else None
    is_open = [each.approval_id for each in approvals if each.status == "open"]
    pairs: dict[str, tuple[JsonValue, JsonValue]] = {
        "completion_state": (state.completion_state, run.completion_state),
        "deployment_id": (state.deployment_id, run.deployment_id or state.deployment_id),
        "account_before": (_digest(state.account["before"]), _digest(run.account_before)),
        "account_after": (_digest(state.account["after"]), _digest(run.account_after)),
    }
    if run.status != "ended":
        pairs["question"] = (asked, is_open[-1] if is_open else None)
    for name, (from_events, recorded) in pairs.items():
        if from_events != recorded:
            yield ReplayDifference(field=name, from_events=from_events, recorded=recorded)


def _digest(recorded: JsonObject | None) -> str | None:
    return None if recorded is None else AccountDigest.from_json(recorded).digest
