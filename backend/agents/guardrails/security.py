"""The input guardrail: what a person or a role is about to say to a model, judged without any
network.
"""

from backend.agents.guardrails.injections import ends_of, smuggled_in
from backend.agents.interpreter.scoring.malice import reason_to_refuse
from backend.agents.interpreter.text.normalising import normalised
from backend.domain.guardrails import SecurityCheckOutput

UNSUSPICIOUS = "Nothing in it is malicious by the local policy."
_MOST = 40_000
"""Characters; a wish stands at the beginning or at the end, and its patterns look far ahead."""


def security_check(text: str) -> SecurityCheckOutput:
    """The local policy: malicious wishes, and orders hidden in content. Pure."""
    reason = smuggled_in(text) or reason_to_refuse(normalised(ends_of(text, _MOST)))
    return SecurityCheckOutput(is_malicious=reason is not None, reasoning=reason or UNSUSPICIOUS)
