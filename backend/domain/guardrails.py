"""What guardrails say of a text: typed, so that a check can be logged, tested and shown."""

from typing import Protocol

from backend.domain.identifiers import Value


class SecurityCheckOutput(Value):
    """Whether a wish is malicious, such as leaving the rules or harming others, and why.

    ``reasoning`` is one sentence for the person; it never quotes the text.
    """

    is_malicious: bool
    reasoning: str


class SensitiveInfoOutput(Value):
    """Whether an answer would tell what must not be told, such as a secret, and why.

    ``reasoning`` names the kind of what was found, never the value.
    """

    contains_sensitive_info: bool
    reasoning: str


class SecurityCheck(Protocol):
    """Looks at what a person or a role is about to say to a model."""

    def __call__(self, text: str) -> SecurityCheckOutput:
        """Pure; whoever asks treats an exception as malicious."""
        ...


class SensitiveInfoCheck(Protocol):
    """Looks at what a model is about to say to a person."""

    def __call__(self, text: str) -> SensitiveInfoOutput:
        """Pure; whoever asks treats an exception as sensitive."""
        ...
