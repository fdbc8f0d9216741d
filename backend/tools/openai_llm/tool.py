"""The tool ``openai_llm``: it answers and it screens, and can do nothing else.

What a model answers is data for the handler that asked, and so are the tool calls that it asks for:
nothing is called here, so an answer that wants something done does nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from pydantic import JsonValue, ValidationError

from agentpro.run.budget import token_budget
from agentpro.tools import TokenUsage, ToolResult, ToolScope
from backend.domain.devops_context import DevOpsContext
from backend.domain.errors import CopilotError
from backend.domain.redaction import KnownSecrets
from backend.tools.openai_llm.arguments import CompleteArgs, ScreenArgs
from backend.tools.openai_llm.cache import AnswerCache
from backend.tools.openai_llm.failures import too_much, unusable
from backend.tools.openai_llm.guarding.checks import Checks
from backend.tools.openai_llm.guarding.redacted_sink import RedactedSink
from backend.tools.openai_llm.guarding.secrecy import Secrecy
from backend.tools.openai_llm.profiles import RoleProfile
from backend.tools.openai_llm.spending.ledger import Payer
from backend.tools.openai_llm.spending.metering import MeteredModel, require_room
from backend.tools.openai_llm.turns import (
    LONGEST_ANSWER,
    TextSink,
    TurnAnswer,
    TurnFailed,
    TurnRequest,
)

NAME = "openai_llm"
CAPABILITIES = frozenset({"complete", "screen"})
PayerOf = Callable[[ToolScope], Awaitable[Payer]]
"""Whose session a run belongs to."""
SinkOf = Callable[[ToolScope], TextSink | None]
"""Who watches a plain text being written, if anybody does."""
ContextOf = Callable[[ToolScope], DevOpsContext | None]
"""For whom a run acts, and where."""

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
        checks: Checks,
        sink_of: SinkOf | None = None,
        context_of: ContextOf | None = None,
    ) -> None:
        self._model = model
        self._profiles = profiles
        self._payer_of = payer_of
        self._secrecy = Secrecy(known)
        self._checks = checks
        self._sink_of = sink_of or _nobody_watches
        self._context_of = context_of or _nobody_known
        self._cache: AnswerCache[TurnAnswer] = AnswerCache()

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        """``complete`` takes :class:`CompleteArgs` and gives ``{value, tool_calls, usage, model}``.

        ``value`` is a text, or an object that fits the ``output_schema``; where ``tool_calls``, a
        list of ``{tool, args}``, is not empty, it is null, and nothing was called. The errors are
        ``E_MODEL_UNAVAILABLE``, ``E_RATE_LIMIT``, ``E_MODEL_REFUSED``, ``E_MODEL_OUTPUT``,
        ``E_TOOL_ARGUMENTS``, ``E_GUARDRAIL``, ``E_BUDGET`` and ``E_BAD_ARGUMENTS``; those of an
        answer carry what it has cost.

        ``screen`` takes :class:`ScreenArgs` and gives a
        :class:`~backend.domain.guardrails.SecurityCheckOutput`: the local check's, and that of
        hosted moderation where it is configured, or ``E_MODEL_UNAVAILABLE`` where that is silent.
        """
        try:
            if capability == "complete" and scope.role in self._profiles:
                return await self._complete(CompleteArgs.model_validate(dict(args)), scope)
            if capability == "screen":
                return await self._screen(ScreenArgs.model_validate(dict(args)))
            return ToolResult(error=_bad_arguments("capability or role"))
        except ValidationError as error:
            places = {".".join(map(str, each["loc"][:1])) or "input" for each in error.errors()}
            return ToolResult(error=_bad_arguments(", ".join(sorted(places))))
        except TurnFailed as failed:
            return ToolResult(error=failed.error.as_record(), usage=failed.usage)
        except CopilotError as error:
            return ToolResult(error=error.as_record())

    async def _screen(self, wanted: ScreenArgs) -> ToolResult:
        text = await asyncio.to_thread(self._secrecy.redactor.text, wanted.text)
        try:
            verdict = await self._checks.of_input(text)
        except TurnFailed as silent:
            self._model.note_silence(silent)
            raise
        return ToolResult(value=verdict.to_json())

    async def _complete(self, wanted: CompleteArgs, scope: ToolScope) -> ToolResult:
        asked = self._request(wanted, scope)
        require_room(asked, token_budget(scope.limits, scope.inputs))
        request = await asyncio.to_thread(self._secrecy.redacted, asked)
        payer = await self._payer_of(scope)
        digest = request.digest(payer.scope.tenant_id)
        is_repeatable = request.temperature == 0 and not request.exchanges
        may_repeat = wanted.is_read_only or is_repeatable
        known = self._cache.find(digest) if may_repeat else None
        if known is not None and not self._secrecy.gives_away(known.said()):
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
        is_endless = len(str(answer.said())) > LONGEST_ANSWER
        gives_away = self._secrecy.gives_away(answer.said())
        if sink is not None and (is_endless or gives_away or answer.tool_calls):
            sink.take_back()
        elif sink is not None:
            sink.close()
        if is_endless:
            raise too_much(used)
        if gives_away:
            raise unusable("it holds a secret", used)
        return replace(answer, value=self._secrecy.shown(answer.value)), used

    def _request(self, wanted: CompleteArgs, scope: ToolScope) -> TurnRequest:
        profile = self._profiles[scope.role]
        return TurnRequest(
            role=scope.role,
            instructions=f"{profile.instructions}\n\n{wanted.instructions}".strip(),
            text=wanted.text,
            temperature=profile.temperature,
            max_output_tokens=wanted.max_output_tokens,
            output_schema=wanted.output_schema,
            tools=tuple(wanted.tools),
            exchanges=tuple(wanted.exchanges),
            context=self._context_of(scope),
        )


def _result(answer: TurnAnswer, used: TokenUsage) -> ToolResult:
    value: JsonValue = {
        "value": answer.value,
        "tool_calls": [call.to_json() for call in answer.tool_calls],
        "usage": {"input_tokens": used.input_tokens, "output_tokens": used.output_tokens},
        "model": answer.model,
    }
    return ToolResult(value=value, usage=used)


def _nobody_watches(_scope: ToolScope) -> TextSink | None:
    return None


def _nobody_known(_scope: ToolScope) -> DevOpsContext | None:
    return None


def _bad_arguments(places: str) -> Mapping[str, str]:
    return {
        "error_code": "E_BAD_ARGUMENTS",
        "message": f"The arguments of openai_llm are not usable: {places}.",
        "next_step": "Correct the named arguments.",
    }
