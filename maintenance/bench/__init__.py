"""Benchmarks: every figure is a ratio to a tuned peer, measured in interleaved pairs of one run.

``python -m maintenance.bench`` (``make bench``) prints them, and writes ``build/bench/report.json``
and ``report.md``. No benchmark is a test: nothing here runs in ``make check`` or ``make test``.
"""
