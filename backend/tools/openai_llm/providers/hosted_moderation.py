"""Hosted moderation of an OpenAI-compatible address, where it offers any."""

import asyncio
import logging
from collections.abc import Sequence

from openai import APIStatusError
from openai.types import Moderation
from openai.types.moderation import Categories

from backend.domain.canonical import digest_of
from backend.domain.guardrails import SecurityCheckOutput
from backend.tools.openai_llm.cache import AnswerCache
from backend.tools.openai_llm.endpoint import ModelEndpoint
from backend.tools.openai_llm.failures import moderation_silent
from backend.tools.openai_llm.providers.clients import Clients
from backend.tools.openai_llm.providers.silence import silence

silence()

MODERATION_MODEL = "omni-moderation-latest"
_LONGEST_S = 10.0
_PIECE = 8_000
"""Characters looked at as one; the service takes several pieces in one request."""
_NOT_OFFERED = frozenset({404, 405, 501})
_log = logging.getLogger(__name__)


class OpenAiModeration:
    """``POST …/moderations``. Where nobody ``must_answer``, an address that does not know it is
    remembered as not offering it; everything else that is no verdict fails.
    """

    def __init__(self, endpoint: ModelEndpoint, *, must_answer: bool) -> None:
        self._clients = Clients(endpoint)
        self._must_answer = must_answer
        self._timeout_s = min(_LONGEST_S, endpoint.timeout_s / 2)
        self._is_offered = True
        self._verdicts: AnswerCache[SecurityCheckOutput] = AnswerCache()

    async def check(self, text: str) -> SecurityCheckOutput | None:
        """See :class:`~backend.tools.openai_llm.guarding.checks.HostedModeration`."""
        if not self._is_offered or not text:
            return None
        digest = digest_of(text)
        verdict = self._verdicts.find(digest)
        if verdict is None and (verdict := await self._asked(text)) is not None:
            self._verdicts.keep(digest, verdict)
        return verdict

    async def _asked(self, text: str) -> SecurityCheckOutput | None:
        pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
        try:
            async with asyncio.timeout(self._timeout_s), self._clients.open() as client:
                answer = await client.moderations.create(model=MODERATION_MODEL, input=pieces)
            return _verdict(answer.results, len(pieces))
        except APIStatusError as error:
            if error.status_code not in _NOT_OFFERED or self._must_answer:
                _log.warning("moderation failed with status %s", error.status_code)
                raise moderation_silent() from None
            self._is_offered = False
            return None
        except Exception as error:  # noqa: BLE001 - nonsense trips the client; no verdict, no turn
            _log.warning("moderation raised %s", type(error).__name__)
            raise moderation_silent() from None


def _verdict(results: Sequence[Moderation], pieces: int) -> SecurityCheckOutput:
    flags: list[object] = [each.flagged for each in results]
    if len(flags) != pieces or not all(isinstance(flag, bool) for flag in flags):
        raise ValueError("no verdict on each piece")
    if not any(flags):
        return SecurityCheckOutput(is_malicious=False, reasoning="Hosted moderation passed it.")
    named = sorted({name for each in results for name in _named(each)})
    kinds = ", ".join(named) or "no kind was named"
    return SecurityCheckOutput(
        is_malicious=True, reasoning=f"Hosted moderation flagged it: {kinds}."
    )


def _named(result: Moderation) -> list[str]:
    """Only the names that we know: what a service calls things is a stranger's text."""
    return [
        name.replace("_", " ")
        for name in Categories.model_fields
        if getattr(result.categories, name, None) is True
    ]
