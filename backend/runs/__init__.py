"""Runs: from a command to a started, observed, sealed and remembered run.

``service`` is what clients call and the only place that seals; ``observing`` turns what the runtime
tells into events and ``projection`` those into records; ``replay`` rebuilds a run's state from its
events alone; ``gatekeeper`` and ``journal`` give ``aws_deployer`` its locks, spent seals and
journal.
"""
