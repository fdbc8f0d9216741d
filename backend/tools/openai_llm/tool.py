"""The tool ``openai_llm``: one capability, ``complete``, that can do nothing but answer.

What a model answers is data for the handler that asked. It has no tools here, so an answer that
wants something done does nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from pydantic import JsonValue, ValidationError

from agentpro.run.budget import token_budget
from agentpro.tools import TokenUsage, ToolResult, ToolScope
from backend.domain.errors import CopilotError
from backend.domain.redaction import KnownSecrets
from backend.tools.openai_llm.arguments import CompleteArgs
from backend.tools.openai_llm.cache import AnswerCache
from backend.tools.openai_llm.failures import unusable
from backend.tools.openai_llm.profiles import RoleProfile
from backend.tools.openai_llm.redacted_sink import RedactedSink
from backend.tools.openai_llm.secrecy import Secrecy
from backend.tools.openai_llm.spending.ledger import Payer
from backend.tools.openai_llm.spending.metering import MeteredModel, require_room
from backend.tools.openai_llm.turns import TextSink, TurnAnswer, TurnFailed, TurnRequest

NAME = "openai_llm"
CAPABILITIES = frozenset({"complete"})
PayerOf = Callable[[ToolScope], Awaitable[Payer]]
"""Whose session a run belongs to."""
SinkOf = Callable[[ToolScope], TextSink | None]
"""Who watches a plain text being written, if anybody does."""

_log = logging.getLogger(__name__)


class OpenAiLlm:
    """Language model turns behind the tool protocol. Only digests of prompts are logged."""

    name = NAME
    capabilities = CAPABILITIES

    def __init__(
        self,
        model: MeteredModel,
        profiles: Mapping[str, RoleProfile],
        payer_of: PayerOf,
        known: KnownSecrets,
        sink_of: SinkOf | None = None,
    ) -> None:
        self._model = model
        self._profiles = profiles
        self._payer_of = payer_of
        self._secrecy = Secrecy(known)
        self._sink_of = sink_of or _nobody_watches
        self._cache: AnswerCache[TurnAnswer] = AnswerCache()

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        """``complete`` takes :class:`CompleteArgs` and gives ``{value, usage, model}``.

        ``value`` is a text, or an object that fits the ``output_schema``. The errors are
        ``E_MODEL_UNAVAILABLE``, ``E_RATE_LIMIT``, ``E_MODEL_REFUSED``, ``E_MODEL_OUTPUT``,
        ``E_BUDGET`` and ``E_BAD_ARGUMENTS``; those of an answer carry what it has cost.
        """
        profile = self._profiles.get(scope.role)
        if capability not in self.capabilities or profile is None:
            return ToolResult(error=_bad_arguments("capability or role"))
        try:
            wanted = CompleteArgs.model_validate(dict(args))
        except ValidationError as error:
            places = {".".join(map(str, each["loc"][:1])) or "input" for each in error.errors()}
            return ToolResult(error=_bad_arguments(", ".join(sorted(places))))
        try:
            return await self._complete(wanted, profile, scope)
        except TurnFailed as failed:
            return ToolResult(error=failed.error.as_record(), usage=failed.usage)
        except CopilotError as error:
            return ToolResult(error=error.as_record())

    async def _complete(
        self, wanted: CompleteArgs, profile: RoleProfile, scope: ToolScope
    ) -> ToolResult:
        asked = _request(wanted, profile, scope.role)
        require_room(asked, token_budget(scope.limits, scope.inputs))
        request = await asyncio.to_thread(self._secrecy.redacted, asked)
        payer = await self._payer_of(scope)
        digest = request.digest(payer.scope.tenant_id)
        may_repeat = wanted.is_read_only or request.temperature == 0
        if may_repeat and (known := self._cache.find(digest)) is not None:
            return _result(known, TokenUsage())
        try:
            answer, used = await self._ask(request, payer, scope)
        except TurnFailed as failed:
            _log.warning("turn %s of %s: %s", digest, request.role, failed.error.error_code)
            raise
        _log.info("turn %s of %s: answered by %s, %s", digest, request.role, answer.model, used)
        if may_repeat:
            self._cache.keep(digest, answer)
        return _result(answer, used)

    async def _ask(
        self, request: TurnRequest, payer: Payer, scope: ToolScope
    ) -> tuple[TurnAnswer, TokenUsage]:
        watching = self._sink_of(scope) if request.output_schema is None else None
        sink = None if watching is None else RedactedSink(watching, self._secrecy.redactor)
        allowance = token_budget(scope.limits, scope.inputs)
        answer, used = await self._model.take(request, payer, allowance, sink)
        if self._secrecy.gives_away(answer.value):
            if sink is not None:
                sink.take_back()
            raise unusable("it holds a secret", used)
        if sink is not None:
            sink.close()
        shown = self._secrecy.shown(answer.value)
        return TurnAnswer(value=shown, model=answer.model, usage=answer.usage), used


def _request(wanted: CompleteArgs, profile: RoleProfile, role: str) -> TurnRequest:
    instructions = f"{profile.instructions}\n\n{wanted.instructions}".strip()
    return TurnRequest(
        role=role,
        instructions=instructions,
        text=wanted.text,
        temperature=profile.temperature,
        max_output_tokens=wanted.max_output_tokens,
        output_schema=wanted.output_schema,
    )


def _result(answer: TurnAnswer, used: TokenUsage) -> ToolResult:
    usage: JsonValue = {"input_tokens": used.input_tokens, "output_tokens": used.output_tokens}
    value: JsonValue = {"value": answer.value, "usage": usage, "model": answer.model}
    return ToolResult(value=value, usage=used)


def _nobody_watches(_scope: ToolScope) -> TextSink | None:
    return None


def _bad_arguments(places: str) -> Mapping[str, str]:
    return {
        "error_code": "E_BAD_ARGUMENTS",
        "message": f"The arguments of openai_llm.complete are not usable: {places}.",
        "next_step": "Correct the named arguments.",
    }
