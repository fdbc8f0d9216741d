"""Reasons that lie in the request, its approval, or who asks."""

from backend.agents.explaining.reasons.reason import Replan, Row

_YES, _AFTER, _NO = Replan.YES, Replan.AFTER_CHANGE, Replan.NO

REQUEST: dict[str, Row] = {
    "E_NOT_APPROVED": (
        _YES,
        "A change was about to be made that no approval covers, so it was not made.",
        "Look at the plan's card, answer everything that it asks, and approve it there.",
    ),
    "E_REJECTED": (
        _AFTER,
        "A person rejected the plan.",
        "Say what should be different, and ask for a new plan.",
    ),
    "E_CANCELLED": (
        _YES,
        "A person stopped the run.",
        "Start it again whenever you want to.",
    ),
    "PLAN_EXPIRED": (
        _YES,
        "The plan was not approved or applied before its time was over.",
        "Ask for it again: a new plan is made from what is there now.",
    ),
    "E_INTAKE_EXPIRED": (
        _YES,
        "The form was not filled in in time.",
        "Ask again, and fill the form in.",
    ),
    "APPROVAL_NOT_BOUND": (
        _YES,
        "The answer was about another plan or preview than the one that waits.",
        "Look at the card as it is now, and answer that.",
    ),
    "ACTOR_MISMATCH": (
        _YES,
        "The approval was given by somebody else than it says.",
        "Sign in as yourself, and approve the plan again.",
    ),
    "SELF_APPROVAL": (
        _NO,
        "In a protected environment the person who asks may not approve their own plan.",
        "Ask somebody else who may approve to look at the card.",
    ),
    "PLAN_SIGNATURE_INVALID": (
        _YES,
        "The plan is not the one that was approved and signed.",
        "Plan again and approve the new plan; tell the operator that a plan was changed.",
    ),
    "REPLAY": (
        _YES,
        "This answer or this plan was used before, and each counts once.",
        "Plan again if you want to do it once more.",
    ),
    "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH": (
        _AFTER,
        "A value that decides who may do what, or where, comes from a place that is not trusted "
        "for it, or the plan is not what was asked for.",
        "State that value yourself in the request, and plan again.",
    ),
    "VETO_STANDS": (
        _AFTER,
        "Compliance did not approve the plan, and nobody can overrule that.",
        "Change the request so that the rule is kept, and plan again.",
    ),
    "E_TOO_WIDE": (
        _AFTER,
        "A permission in the plan is wider than it has to be: it has a wildcard, or covers every "
        "resource of a kind.",
        "Name the exact actions and resources, and plan again.",
    ),
    "E_SECRET_IN_PLAN": (
        _AFTER,
        "The plan holds something that looks like a secret, and plans are stored and shown.",
        "Give the value as an environment variable, so that it goes to the vault.",
    ),
    "E_NO_HEALTH_CHECK": (
        _AFTER,
        "The plan opens an endpoint but does not say how its health is checked.",
        "Say which path answers when the application is well, and plan again.",
    ),
    "RUN_LOCKED": (
        _YES,
        "Another run is changing this application, and two never change it at once.",
        "Wait until that run has ended or cancel it, then try again.",
    ),
    "ROLE_DENIED": (
        _NO,
        "An agent asked for a tool that its role is not granted.",
        "Nothing was done with it; report it if you had asked for nothing unusual.",
    ),
    "E_FORBIDDEN": (
        _NO,
        "Your roles do not allow this, or the request did not come from the service's own pages.",
        "Ask the owner of this installation for the role that you need.",
    ),
    "E_UNAUTHENTICATED": (_YES, "Nobody is signed in.", "Sign in and try again."),
    "E_RATE_LIMIT": (_YES, "There were too many requests.", "Wait a little, then try again."),
    "E_BUDGET": (
        _NO,
        "The tokens of this session are used up.",
        "Start a new session; the built-in interpreter goes on working in this one.",
    ),
    "E_GUARDRAIL": (
        _AFTER,
        "A guardrail found something in the message or the answer that must not pass.",
        "Say what you need in other words, without secrets or instructions to ignore rules.",
    ),
    "E_UNKNOWN_TARGET": (
        _AFTER,
        "Applications can only be deployed to the targets that this version knows.",
        "Choose Lambda.",
    ),
    "E_INVALID_NAME": (
        _AFTER,
        "The name cannot be used for AWS resources.",
        "Use 1 to 40 lower-case letters, digits and hyphens, a letter first.",
    ),
    "E_INVALID_VARIABLE": (
        _AFTER,
        "Lambda does not accept an environment variable of that name.",
        "Use letters, digits and underscores, and no name that begins with AWS_ or LAMBDA_.",
    ),
    "E_INVALID_FORM": (
        _AFTER,
        "Some values of the form cannot be used.",
        "Correct the marked values and send the form again.",
    ),
    "E_INVALID_OPERATION": (
        _AFTER,
        "The operation had no calls that could be read, or no region.",
        "Say again what to do, and in which region.",
    ),
    "E_INVALID_STEP": (
        _AFTER,
        "A step has a parameter that its action does not take.",
        "Correct that value in the request, and plan again.",
    ),
    "E_INVALID_PARAMETER": (
        _AFTER,
        "AWS does not accept a value as it is written.",
        "Correct the value, and plan again.",
    ),
    "E_UNKNOWN_ACTION": (
        _AFTER,
        "The catalogue has no such action.",
        "Ask what I can do, and choose one of those actions.",
    ),
    "E_UNKNOWN_REGION": (
        _AFTER,
        "AWS has no such region for this service.",
        "Name a region such as us-east-1 or eu-central-1.",
    ),
    "E_NOT_EXACT": (
        _AFTER,
        "This change could not be undone exactly, although its kind usually can.",
        "Choose another resource, or make the change by hand.",
    ),
    "E_NOTHING_TO_UNDO": (
        _NO,
        "Nothing is left of that run that could be undone.",
        "There is nothing to do.",
    ),
    "E_IRREVERSIBLE": (
        _NO,
        "What was changed cannot be undone, as the plan had said.",
        "Decide by hand what to do about it.",
    ),
    "E_IS_RELEASED": (
        _NO,
        "That run made a release, which is rolled back as a whole.",
        "Roll the deployment back instead.",
    ),
    "E_CONVERSATION_ENDED": (_NO, "This conversation was ended.", "Begin a new conversation."),
    "E_NOT_FOUND": (_AFTER, "There is no such thing here.", "Check its id or its name."),
    "E_FORM_NOT_OPEN": (
        _NO,
        "The form was answered already, or its run has ended.",
        "Look at how the run went on.",
    ),
    "E_RUN_GOES_ON": (
        _NO,
        "The run has not ended, and undoes by itself what it must.",
        "Stop it first, or wait.",
    ),
    "E_CANNOT_FORK": (_NO, "The run cannot be begun again from there.", "Start a new run."),
    **dict.fromkeys(
        ("FORK_PASSES_GATE", "FORK_UNKNOWN"),
        (
            _NO,
            "A run cannot be begun again at that place.",
            "Choose an earlier node; approvals are never used again.",
        ),
    ),
    "E_VALUE_NOT_PORTABLE": (
        _AFTER,
        "A value of the request cannot be kept exactly as it is.",
        "Write a large number as a text, and leave out characters that are none.",
    ),
    **dict.fromkeys(
        ("E_BAD_ARGUMENTS", "E_TOOL_ARGUMENTS"),
        (
            _AFTER,
            "A tool was called with arguments that it does not take.",
            "Say the value again, in other words.",
        ),
    ),
}
