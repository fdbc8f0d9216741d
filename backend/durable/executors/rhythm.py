"""When a host does what it does by the clock."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Rhythm:
    """Times in seconds. A suspended run is tried again after 1, 2, 4, … and at most 30 seconds."""

    beat_s: float = 1.0
    """How often the host looks whether anything is due."""
    peers_s: float = 2.0
    """How often it looks for peers that have ended."""
    grace_s: float = 10.0
    """How long an executor id must have been free before its runs are taken over.

    Long enough for a holder that lost its session to notice (``FRESH_S`` and ``ANSWER_S`` of the
    lease) and for the one call to AWS that it may have been sending to arrive; and for a restarted
    process to come back, which continues its own runs at once.
    """
    strays_s: float = 15.0
    """How often it looks for runs of its own that it does not execute."""
    lock_patience_s: float = 10.0
    """How long a file of SQLite may be locked by another program before that is a failure."""
    first_retry_s: float = 1.0
    longest_retry_s: float = 30.0

    def retry_after(self, failures: int) -> float:
        """How long to wait after so many failures in a row."""
        return min(self.first_retry_s * 2.0 ** min(failures, 30), self.longest_retry_s)
