"""Reasons that lie in this program or the machine that it runs on."""

from backend.agents.explaining.reasons.reason import Replan, Row

_YES, _NO = Replan.YES, Replan.NO
_REPORT = "Report this with the id of the run."

PROGRAM: dict[str, Row] = {
    "DISK_FULL": (_YES, "The disk is full.", "Have the operator free some space, then try again."),
    "E_STORE_UNAVAILABLE": (
        _YES,
        "The records could not be written or read.",
        "Have the operator look at the database and the disk, then try again.",
    ),
    "E_EVENT_NOT_STORED": (
        _YES,
        "An event could not be stored.",
        "Have the operator look at the disk; the run goes on from its last record.",
    ),
    "RECORD_REFUSED": (_NO, "A record could not be written, now or ever.", _REPORT),
    "E_RUN_LOST": (
        _NO,
        "The engine has lost this run.",
        "Have the operator take back what it has left.",
    ),
    "E_RUN_BROKEN": (_NO, "The engine has given up this run.", _REPORT),
    "E_NOT_STARTED": (
        _YES,
        "The program was stopped before the run had changed anything.",
        "Start it again.",
    ),
    "E_RUN_ENDED": (_YES, "The run has ended.", "Start it again if you still want it."),
    "RUN_CHANGED": (
        _NO,
        "The program was changed while the run was under way.",
        "Have the operator continue it with the release that it began with, or undo it.",
    ),
    "LOOP_LIMIT": (
        _NO,
        "The same part of the run was repeated as often as it may be.",
        "Look at what failed again and again, then start anew.",
    ),
    "GUARDRAIL_DENIED": (
        _NO,
        "A guardrail stopped a tool call.",
        "Nothing was done with it; report it if you had asked for nothing unusual.",
    ),
    "GUARDRAIL_FAILED": (_NO, "A guardrail failed, so the call was not made.", _REPORT),
    "TOOL_UNAVAILABLE": (
        _NO,
        "A tool that was asked for is not available here.",
        "Have the operator look at the settings of this installation.",
    ),
    "TOOL_FAILED": (_NO, "A tool failed unexpectedly.", _REPORT),
    "HANDLER_FAILED": (_NO, "A part of this program failed unexpectedly.", _REPORT),
    "HANDLER_MISSING": (
        _NO,
        "This version of the program lacks a part that the run needs.",
        "Have the operator continue the run with the version that it began with.",
    ),
    "E_UNEXPECTED": (_NO, "Something failed that should not.", _REPORT),
    "E_BUG": (_NO, "This is a mistake of this program.", _REPORT),
    "E_DEFECT": (_NO, "This is a mistake of this program.", _REPORT),
    "GRAPH_SIGNATURE": (
        _NO,
        "The graph of the run is not the one that was signed.",
        "Have the operator restore the original program.",
    ),
    "E_MODEL_UNAVAILABLE": (
        _YES,
        "The language model did not answer.",
        "Try again in a minute; plain requests work without it.",
    ),
    "E_MODEL_OUTPUT": (
        _YES,
        "The answer of the language model could not be used, and nothing was done with it.",
        "Ask again, or ask in plain words.",
    ),
    "E_MODEL_REFUSED": (
        _YES,
        "The language model declined to answer.",
        "Say it in other words, or use a form.",
    ),
    **dict.fromkeys(
        (
            "COMPLETION_STATE_MISSING",
            "EVENT_RESERVED",
            "GRAPH_INVALID",
            "LEAF_NESTED",
            "LEAF_REPEATED",
            "OUTCOME_UNDECLARED",
            "OUTCOME_UNROUTED",
            "WAIT_DENIED",
        ),
        (_NO, "The graph of the run and its handlers do not fit together.", _REPORT),
    ),
    "RUN_FAILED": (_NO, "The run broke off.", _REPORT),
    "RUN_INPUT_VERSION": (
        _NO,
        "The run was started by another version of this program.",
        "Have the operator continue it with the version that it began with.",
    ),
    "RUN_UNKNOWN": (_NO, "There is no such run.", "Check its id."),
    "E_READ_ONLY": (_NO, "This program was opened for reading only.", _REPORT),
    "E_ROLE_AMBIGUOUS": (_NO, "The graphs do not agree about a role.", _REPORT),
    "E_AUDIT_BUSY": (
        _YES,
        "The audit record could not be written, because others were written at the same time.",
        "Try again.",
    ),
    "E_MEMORY_UNAVAILABLE": (
        _YES,
        "The memory of earlier runs could not be reached.",
        "Go on without it, or have the operator look at its database.",
    ),
    "E_EMBEDDING_UNAVAILABLE": (
        _YES,
        "Nothing could be looked up in the memory by meaning.",
        "Go on without it.",
    ),
    "E_MODEL_NOT_INSTALLED": (
        _NO,
        "The language model that is set up is not installed.",
        "Have the operator install it; plain requests work without it.",
    ),
    "E_SETTING_INVALID": (
        _NO,
        "A setting of this installation cannot be used.",
        "Have the operator correct it and restart the service.",
    ),
}
