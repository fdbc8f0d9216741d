"""Quarantine: what strangers wrote reaches no model, only typed facts of it do.

Repository text, names, tags and descriptions in AWS, errors, log lines and remembered texts are
data that anybody may have written. People see them untouched; a model sees which fields there are,
their ids, names, numbers, states and times, and for every other text a reference.
"""

from backend.agents.quarantine.facts import Quarantine, typed_facts, without_quotations

__all__ = ["Quarantine", "typed_facts", "without_quotations"]
