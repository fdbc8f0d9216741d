"""The chain of a run's journal: every entry is signed together with its place and predecessor.

Whoever can write to the store, but has not the installation's key, can neither change, remove,
reorder nor add an entry without that showing. What the chain cannot show is that all of it, or its
end together with an older head, was put in place of the present: see decision 0017.
"""

from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue

from backend.domain.canonical import digest_of
from backend.domain.errors import OperatorMustAct
from backend.stores.repositories.journal_entries import JournalHead, JournalRecord

PURPOSE = "aws-copilot/journal-record/1"
BEGINNING = "sha256:" + "0" * 64
WITHOUT_HEAD = 2
"""Entries that may be newer than their head: that of a process that was killed between the two
writes, and that of the one that goes on for it."""


class Signer(Protocol):
    """What makes and checks signatures; ``RecordSigner`` of the credentials."""

    def signature_of(self, digest: str) -> str: ...

    def has_signed(self, digest: str, signature: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class JournalChain:
    """Links entries, and tells where a chain is broken."""

    signer: Signer

    def linked(
        self, entry: JournalRecord, before: JournalRecord | None
    ) -> tuple[JournalRecord, JournalHead]:
        """The entry after ``before``, signed, and the head that it makes."""
        placed = entry.model_copy(
            update={
                "sequence": before.sequence + 1 if before else 1,
                "previous_digest": _digest(before) if before else BEGINNING,
            }
        )
        digest = _digest(placed)
        signature = self.signer.signature_of(digest)
        head = JournalHead(
            **placed.scope.model_dump(),
            created_at=placed.created_at,
            graph_run_id=placed.graph_run_id,
            sequence=placed.sequence,
            digest=digest,
            signature=signature,
        )
        return placed.model_copy(update={"signature": signature}), head

    def require_intact(self, entries: list[JournalRecord], head: JournalHead | None) -> None:
        """Raise unless these are all entries of a run as they were written.

        Raises:
            OperatorMustAct: ``UNTRUSTED_CONTENT_OR_PLAN_MISMATCH`` names the first that is not.
        """
        before: JournalRecord | None = None
        for number, entry in enumerate(entries, start=1):
            reason = self._broken(entry, number, before)
            if reason is not None:
                raise _changed(entry.graph_run_id, number, reason)
            before = entry
        self._require_head(entries, head)

    def _broken(
        self, entry: JournalRecord, number: int, before: JournalRecord | None
    ) -> str | None:
        if entry.sequence != number:
            return "an entry before it is missing"
        if entry.previous_digest != (_digest(before) if before else BEGINNING):
            return "it does not follow from the entry before it"
        if not self.signer.has_signed(_digest(entry), entry.signature):
            return "its content was changed, or it was written by somebody else"
        return None

    def _require_head(self, entries: list[JournalRecord], head: JournalHead | None) -> None:
        if head is None:
            if len(entries) > WITHOUT_HEAD:
                raise _changed(entries[0].graph_run_id, len(entries), "its head is missing")
            return
        place = head.sequence
        if not 0 < place <= len(entries):
            raise _changed(head.graph_run_id, len(entries) + 1, "it is missing")
        is_own = head.digest == _digest(entries[place - 1])
        if not is_own or not self.signer.has_signed(head.digest, head.signature):
            raise _changed(head.graph_run_id, place, "the head names another entry")
        if len(entries) - place > WITHOUT_HEAD:
            raise _changed(head.graph_run_id, len(entries), "its head is missing")


def _digest(entry: JournalRecord) -> str:
    """Over all that an entry says and its place; times are the store's, and its precision too."""
    content: dict[str, JsonValue] = {
        **entry.scope.to_json(),
        "entry_id": entry.entry_id,
        "graph_run_id": entry.graph_run_id,
        "step_id": entry.step_id,
        "kind": entry.kind,
        "content": entry.content,
        "sequence": entry.sequence,
        "previous_digest": entry.previous_digest,
    }
    return digest_of(content)


def _changed(graph_run_id: str, number: int, reason: str) -> OperatorMustAct:
    return OperatorMustAct(
        "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH",
        f"The journal of the run {graph_run_id} was changed outside this program: entry {number}: "
        f"{reason}.",
        "Nothing was sent. Compare the database with a backup, and look at the account itself.",
    )
