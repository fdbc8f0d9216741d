"""Silence: the SDK tells nobody what it does.

It traces to its vendor whatever the base URL is, so tracing ends before anything else begins, and
its own loggers, which may quote prompts and answers, are silenced.
"""

import logging

from agents import set_trace_processors, set_tracing_disabled

_LOGGERS = ("openai", "httpx2", "httpcore2")


def silence() -> None:
    """For every module that uses the SDK, before its first use."""
    set_tracing_disabled(True)
    set_trace_processors([])
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
