"""What goes to a model and comes from it: no secret either way."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import JsonValue

from backend.domain.redaction import (
    CERTAIN_KINDS,
    KnownSecrets,
    Redactor,
    find_secrets,
    without_unseen,
)
from backend.tools.openai_llm.offered.tool_calls import Exchange
from backend.tools.openai_llm.turns import TurnRequest


class Secrecy:
    """Redaction of prompts, and the check of answers."""

    def __init__(self, known: KnownSecrets) -> None:
        self._known = known
        self.redactor = Redactor(known)

    def redacted(self, request: TurnRequest) -> TurnRequest:
        """The request as it may be sent and hashed."""
        return replace(
            request,
            instructions=self.redactor.text(request.instructions),
            text=self.redactor.text(request.text),
            exchanges=tuple(self._redacted_exchange(each) for each in request.exchanges),
        )

    def gives_away(self, answer: JsonValue) -> bool:
        """Whether ``answer`` holds what certainly is a secret, or one that is in use; also with
        unseen characters between its letters.
        """
        return any(self._is_secret(without_unseen(text)) for text in _texts(answer))

    def shown(self, answer: JsonValue) -> JsonValue:
        """The answer with ``***`` where it only looks like a secret."""
        return self.redactor.truth(answer)

    def _redacted_exchange(self, exchange: Exchange) -> Exchange:
        return Exchange.from_json(self.redactor.value(exchange.to_json()))

    def _is_secret(self, text: str) -> bool:
        if any(self._known.findings(text)):
            return True
        return any(finding.kind in CERTAIN_KINDS for finding in find_secrets(text))


def _texts(value: JsonValue) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            yield from value
            yield from _texts(list(value.values()))
        case _:
            yield str(value)
